import type { Writer } from "../wire.js";
import { writeMeta, writeNormal, writeUpdate } from "../wire.gen.js";
import type { CallMeta } from "./meta.js";

/** Tells the core, before the call. `watched`: it is polled only while somebody watches it. `origin`: where the request of an endpoint goes that is made without the store. */
export function writeCallMeta(w: Writer, meta: CallMeta, watched = false, origin = 0): void {
  const { own, updates, steps, whole, broken, cached, dropsData, answered } = meta;
  const { cache = false, poll = 0, requestsCapacity = 0, dependentRequestsNumber = 0 } = own;
  writeUpdates(w, updates);
  if (meta.normal) writeNormal(w, meta.normal.answer ? 1 : 0, meta.normal.local, meta.normal.optimistic, meta.normal.reverted);
  const apart = typeof meta.driver === "object";
  const flags = (whole ? 1 : 0) | (own.silent ? 2 : 0) | (broken ? 4 : 0) | (cached ? 8 : 0) | (own.isDependentRequest ? 16 : 0) | (dropsData ? 32 : 0) | (answered ? 64 : 0) | (apart ? 128 : 0) | (watched ? 256 : 0);
  writeMeta(w, steps, flags, cache === true ? Infinity : Number(cache), String(own.cacheKey ?? ""), requestsCapacity, poll, dependentRequestsNumber, origin);
}

/** Tells the core which queries are updated, before what updates them. */
export function writeUpdates(w: Writer, updates: CallMeta["updates"]): void {
  for (const [query, { updateData, updateDataOptimistic, revertData, local }] of updates) {
    writeUpdate(w, query, (updateData ? 1 : 0) | (updateDataOptimistic ? 2 : 0) | (revertData ? 4 : 0) | (local ? 8 : 0));
  }
}

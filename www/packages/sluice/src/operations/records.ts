import { fromText } from "../steps/text.js";
import type { KnownOperations, UpdateOperations, WatchOperations } from "../wire.gen.js";
import type { Tables } from "./tables.js";

/** Keeps the records of what is watched as the core says they are. */
export function records({ host, calls, mirror, flows, effects }: Tables): WatchOperations & KnownOperations & UpdateOperations {
  return {
    record(record: number, pending: number, flags: number, fetchedAt: number, download: number, upload: number): void {
      const mirrored = mirror.record(record);
      mirrored.update(pending, flags, fetchedAt, download, upload);
      mirror.touch(mirrored);
    },

    gone(record: number): void {
      mirror.drop(record);
    },

    watched(token: number, record: number): void {
      const seed = mirror.seeds.get(token);
      if (seed) {
        mirror.seeds.delete(token);
        if (record) Object.assign(mirror.record(record), seed);
        return;
      }
      const entry = mirror.entries.get(token);
      if (!entry) return;
      mirror.bind(entry, record);
      effects.push(() => host.count(entry.record));
    },

    hit(call: number, record: number, _request: number, failed: number): void {
      const { data, error } = record ? mirror.record(record) : { data: null, error: null };
      if (failed) calls.reject(call, error);
      else calls.resolve(call, data, { data });
    },

    named(client: number, record: number, type: string, key: string, variant: string, flags: number, cacheKey: string, until: number, finished: number): void {
      const cached = flags & 2 ? { cacheKey, until: until === Infinity ? null : until } : null;
      host.client(client)?.view?.named(mirror.record(record), { type, key, variant, query: (flags & 1) !== 0, cached, kept: (flags & 4) !== 0, normalized: (flags & 8) !== 0, finished });
    },

    show(record: number, value: number): void {
      const mirrored = mirror.record(record);
      if (value) mirrored.blend(flows.values.get(value));
      else mirrored.data = null;
    },

    showText(record: number, text: string): void {
      mirror.record(record).keep(fromText(text));
    },

    object(client: number, key: string, text: string): void {
      host.client(client)?.view?.object(key, text === "" ? null : fromText(text));
    },

    letValue(value: number): void {
      flows.values.delete(value);
    },
  };
}

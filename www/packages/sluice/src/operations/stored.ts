import { NAMED, revived, type DriedRequests, type Kept } from "../data/carry.js";
import type { CoreSide } from "../data/core-side.js";
import { UsageError } from "../errors.js";
import { patiently } from "../timer.js";
import { writePublish, type EndpointOperations, type StateOperations, type ViewOperations } from "../wire.gen.js";
import type { Tables } from "./tables.js";

/** Keeps what a client shows of its store, and what is stored here in the core's place. */
export function stored({ host, calls, transfers, mirror, effects }: Tables): EndpointOperations & ViewOperations & StateOperations {
  function core(client: number): CoreSide | undefined {
    return host.client(client)?.data.core;
  }

  return {
    keep(call: number, record: number, error: number): void {
      const value = calls.get(call)?.written;
      const kept = mirror.record(record);
      if (error) kept.error = value;
      else kept.set(value);
    },

    hold(request: number, record: number): void {
      mirror.record(record).held.push(transfers.get(request)?.answer?.value);
    },

    held(record: number, drop: number): void {
      const mirrored = mirror.record(record);
      const value = mirrored.held.shift();
      if (!drop) mirrored.set(value);
    },

    refused(client: number, schemas: string, message: string): void {
      for (const { id } of JSON.parse(schemas) as { id: number }[]) core(client)?.registry.refused(id, new UsageError(message));
    },

    settled(client: number): void {
      const publish = () => host.send((w) => writePublish(w, client));
      effects.push(() => void (host.client(client)?.pipeline ? patiently() : Promise.resolve()).then(publish));
    },

    resolveRoot(call: number, client: number, root: number): void {
      try {
        calls.resolve(call, core(client)?.roots.shown(root));
      } catch (error) {
        calls.reject(call, error); // a query's function threw
      }
    },

    looked(token: number, record: number, root: number): void {
      for (const { data } of host.clients()) data.core?.roots.looked(token, record, root);
    },

    view(client: number, root: number, status: number, presence: number, flags: number, expiresAt: number): void {
      core(client)?.roots.update(root, status, presence, flags, expiresAt);
    },

    seen(client: number, root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void {
      core(client)?.roots.sees(root, record, status, presence, flags, expiresAt);
    },

    told(client: number, text: string): void {
      core(client)?.answers.told(text);
    },

    state(client: number, space: number, epoch: number, lastReset: number, optimistic: string): void {
      if (space > 1) core(client)?.states.stated(space, epoch, lastReset, optimistic);
    },

    hydrated(client: number, shell: string, kept: string): void {
      const values = JSON.parse(shell || "{}") as Readonly<Record<string, object>>;
      const named = (values[NAMED] ?? []) as DriedRequests;
      host.adopt(client, named.map(([type, key, query, data, error, ...rest]) => [type, key, query, data, error === null ? null : revived(error as object), ...rest]));
      for (const [id, name] of JSON.parse(kept) as Kept) {
        const record = mirror.record(id);
        if (name[0] === "e") record.error = revived(values[name]!);
        else record.set(values[name]);
      }
    },
  };
}

import { SchemaError } from "../errors.js";
import { report } from "../record.js";
import type { ClientOperations, SweepOperations } from "../wire.gen.js";
import type { Tables } from "./tables.js";

/** Does what is about a client as a whole, and the page that it is in. */
export function surroundings({ host, calls, effects }: Tables): ClientOperations & SweepOperations {
  return {
    timer(at: number): void {
      host.timer(at);
    },

    navigate(client: number): void {
      effects.push(() => host.client(client)?.navigate());
    },

    tabs(client: number, note: number, user: string): void {
      effects.push(() => host.client(client)?.tabs.tell(note, user));
    },

    idle(client: number): void {
      effects.push(() => host.client(client)?.idle());
    },

    report(call: number, thrown: number, path: string, message: string): void {
      const error = thrown ? host.functions.thrown[thrown - 1] : new SchemaError(calls.request(call).name, path, message, undefined);
      effects.push(() => report(error));
    },

    swept(client: number, flags: number): void {
      host.client(client)?.sweeper.swept(flags);
    },
  };
}

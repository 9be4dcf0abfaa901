import { isRouteName } from "./request.js";
import type { Writer } from "./wire.js";
import { writeName } from "./wire.gen.js";

/** The number of a name in the core that is written to. Gives it one at need, before the command that needs it. */
export function numberOf(name: string, w: Writer): number {
  if (!isRouteName(name)) {
    // Number 0 is for names that are not worth remembering: the core refuses calls of them.
    writeName(w, 0, name);
    return 0;
  }
  let number = w.names.get(name);
  if (number === undefined) {
    number = w.names.size + 1;
    w.names.set(name, number);
    writeName(w, number, name);
  }
  return number;
}

/** One text for what names a record of a client. */
export function scopeOf(client: number, name: string, key: string, variant: string): string {
  return JSON.stringify([client, name, key, variant]);
}

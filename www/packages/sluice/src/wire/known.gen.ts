// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Forget takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again. */
export function writeForget(w: Writer, client: number, all: number, what: number, flags: number): void {
  w.u8(38);
  w.u32(client);
  w.u8(all);
  w.u8(what);
  w.u8(flags);
}

/** Adopt takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session. */
export function writeAdopt(w: Writer, client: number, token: number, name: string, key: string, variant: string, flags: number, promised: number, text: string): void {
  w.u8(42);
  w.u32(client);
  w.u32(token);
  w.text(name);
  w.text(key);
  w.text(variant);
  w.u8(flags);
  w.u32(promised);
  w.text(text);
}

/** NameRecords asks to be told whose records are, from now on. */
export function writeNameRecords(w: Writer, client: number): void {
  w.u8(41);
  w.u32(client);
}

/** What a host does for the operations about what is known of names, may be given again, or is forgotten. */
export interface KnownOperations {
  /** fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error. */
  hit(call: number, record: number, request: number, failed: number): void;
  /** says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server. */
  named(client: number, record: number, name: string, key: string, variant: string, flags: number, cacheKey: string, until: number, finished: number): void;
}

// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Watch asks for the record of a name; answered by Watched. */
export function writeWatch(w: Writer, client: number, token: number, name: number, key: string, variant: string, query: number): void {
  w.u8(9);
  w.u32(client);
  w.u32(token);
  w.u32(name);
  w.text(key);
  w.text(variant);
  w.u8(query);
}

/** Retain counts one watcher more. */
export function writeRetain(w: Writer, record: number): void {
  w.u8(10);
  w.u32(record);
}

/** Release counts one watcher less. */
export function writeRelease(w: Writer, record: number): void {
  w.u8(11);
  w.u32(record);
}

/** Leave says that a hook has moved on to other data: what is pending for nobody else ends as superseded. */
export function writeLeave(w: Writer, record: number): void {
  w.u8(15);
  w.u32(record);
}

/** What a host does for the operations about who watches a name, and what is shown. */
export interface WatchOperations {
  /** is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null. */
  record(record: number, pending: number, flags: number, fetchedAt: number, download: number, upload: number): void;
  /** says that a record is no more. */
  gone(record: number): void;
  /** answers Watch. */
  watched(token: number, record: number): void;
}

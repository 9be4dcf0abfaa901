// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Update adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local. */
export function writeUpdate(w: Writer, query: string, has: number): void {
  w.u8(34);
  w.text(query);
  w.u8(has);
}

/** Normal is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, "" none. */
export function writeNormal(w: Writer, answer: number, local: string, optimistic: string, reverted: string): void {
  w.u8(43);
  w.u8(answer);
  w.text(local);
  w.text(optimistic);
  w.text(reverted);
}

/** Local applies updates that no request belongs to, and merges objects (JSON, "" none). */
export function writeLocal(w: Writer, client: number, call: number, objects: string): void {
  w.u8(35);
  w.u32(client);
  w.u32(call);
  w.text(objects);
}

/** What a host does for the operations about what requests and calls change in the data of queries, and normalised objects. */
export interface UpdateOperations {
  /** makes a value (0: null) the data of a record. */
  show(record: number, value: number): void;
  /** makes what JSON says the data of a record. */
  showText(record: number, text: string): void;
  /** says what a normalised object is, "" that it is no more. key is JSON. */
  object(client: number, key: string, text: string): void;
  /** lets a value go. */
  letValue(value: number): void;
}

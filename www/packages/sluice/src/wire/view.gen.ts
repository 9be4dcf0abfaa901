// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Look asks for what a key ("": none) shows through a schema (0: none); answered by Looked. */
export function writeLook(w: Writer, client: number, token: number, schema: number, key: string, args: string): void {
  w.u8(20);
  w.u32(client);
  w.u32(token);
  w.u32(schema);
  w.text(key);
  w.text(args);
}

/** Show counts one more who is told what a root shows, or with more 0 one less. */
export function writeShow(w: Writer, client: number, root: number, more: number): void {
  w.u8(21);
  w.u32(client);
  w.u32(root);
  w.u8(more);
}

/** PK asks for the pk of a row, as See may be; answered by Told. */
export function writePK(w: Writer, client: number, schema: number, row: number): void {
  w.u8(32);
  w.u32(client);
  w.u32(schema);
  w.u32(row);
}

/** See asks for the same as Look in a space, also while a function of the user runs; answered by Seen. */
export function writeSee(w: Writer, client: number, space: number, schema: number, key: string, args: string): void {
  w.u8(31);
  w.u32(client);
  w.u32(space);
  w.u32(schema);
  w.text(key);
  w.text(args);
}

/** What a host does for the operations about what is shown of an endpoint's key, or found through a schema. */
export interface ViewOperations {
  /** fulfils a call with what a root shows. */
  resolveRoot(call: number, client: number, root: number): void;
  /** answers Look. record 0: there is no key. */
  looked(token: number, record: number, root: number): void;
  /** is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown. */
  view(client: number, root: number, status: number, presence: number, flags: number, expiresAt: number): void;
  /** answers See, as Looked and View do. */
  seen(client: number, root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void;
}

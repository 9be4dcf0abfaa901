// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** SetResponse stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value. */
export function writeSetResponse(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, body: string): void {
  w.u8(23);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.text(body);
}

/** SetError stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace. */
export function writeSetError(w: Writer, client: number, call: number, endpoint: number, key: string, flags: number): void {
  w.u8(24);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.u8(flags);
}

/** Set writes a value through a schema. */
export function writeSet(w: Writer, client: number, call: number, schema: number, args: string, value: string): void {
  w.u8(25);
  w.u32(client);
  w.u32(call);
  w.u32(schema);
  w.text(args);
  w.text(value);
}

/** Resolve stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt. */
export function writeResolve(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, body: string, fetchedAt: number, flags: number, named: number): void {
  w.u8(70);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.text(body);
  w.f64(fetchedAt);
  w.u8(flags);
  w.u32(named);
}

/** Key adds to the keys of the next Expire. */
export function writeKey(w: Writer, text: string): void {
  w.u8(26);
  w.text(text);
}

/** Expire invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not. */
export function writeExpire(w: Writer, client: number, call: number, stale: number, which: number, text: string): void {
  w.u8(27);
  w.u32(client);
  w.u32(call);
  w.u8(stale);
  w.u8(which);
  w.text(text);
}

/** Keys asks for all keys; answered by Told, with a JSON array. */
export function writeKeys(w: Writer, client: number): void {
  w.u8(28);
  w.u32(client);
}

/** Reset empties the store and ends what is in flight. */
export function writeReset(w: Writer, client: number, call: number): void {
  w.u8(29);
  w.u32(client);
  w.u32(call);
}

/** AbortKey ends what is in flight for a key as aborted. */
export function writeAbortKey(w: Writer, client: number, call: number, key: string): void {
  w.u8(30);
  w.u32(client);
  w.u32(call);
  w.text(key);
}

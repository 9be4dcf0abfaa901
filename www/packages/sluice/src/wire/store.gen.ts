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

/** Sweep lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none. */
export function writeSweep(w: Writer, client: number, call: number, budget: number, multiplier: number, minimum: number, expiresAt: number): void {
  w.u8(72);
  w.u32(client);
  w.u32(call);
  w.u32(budget);
  w.f64(multiplier);
  w.f64(minimum);
  w.u32(expiresAt);
}

/** State gives the present state, with view 1 of the view, a number; answered by State. */
export function writeState(w: Writer, client: number, view: number): void {
  w.u8(76);
  w.u32(client);
  w.u8(view);
}

/** Free ends one use of a state. */
export function writeFree(w: Writer, client: number, space: number): void {
  w.u8(77);
  w.u32(client);
  w.u32(space);
}

/** Table asks for a table of a state or, with names 1, for the names of all; answered by Told. member: see store.Member. */
export function writeTable(w: Writer, client: number, space: number, member: number, names: number, name: string): void {
  w.u8(78);
  w.u32(client);
  w.u32(space);
  w.u8(member);
  w.u8(names);
  w.text(name);
}

/** Kept asks for what the host keeps in a space; answered by Told: [[record, name] …], where the name of a value is v and its key, of an error e and that. */
export function writeKept(w: Writer, client: number, space: number): void {
  w.u8(73);
  w.u32(client);
  w.u32(space);
}

/** Dehydrate asks for all that is stored as text; answered by Told. shell is JSON that goes along; values of the keys of Key are left out. */
export function writeDehydrate(w: Writer, client: number, shell: string): void {
  w.u8(74);
  w.u32(client);
  w.text(shell);
}

/** Hydrate adds what another client has dehydrated. */
export function writeHydrate(w: Writer, client: number, call: number, text: string): void {
  w.u8(75);
  w.u32(client);
  w.u32(call);
  w.text(text);
}

/** What a host does for the operations about what is written, kept and handed out as a whole. */
export interface StoreOperations {
  /** answers Sweep. flags: 1 it is done, 2 something is left. */
  swept(client: number, flags: number): void;
  /** answers with a text. */
  told(client: number, text: string): void;
  /** answers State. optimistic is JSON. */
  state(client: number, space: number, epoch: number, lastReset: number, optimistic: string): void;
  /** keeps values and errors of kept (as in Kept) that are members of shell, by their names. */
  hydrated(client: number, shell: string, kept: string): void;
}

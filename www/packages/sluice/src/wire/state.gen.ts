// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

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

/** What a host does for the operations about states, and all that is stored as text. */
export interface StateOperations {
  /** answers with a text. */
  told(client: number, text: string): void;
  /** answers State. optimistic is JSON. */
  state(client: number, space: number, epoch: number, lastReset: number, optimistic: string): void;
  /** keeps values and errors of kept (as in Kept) that are members of shell, by their names. */
  hydrated(client: number, shell: string, kept: string): void;
}

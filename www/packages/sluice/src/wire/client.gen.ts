// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Open makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number. */
export function writeOpen(w: Writer, client: number, autoAbort: number, timeout: number, words: string, dataExpiry: number, errorExpiry: number, server: number, keys: number, concurrency: number): void {
  w.u8(1);
  w.u32(client);
  w.u8(autoAbort);
  w.f64(timeout);
  w.text(words);
  w.f64(dataExpiry);
  w.f64(errorExpiry);
  w.u8(server);
  w.u8(keys);
  w.u32(concurrency);
}

/** Close ends a client. */
export function writeClose(w: Writer, client: number): void {
  w.u8(2);
  w.u32(client);
}

/** Name gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing. */
export function writeName(w: Writer, name: number, text: string): void {
  w.u8(3);
  w.u32(name);
  w.text(text);
}

/** FromTab is what another tab has told by Tabs. */
export function writeFromTab(w: Writer, client: number, note: number, user: string): void {
  w.u8(13);
  w.u32(client);
  w.u8(note);
  w.text(user);
}

/** WhenIdle asks for one Idle. */
export function writeWhenIdle(w: Writer, client: number): void {
  w.u8(14);
  w.u32(client);
}

/** Batch begins a batch (1) or ends it (0): what is written in it becomes one commit. */
export function writeBatch(w: Writer, begin: number): void {
  w.u8(71);
  w.u8(begin);
}

/** ClientPage says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no. */
export function writeClientPage(w: Writer, client: number, hidden: number, offline: number): void {
  w.u8(52);
  w.u32(client);
  w.u8(hidden);
  w.u8(offline);
}

/** What a host does for the operations about what concerns a client as a whole, its page and the other tabs. */
export interface ClientOperations {
  /** asks for one tick at a time; it replaces the last one. */
  timer(at: number): void;
  /** sends the page to the client's login address. */
  navigate(client: number): void;
  /** tells the other tabs. user is the JSON text of an id. */
  tabs(client: number, note: number, user: string): void;
  /** says that a client has nothing in flight. */
  idle(client: number): void;
  /** reports what a function has thrown or, if that is 0, a SchemaError of a call. */
  report(call: number, thrown: number, path: string, message: string): void;
}

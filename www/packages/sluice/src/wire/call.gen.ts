// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Call is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's. */
export function writeCall(w: Writer, client: number, call: number, name: number, key: string, variant: string, query: number, takeLatest: number, progress: number, started: number, timeout: number): void {
  w.u8(4);
  w.u32(client);
  w.u32(call);
  w.u32(name);
  w.text(key);
  w.text(variant);
  w.u8(query);
  w.u8(takeLatest);
  w.u8(progress);
  w.f64(started);
  w.f64(timeout);
}

/** Account is a call of client.login or, with register 1, client.register. */
export function writeAccount(w: Writer, client: number, call: number, register: number, started: number, timeout: number): void {
  w.u8(5);
  w.u32(client);
  w.u32(call);
  w.u8(register);
  w.f64(started);
  w.f64(timeout);
}

/** Join has a call wait for the newest request of the target. */
export function writeJoin(w: Writer, client: number, call: number): void {
  w.u8(39);
  w.u32(client);
  w.u32(call);
}

/** Abort ends one call as aborted. */
export function writeAbort(w: Writer, call: number): void {
  w.u8(6);
  w.u32(call);
}

/** Target adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key. */
export function writeTarget(w: Writer, name: string, key: string, flags: number): void {
  w.u8(7);
  w.text(name);
  w.text(key);
  w.u8(flags);
}

/** AbortRequests ends the pending requests of the targets or, with all 1, every one. */
export function writeAbortRequests(w: Writer, client: number, all: number): void {
  w.u8(8);
  w.u32(client);
  w.u8(all);
}

/** Retry says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms. */
export function writeRetry(w: Writer, attempts: number, delay: number, factor: number, max: number, jitter: number): void {
  w.u8(45);
  w.u32(attempts);
  w.f64(delay);
  w.f64(factor);
  w.f64(max);
  w.f64(jitter);
}

/** What a host does for the operations about calls: what they ask for, and how they are fulfilled. */
export interface CallOperations {
  /** fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none). */
  resolve(call: number, request: number, record: number): void;
  /** fulfils a call with what another has set. */
  give(call: number, by: number): void;
  /** fulfils a call with nothing. */
  done(call: number): void;
}

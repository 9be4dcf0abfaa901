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

/** Join has a call wait for the newest request of the target. */
export function writeJoin(w: Writer, client: number, call: number): void {
  w.u8(39);
  w.u32(client);
  w.u32(call);
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

/** Again says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none. */
export function writeAgain(w: Writer, request: number, retryAfter: number): void {
  w.u8(46);
  w.u32(request);
  w.f64(retryAfter);
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

/** Progress notes the percentage of an upload (1) or download (0). */
export function writeProgress(w: Writer, request: number, upload: number, percent: number): void {
  w.u8(12);
  w.u32(request);
  w.u8(upload);
  w.f64(percent);
}

/** What a host does for the operations about requests: their calls, their network, their ends. */
export interface RequestOperations {
  /** starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends. */
  fetch(client: number, request: number, call: number, route: number, flags: number): void;
  /** aborts the network of a request. */
  abort(request: number, reason: number): void;
  /** lets the network of a request run on, unheard. */
  forget(request: number): void;
  /** fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none). */
  resolve(call: number, request: number, record: number): void;
  /** rejects a call with an AbortError. */
  rejectAbort(call: number, request: number, record: number, reason: number): void;
  /** rejects a call with an ApiError; the body is with the host. params is a JSON object. */
  rejectApi(call: number, request: number, record: number, status: number, code: string, message: string, params: string): void;
  /** rejects a call with a NetworkError, whose cause is with the host. */
  rejectNetwork(call: number, request: number, record: number): void;
  /** rejects a call with a TimeoutError. */
  rejectTimeout(call: number, request: number, record: number, timeout: number): void;
  /** rejects a call with a UsageError. */
  rejectUsage(call: number, request: number, record: number, message: string): void;
  /** rejects a call with a CrashError. */
  rejectCrash(call: number, request: number, record: number, message: string): void;
  /** rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown. */
  rejectFailed(call: number, request: number, record: number, by: number, thrown: number): void;
  /** rejects a call with a SchemaError. */
  rejectSchema(call: number, request: number, record: number, path: string, message: string): void;
  /** fulfils a call with nothing. */
  done(call: number): void;
  /** fulfils a call with what another has set. */
  give(call: number, by: number): void;
}

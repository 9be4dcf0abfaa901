// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Progress notes the percentage of an upload (1) or download (0). */
export function writeProgress(w: Writer, request: number, upload: number, percent: number): void {
  w.u8(12);
  w.u32(request);
  w.u8(upload);
  w.f64(percent);
}

/** Again says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none. */
export function writeAgain(w: Writer, request: number, retryAfter: number): void {
  w.u8(46);
  w.u32(request);
  w.f64(retryAfter);
}

/** What a host does for the operations about the network of requests. */
export interface NetworkOperations {
  /** starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends. */
  fetch(client: number, request: number, call: number, route: number, flags: number): void;
  /** aborts the network of a request. */
  abort(request: number, reason: number): void;
  /** lets the network of a request run on, unheard. */
  forget(request: number): void;
}

// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

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

/** What a host does for the operations about what nobody reads any more. */
export interface SweepOperations {
  /** answers Sweep. flags: 1 it is done, 2 something is left. */
  swept(client: number, flags: number): void;
}

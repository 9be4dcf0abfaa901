// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Arrival is an event of a stream. */
export function writeArrival(w: Writer, client: number, socket: number, sid: number, id: number): void {
  w.u8(88);
  w.u32(client);
  w.u32(socket);
  w.u32(sid);
  w.f64(id);
}

/** Position is the place of a stream: subscribed or, with gap 1, of one with a gap. */
export function writePosition(w: Writer, client: number, socket: number, sid: number, gap: number, epoch: string, last: number, reason: string): void {
  w.u8(89);
  w.u32(client);
  w.u32(socket);
  w.u32(sid);
  w.u8(gap);
  w.text(epoch);
  w.f64(last);
  w.text(reason);
}

/** Beat is a ping of the server's or, with pong 1, its answer to ours. */
export function writeBeat(w: Writer, client: number, socket: number, pong: number, n: number): void {
  w.u8(90);
  w.u32(client);
  w.u32(socket);
  w.u8(pong);
  w.f64(n);
}

/** SessionChanged says that the server has another state of the user session. */
export function writeSessionChanged(w: Writer, client: number, socket: number): void {
  w.u8(91);
  w.u32(client);
  w.u32(socket);
}

/** Fault is a frame that says what is wrong, with a subscription if sid is not 0; or one that is of no use. flags: 1 it may be asked for again. */
export function writeFault(w: Writer, client: number, socket: number, sid: number, code: string, message: string, flags: number): void {
  w.u8(92);
  w.u32(client);
  w.u32(socket);
  w.u32(sid);
  w.text(code);
  w.text(message);
  w.u8(flags);
}

/** What a host does for the operations about frames of the protocol sluice.v1. */
export interface FrameOperations {
  /** sends a frame: 0 unsubscribe, 1 ping, 2 pong. */
  signal(client: number, socket: number, kind: number, n: number): void;
}

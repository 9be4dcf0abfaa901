// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Socket gives the next Open a socket. flags: 1 lazy, 2 its activation is confirmed by a message, 4 delivery is resumed, 8 only pings are heartbeats; lengths in ms, Infinity is never, heartbeat 0 for ever; factor 0: no backoff. */
export function writeSocket(w: Writer, flags: number, heartbeat: number, reconnect: number, factor: number, max: number, jitter: number, pong: number): void {
  w.u8(80);
  w.u8(flags);
  w.f64(heartbeat);
  w.f64(reconnect);
  w.f64(factor);
  w.f64(max);
  w.f64(jitter);
  w.f64(pong);
}

/** Dial makes a socket, in place of one that there is; with again 1, while it is told that one is closed. */
export function writeDial(w: Writer, client: number, again: number): void {
  w.u8(81);
  w.u32(client);
  w.u8(again);
}

/** HangUp closes the socket with a code. */
export function writeHangUp(w: Writer, client: number, code: number): void {
  w.u8(82);
  w.u32(client);
  w.u32(code);
}

/** SocketOpened says that a socket is open, and with resumes 1 that its server speaks sluice.v1. */
export function writeSocketOpened(w: Writer, client: number, socket: number, resumes: number): void {
  w.u8(83);
  w.u32(client);
  w.u32(socket);
  w.u8(resumes);
}

/** SocketClosed says that a socket is closed. */
export function writeSocketClosed(w: Writer, client: number, socket: number, code: number): void {
  w.u8(84);
  w.u32(client);
  w.u32(socket);
  w.u32(code);
}

/** Heard says that a message has come. flags: 1 it confirms the activation, 2 it is a heartbeat; or 4: none has, but who is to know of the activation does. */
export function writeHeard(w: Writer, client: number, socket: number, flags: number): void {
  w.u8(85);
  w.u32(client);
  w.u32(socket);
  w.u8(flags);
}

/** What a host does for the operations about sockets: how they are made, and what becomes of them. */
export interface SocketOperations {
  /** makes a socket. */
  dial(client: number, socket: number): void;
  /** closes a socket, of which nothing is to be heard any more. */
  hangUp(client: number, socket: number, code: number): void;
  /** says that the connection is active (1) or not any more (0), with a code. */
  connection(client: number, active: number, code: number): void;
  /** calls the functions for a socket that is open or, with closed 1, closed. */
  socketStep(client: number, socket: number, closed: number, code: number): void;
}

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

/** Dial makes a socket, in place of one that there is. */
export function writeDial(w: Writer, client: number): void {
  w.u8(81);
  w.u32(client);
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

/** Listen stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known. */
export function writeListen(w: Writer, client: number, subscription: number, flags: number): void {
  w.u8(86);
  w.u32(client);
  w.u32(subscription);
  w.u8(flags);
}

/** Unlisten ends a subscription. */
export function writeUnlisten(w: Writer, client: number, subscription: number): void {
  w.u8(87);
  w.u32(client);
  w.u32(subscription);
}

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

/** Refetch asks again for the data of the targets that is there. */
export function writeRefetch(w: Writer, client: number): void {
  w.u8(93);
  w.u32(client);
}

/** What a host does for the operations about sockets, and what is subscribed over them. */
export interface LiveOperations {
  /** makes a socket. */
  dial(client: number, socket: number): void;
  /** closes a socket, of which nothing is to be heard any more. */
  hangUp(client: number, socket: number, code: number): void;
  /** says that the connection is active (1) or not any more (0), with a code. */
  connection(client: number, active: number, code: number): void;
  /** calls the functions for a socket that is open or, with closed 1, closed. */
  socketStep(client: number, socket: number, closed: number, code: number): void;
  /** sends what belongs to a subscription, as it is (0) or in a frame that subscribes (1); after a position, if epoch is not "". */
  say(client: number, socket: number, subscription: number, how: number, sid: number, epoch: string, after: number): void;
  /** sends a frame: 0 unsubscribe, 1 ping, 2 pong. */
  signal(client: number, socket: number, kind: number, n: number): void;
  /** has a subscription handle the event at hand. */
  hand(client: number, subscription: number): void;
  /** says that a subscription has missed events. */
  missed(client: number, subscription: number, reason: string, from: number, to: number): void;
  /** reports a fault, of a subscription if that is not 0. */
  trouble(client: number, subscription: number, code: string, message: string): void;
}

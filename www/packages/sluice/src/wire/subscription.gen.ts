// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Listen stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known, 4 it is there, and is begun anew only if it was refused. */
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

/** Refetch asks again for the data of the targets that is there. */
export function writeRefetch(w: Writer, client: number): void {
  w.u8(93);
  w.u32(client);
}

/** What a host does for the operations about what is subscribed over a socket. */
export interface SubscriptionOperations {
  /** sends what belongs to a subscription, as it is (0) or in a frame that subscribes (1); after a position, if epoch is not "". */
  say(client: number, socket: number, subscription: number, how: number, sid: number, epoch: string, after: number): void;
  /** has a subscription handle an event. */
  hand(client: number, subscription: number, sid: number, id: number): void;
  /** says that a subscription, which had no position, has one, in a stream with events before it. */
  begun(client: number, subscription: number): void;
  /** says that a subscription has missed events. */
  missed(client: number, subscription: number, reason: string, from: number, to: number): void;
  /** reports a fault, of a subscription if that is not 0. */
  trouble(client: number, subscription: number, code: string, message: string): void;
}

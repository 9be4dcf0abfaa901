// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Subscribe begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that. */
export function writeSubscribe(w: Writer, client: number, call: number, subscription: number, endpoint: number, key: string, args: string, frequency: number, timeout: number): void {
  w.u8(50);
  w.u32(client);
  w.u32(call);
  w.u32(subscription);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.f64(frequency);
  w.f64(timeout);
}

/** Unsubscribe ends one. */
export function writeUnsubscribe(w: Writer, client: number, call: number, subscription: number, key: string): void {
  w.u8(51);
  w.u32(client);
  w.u32(call);
  w.u32(subscription);
  w.text(key);
}

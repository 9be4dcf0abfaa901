// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Meta is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already, 128 it is an endpoint's, made without the store, 256 it is polled only while it is watched; cache and poll in seconds; origin, of one made without the store, as of Endpoint. */
export function writeMeta(w: Writer, steps: number, flags: number, cache: number, cacheKey: string, capacity: number, poll: number, reserved: number, origin: number): void {
  w.u8(33);
  w.u32(steps);
  w.u32(flags);
  w.f64(cache);
  w.text(cacheKey);
  w.u32(capacity);
  w.f64(poll);
  w.u32(reserved);
  w.u32(origin);
}

/** Ran is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits, 4 done, and what is to be sent is a list. */
export function writeRan(w: Writer, request: number, step: number, verdict: number): void {
  w.u8(36);
  w.u32(request);
  w.u8(step);
  w.u8(verdict);
}

/** Arrived says that the network of an endpoint's request with steps is over; with failed 1 the host has an error. */
export function writeArrived(w: Writer, request: number, failed: number): void {
  w.u8(40);
  w.u32(request);
  w.u8(failed);
}

/** Ended answers Ending. */
export function writeEnded(w: Writer, request: number): void {
  w.u8(37);
  w.u32(request);
}

/** What a host does for the operations about the steps of a request, in which interceptors run, and its actions. */
export interface StepOperations {
  /** runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value. */
  run(client: number, request: number, call: number, record: number, step: number, aside: number, based: number, value: number): void;
  /** tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success. */
  action(client: number, request: number, call: number, record: number, event: number, flags: number): void;
  /** asks for one Ended of a request, as soon as what runs now is over. */
  ending(request: number, call: number): void;
  /** lets what belongs to a request go. */
  over(request: number): void;
  /** asks for the outcome of a request of an endpoint as its steps have left it. */
  deliver(request: number, call: number): void;
  /** keeps what a call carries, beyond its end. */
  retain(call: number): void;
  /** ends one Retain. */
  let(call: number): void;
}

// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Writer } from "../wire.js";

/** Schemas defines schemas; text is a JSON array of nodes, see store.Define. */
export function writeSchemas(w: Writer, client: number, text: string): void {
  w.u8(16);
  w.u32(client);
  w.text(text);
}

/** Endpoint makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do. */
export function writeEndpoint(w: Writer, client: number, endpoint: number, schema: number, flags: number, dataExpiry: number, errorExpiry: number, update: number, steps: number, origin: number): void {
  w.u8(17);
  w.u32(client);
  w.u32(endpoint);
  w.u32(schema);
  w.u8(flags);
  w.f64(dataExpiry);
  w.f64(errorExpiry);
  w.u32(update);
  w.u32(steps);
  w.u32(origin);
}

/** Fetch is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's. */
export function writeFetch(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, started: number, timeout: number): void {
  w.u8(18);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.f64(started);
  w.f64(timeout);
}

/** Failed ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it. */
export function writeFailed(w: Writer, request: number, flags: number): void {
  w.u8(19);
  w.u32(request);
  w.u8(flags);
}

/** Soften says that the error of the record of a key is soft. */
export function writeSoften(w: Writer, client: number, record: number): void {
  w.u8(79);
  w.u32(client);
  w.u32(record);
}

/** Publish makes answers of mutations visible whose promises have been fulfilled. */
export function writePublish(w: Writer, client: number): void {
  w.u8(22);
  w.u32(client);
}

/** What a host does for the operations about endpoints, their schemas, and the answers of their requests. */
export interface EndpointOperations {
  /** makes what a call has set the data, or with error 1 the error, of a record. */
  keep(call: number, record: number, error: number): void;
  /** keeps the answer of a request for a record, behind others that are kept. */
  hold(request: number, record: number): void;
  /** makes the first of what is kept for a record its data or, with drop 1, nothing. */
  held(record: number, drop: number): void;
  /** says that schemas, the text of Schemas, cannot be used; they were not added. */
  refused(client: number, schemas: string, message: string): void;
  /** asks for one Publish as soon as the promises that were fulfilled have run. */
  settled(client: number): void;
}

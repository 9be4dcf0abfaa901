import { wasmBytes } from "./wasm-memory.js";
import { createClient } from "sluice";
import { stubs } from "./stub.js";

/**
 * A long life of one client. The page lets other events in after every `breath` requests, as one
 * that waits for a network does; the memory is read by whoever drives it.
 */
const ways = {
  /** A query, each answer replacing the one before. */
  "one query": (client) => (i) => client.apiRequest({ name: "getThing", data: { id: i } }),
  /** A thousand queries in turn, each with an answer of its own. */
  "1,000 keys": (client) => (i) => client.apiRequest({ name: "getThing", requestKey: i % 1000, data: { id: i } }),
  /** Mutations: nothing is kept. */
  mutations: (client) => (i) => client.apiRequest({ name: "setThing", data: { id: i } }),
  /** Every second request is aborted by the one after it. */
  superseded: (client) => (i) => {
    client.apiRequest({ name: "getThing", data: { id: i } }).catch(() => {});
    return client.apiRequest({ name: "getThing", data: { id: i } });
  },
};

let request;
let sent = 0;

/** Makes the client. */
async function open(way) {
  const client = createClient({ fetch: stubs.light("rest") });
  await client.ready;
  request = ways[way](client);
}

/** Sends on until `total` requests have been sent. */
async function until(total, breath) {
  while (sent < total) {
    await request(sent++);
    if (sent % breath === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

globalThis.bench = { ways: Object.keys(ways), open, until, wasmBytes };

import { choice } from "../auto-abort.js";
import type { OpenCall } from "../call.js";
import { plainArgs } from "../endpoint/args.js";
import type { EndpointInterface } from "../endpoint/index.js";
import { UsageError } from "../errors.js";
import type { SchemaNode } from "../schema/node.js";
import { writeRetryOf } from "../retry.js";
import { writeCallMeta } from "../steps/write.js";
import type { Writer } from "../wire.js";
import * as wire from "../wire.gen.js";
import type { Data, Entry } from "./data.js";
import { questionOf } from "./question.js";
import type { Registry } from "./registry.js";

/** Which keys an Expire is about. */
const KEYS = 0;
const PATTERN = 1;
const ONE_KEY = 2;

/** Writes what a core is to do about a client's endpoints, and about what is stored. */
export class Commands {
  readonly #client: number;
  readonly #data: Data;
  readonly #registry: Registry;

  constructor(client: number, data: Data, registry: Registry) {
    this.#client = client;
    this.#data = data;
    this.#registry = registry;
  }

  /** Of Controller.fetch. */
  fetch(w: Writer, call: OpenCall, endpoint: EndpointInterface, key: string, args: readonly unknown[], timeout: number): void {
    const text = argsText(args);
    const number = this.#registry.endpoint(w, endpoint);
    if (!endpoint.sideEffect) {
      const entry = this.#data.entry(questionOf(endpoint, key, args));
      if (entry.view.root < 0) this.look(w, entry); // what the call will be fulfilled with
    }
    wire.writeFetch(w, this.#client, call.id, number, key, text, call.started, timeout);
  }

  /** Of a direct call, which is made without the store. */
  ask(w: Writer, { id, meta, started }: OpenCall, endpoint: EndpointInterface): void {
    const { sideEffect, retry, timeout = -1 } = endpoint;
    writeCallMeta(w, meta!, false, this.#registry.originOf(endpoint));
    writeRetryOf(w, retry);
    wire.writeCall(w, this.#client, id, 0, "", "", choice(!sideEffect), choice(false), 0, started, timeout);
  }

  setResponse(w: Writer, call: number, endpoint: EndpointInterface, key: string, args: readonly unknown[], body: string): void {
    const text = argsText(args);
    wire.writeSetResponse(w, this.#client, call, this.#registry.endpoint(w, endpoint), key, text, body);
  }

  resolve(w: Writer, call: number, endpoint: EndpointInterface, key: string, args: readonly unknown[], body: string, fetchedAt: number, flags: number, named: number): void {
    const text = argsText(args);
    wire.writeResolve(w, this.#client, call, this.#registry.endpoint(w, endpoint), key, text, body, fetchedAt, flags, named);
  }

  setError(w: Writer, call: number, endpoint: EndpointInterface, key: string, flags: number): void {
    wire.writeSetError(w, this.#client, call, this.#registry.endpoint(w, endpoint), key, flags);
  }

  set(w: Writer, call: number, node: SchemaNode, args: readonly unknown[], value: string): void {
    const text = argsText(args);
    wire.writeSet(w, this.#client, call, this.#registry.schema(w, node), text, value);
  }

  /** A key counts no more, known or not. */
  invalidate(w: Writer, call: number, key: string): void {
    wire.writeExpire(w, this.#client, call, 0, ONE_KEY, key);
  }

  /** `keys` are some, or the form that they have. */
  expire(w: Writer, call: number, keys: readonly string[] | string, stale: boolean): void {
    const formed = typeof keys === "string";
    if (!formed) for (const key of keys) wire.writeKey(w, key);
    wire.writeExpire(w, this.#client, call, stale ? 1 : 0, formed ? PATTERN : KEYS, formed ? keys : "");
  }

  reset(w: Writer, call: number): void {
    this.#data.forget();
    wire.writeReset(w, this.#client, call);
  }

  /** The call stays, as what polls are sent with. */
  subscribe(w: Writer, call: OpenCall, key: string, frequency: number, done = call.id): void {
    const { subscriptions } = this.#data;
    const { endpoint, args } = call.endpoint!;
    const text = argsText(args);
    wire.writeSubscribe(w, this.#client, done, call.id, this.#registry.endpoint(w, endpoint), key, text, frequency, endpoint.timeout ?? -1);
    subscriptions.set(call.id, { call, key, frequency });
    call.promise.catch(() => subscriptions.delete(call.id));
  }

  unsubscribe(w: Writer, call: number, key: string, frequency: number): void {
    const { subscriptions } = this.#data;
    let id = 0;
    for (const [number, held] of subscriptions) if (held.key === key && held.frequency === frequency) id = number;
    subscriptions.delete(id);
    wire.writeUnsubscribe(w, this.#client, call, id, key);
  }

  abort(w: Writer, call: number, key: string): void {
    wire.writeAbortKey(w, this.#client, call, key);
  }

  hydrate(w: Writer, call: number, text: string): void {
    wire.writeHydrate(w, this.#client, call, text);
  }

  look(w: Writer, { node, token, key, args }: Entry): void {
    const text = argsText(args);
    const schema = this.#registry.schema(w, node);
    wire.writeLook(w, this.#client, token, schema, key, text);
  }

  /** The same in a space, answered at once. */
  see(w: Writer, { node, key, args }: Pick<Entry, "node" | "key" | "args">, space: number): void {
    const text = argsText(args);
    wire.writeSee(w, this.#client, space, this.#registry.schema(w, node), key, text);
  }

  /** Somebody listens to what a root shows, or nobody does. */
  show(w: Writer, root: number, listened: boolean): void {
    wire.writeShow(w, this.#client, root, listened ? 1 : 0);
  }
}

/** Arguments as the core sees them. */
function argsText(args: readonly unknown[]): string {
  try {
    return JSON.stringify(plainArgs(args));
  } catch (cause) {
    throw new UsageError("the arguments cannot be written as JSON", { cause });
  }
}

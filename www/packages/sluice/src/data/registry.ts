import type { EndpointInterface } from "../endpoint/index.js";
import { handleOf } from "../schema/functions.js";
import { describe } from "../schema/describe.js";
import type { SchemaNode } from "../schema/node.js";
import type { UsageError } from "../errors.js";
import { addressOf } from "../options.js";
import { writeRetryOf } from "../retry.js";
import type { Writer } from "../wire.js";
import { writeEndpoint, writeSchemas } from "../wire.gen.js";

/** The numbers of endpoints, page-wide: what cores know them by. */
const numbers = new WeakMap<EndpointInterface, number>();
let lastNumber = 0;

const MUTATION = 1;
const SOFT = 2;
const OPTIMISTIC = 4;

/** The schemas and endpoints that a client uses, and which of them its core has been told of. */
export class Registry {
  readonly #client: number;
  /** What requests of endpoints go through, see steps/meta.ts. */
  readonly #steps: number;
  readonly #origins: Map<string | undefined, number> | undefined;
  readonly #storedBy: (endpoint: EndpointInterface) => SchemaNode | undefined;
  readonly #nodes = new Map<number, SchemaNode>();
  readonly #endpoints = new Set<number>();
  #told = new Set<number>();
  /** What is wrong with schemas that the core has refused. */
  readonly #wrong = new Map<number, UsageError>();

  /** `storedBy` gives the schema that an endpoint's answers are taken apart by. */
  constructor(client: number, steps: number, origins: Map<string | undefined, number> | undefined, storedBy: (endpoint: EndpointInterface) => SchemaNode | undefined) {
    this.#client = client;
    this.#steps = steps;
    this.#origins = origins;
    this.#storedBy = storedBy;
  }

  /** A new core knows nothing. */
  forget(): void {
    this.#told = new Set();
    this.#endpoints.clear();
  }

  /** The schema of an id that a core uses. */
  node = (id: number): SchemaNode => {
    const node = this.#nodes.get(id);
    if (!node) throw new Error(`sluice: there is no schema ${id}`);
    return node;
  };

  /** The id of a schema, told to the core if it does not know it; 0 for none. */
  schema(w: Writer, node: SchemaNode | undefined): number {
    if (!node) return 0;
    if (!this.#told.has(node.id)) {
      const text = describe(node, this.#told, (inner) => this.#nodes.set(inner.id, inner));
      writeSchemas(w, this.#client, text);
    }
    return node.id;
  }

  /** The core cannot use a schema: it is told again when that is used again. */
  refused(id: number, why: UsageError): void {
    this.#told.delete(id);
    this.#wrong.set(id, why);
  }

  /** Throws what the core has said against a schema. */
  check(node: SchemaNode | undefined): void {
    const why = node && !this.#told.has(node.id) && this.#wrong.get(node.id);
    if (why) throw why;
  }

  /** The number of an endpoint, told likewise. */
  endpoint(w: Writer, endpoint: EndpointInterface): number {
    let number = numbers.get(endpoint);
    if (number === undefined) numbers.set(endpoint, (number = ++lastNumber));
    if (!this.#endpoints.has(number)) {
      const { sideEffect, dataExpiryLength = NaN, errorExpiryLength = NaN, fetch, options } = endpoint;
      const soft = !fetch && !options.errorPolicy;
      const update = endpoint.update ? handleOf(updating(endpoint)) : 0;
      const schema = this.schema(w, this.#storedBy(endpoint));
      writeRetryOf(w, endpoint.retry);
      writeEndpoint(w, this.#client, number, schema, (sideEffect ? MUTATION : 0) | (soft ? SOFT : 0) | (endpoint.getOptimisticResponse ? OPTIMISTIC : 0), dataExpiryLength, errorExpiryLength, update, endpoint.fetch ? 0 : this.#steps, this.originOf(endpoint));
      this.#endpoints.add(number);
    }
    return number;
  }

  /** The number of the origin that its requests go to, 0 where nobody asks or knows. */
  originOf({ fetch, options: { path } }: EndpointInterface): number {
    const origins = this.#origins;
    if (!origins || fetch) return 0;
    // Outside of a page, paths are those of the host that baseUrl names.
    if (path === undefined || (!globalThis.location && path.startsWith("/"))) return 1;
    const origin = addressOf(path)?.origin;
    if (origin !== undefined && !origins.has(origin)) origins.set(origin, origins.size + 1);
    return origin === undefined ? 0 : origins.get(origin)!;
  }
}

const updatings = new WeakMap<EndpointInterface, (...args: never) => unknown>();

/** The function `update` of an endpoint as a core calls it: first for the keys, then for what their results are to be. */
function updating(endpoint: EndpointInterface): (...args: never) => unknown {
  let made = updatings.get(endpoint);
  if (!made) updatings.set(endpoint, (made = makeUpdating(endpoint)));
  return made;
}

function makeUpdating({ update }: EndpointInterface): (...args: never) => unknown {
  let updaters: Readonly<Record<string, (old: unknown) => unknown>> = {};
  return (what: "keys" | "next", ...rest: unknown[]) => {
    if (what === "next") return updaters[rest[0] as string]!(rest[1]);
    updaters = (update as (...args: readonly unknown[]) => typeof updaters)(...rest);
    return Object.keys(updaters);
  };
}

import { canonical, toBody, type RequestBody } from "../body.js";
import { NetworkError, TimeoutError } from "../errors.js";
import { isText, needs } from "../schema/check.js";
import { collectionIn, nodeOf, type CollectionSchema, type Denormalize, type Schema } from "../schema/index.js";
import { plainArgs } from "./args.js";
import { checkEndpoint, type AnyOptions, type EndpointOptions } from "./options.js";
import { pathOf, type Path } from "./path.js";
import { call } from "./run.js";

/** What a request through a schema gives; `R` without one. */
export type ResultOf<S, R> = [S] extends [undefined] ? R : Denormalize<S>;

/**
 * Describes a kind of request. Calling it carries the request out, without any store. `A` are its
 * arguments, `R` is what it gives.
 */
export interface Endpoint<A extends readonly unknown[] = never, R = unknown, S = unknown> extends Omit<EndpointOptions<A, S>, "key" | "testKey" | "name" | "sideEffect"> {
  (...args: A): Promise<R>;
  readonly name: string;
  readonly schema: S;
  /** `true` for a mutation. */
  readonly sideEffect: true | undefined;
  /** Of a request with a path, in capitals. */
  readonly method?: string;
  readonly fetch?: (...args: never) => unknown;
  /** As they were given. */
  readonly options: AnyOptions;
  /** The identity of the request with these arguments. Throws {@link UsageError} when it is no well-formed text. */
  key(...args: A): string;
  /** Whether a key is one of this endpoint's. */
  testKey(key: string): boolean;
  /** The url of a request with a path. */
  url(...args: A): string;
  /** A copy with options replaced. */
  extend<S2 extends Schema>(options: Extension<A, S2> & { readonly schema: S2 }): Extended<A, S2>;
  extend(options: Extension<A, S>): this;
}

/** Options in the place of others. */
type Extension<A extends readonly unknown[], S> = EndpointOptions<A, S> & { readonly fetch?: (...args: never) => unknown };

/** An endpoint with another schema: as a condition, so that it can be made where a generic function takes one. */
type Extended<A extends readonly unknown[], S> = [S] extends [Schema] ? Endpoint<A, Denormalize<S>, S> : never;

/** Any endpoint. */
export type EndpointInterface<A extends readonly unknown[] = never, R = unknown, S = unknown> = Endpoint<A, R, S>;

/** An endpoint from the inside. */
type Self = Endpoint<never> & {
  /** Of a request with a path. */
  readonly pattern?: Path;
};

/** What all endpoints inherit. */
export class EndpointMethods {
  static {
    Object.setPrototypeOf(this.prototype, Function.prototype);
  }

  constructor(fetch: AnyOptions["fetch"], options: AnyOptions = {}) {
    needs(typeof fetch === "function", "Endpoint: the function", fetch, "a function");
    return makeEndpoint({ ...options, fetch }, new.target.prototype);
  }

  key(this: Self, ...given: unknown[]): string {
    const args = plainArgs(given);
    const key = this.options.key as ((...args: unknown[]) => unknown) | undefined;
    const text = key
      ? key.apply(this, args)
      : this.pattern
        ? `${this.method} ${this.url(...(args as never))}`
        : `${this.name} ${canonical(args)}`;
    needs(text && isText(text), `endpoint ${this.name}: key`, text, "a well-formed text, not empty");
    return text;
  }

  testKey(this: Self, key: string): boolean {
    const { testKey } = this.options;
    if (testKey) return testKey.call(this, key);
    return this.pattern ? this.pattern.matches(this.method!, key) : key.startsWith(`${this.name} [`);
  }

  url(this: Self, ...args: unknown[]): string {
    return pathIn(this).url(paramsAndBody(this, args)[0]);
  }

  extend(this: Self, options: AnyOptions): EndpointInterface {
    const { name, path, ...rest } = { ...this.options, ...options };
    return makeEndpoint({ ...rest, path, name: name || path ? name : this.name }, Object.getPrototypeOf(this) as object);
  }
}

/** Makes an endpoint. Throws {@link UsageError}. */
export function makeEndpoint(options: AnyOptions, prototype: object = EndpointMethods.prototype): EndpointInterface {
  const name = checkEndpoint(options);
  const { path, fetch, schema, sideEffect, errorPolicy = fetch ? undefined : softly } = options;
  const method = (options.method ?? (sideEffect ? "POST" : "GET")).toUpperCase();
  const self = ((...args: unknown[]) => call(self, args)) as unknown as Self;
  Object.setPrototypeOf(self, prototype);
  Object.defineProperty(self, "name", { value: name });
  const { key: _, testKey: __, name: ___, ...members } = options; // what the methods look at by themselves
  Object.assign(self, members, { options, sideEffect: (sideEffect ?? (path !== undefined && method !== "GET")) || undefined }, errorPolicy && { errorPolicy });
  if (path === undefined) return self;
  return Object.assign(self, { pattern: pathOf(path), method }, schema !== undefined && addersOf(collectionIn(nodeOf(schema)!), options, prototype));
}

/** Those options of an endpoint that make no sense for the ones that change its collection. */
const none = { key: undefined, testKey: undefined, process: undefined, update: undefined, getOptimisticResponse: undefined, pollFrequency: undefined, live: undefined };

/** The endpoints that change the collection of another. */
function addersOf(collection: CollectionSchema | undefined, options: AnyOptions, prototype: object): Record<string, EndpointInterface> {
  const made: Record<string, EndpointInterface> = {};
  for (const op of ["push", "unshift", "assign", "remove", "move"] as const) {
    const method = op === "remove" || op === "move" ? "PATCH" : "POST";
    const schema = collection?.[op];
    if (schema) made[op] = makeEndpoint({ ...options, ...none, schema, method, name: `${method} ${options.path}`, sideEffect: true }, prototype);
  }
  return made;
}

/** What goes over the network for an endpoint with a path. Throws {@link UsageError}. */
export function requestOf(endpoint: EndpointInterface, args: readonly unknown[]): { method: string; url: string; data: unknown } {
  const [params, data] = paramsAndBody(endpoint, args);
  return { method: endpoint.method!, url: pathIn(endpoint).url(params), data };
}

/** The body of such a request. */
export function bodyOf(data: unknown): RequestBody | undefined {
  return data == null ? undefined : typeof data === "string" ? { body: data, type: undefined } : toBody(data);
}

function pathIn(endpoint: Self): Path {
  needs(endpoint.pattern !== undefined, `endpoint ${endpoint.name}: path`, undefined, "one for a url");
  return endpoint.pattern;
}

function paramsAndBody(endpoint: Self, [first, second]: readonly unknown[]): readonly [params: unknown, body: unknown] {
  if (/^(GET|HEAD|DELETE)$/.test(endpoint.method!)) return [first, undefined];
  return pathIn(endpoint).takesParams || second !== undefined ? [first, second] : [undefined, first];
}

/** What another attempt may not meet does not hide data that is there. */
function softly(error: unknown): "soft" | undefined {
  const { status = 0 } = (error ?? {}) as { status?: number };
  return error instanceof NetworkError || error instanceof TimeoutError || status >= 500 ? "soft" : undefined;
}

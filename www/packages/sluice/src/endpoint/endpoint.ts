import { canonical, toBody, type RequestBody } from "../body.js";
import { NetworkError, TimeoutError } from "../errors.js";
import { isText, needs } from "../schema/check.js";
import { collectionIn, nodeOf, type Denormalize, type Schema } from "../schema/index.js";
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
  extend<S2 extends Schema>(options: EndpointOptions<A, S2> & { readonly schema: S2 }): Endpoint<A, Denormalize<S2>, S2>;
  extend(options: EndpointOptions<A, S>): this;
}

/** Any endpoint. */
export type EndpointInterface<A extends readonly unknown[] = never, R = unknown, S = unknown> = Endpoint<A, R, S>;

/** An endpoint from the inside. */
type Self = Endpoint<never> & {
  /** Of a request with a path. */
  pattern?: Path;
  /** The endpoints that change its collection, as they were asked for. */
  adders?: Record<string, EndpointInterface | undefined>;
};

/** The adders that endpoints have, and the methods of their requests. */
const adders = { push: "POST", unshift: "POST", assign: "POST", remove: "PATCH", move: "PATCH" } as const;
type Op = keyof typeof adders;

/** What all endpoints inherit. */
export class EndpointMethods {
  static {
    Object.setPrototypeOf(this.prototype, Function.prototype);
    for (const op of Object.keys(adders) as Op[]) {
      Object.defineProperty(this.prototype, op, {
        get(this: Self) {
          return ((this.adders ??= {})[op] ??= adderOf(this, op));
        },
      });
    }
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
    needs(isText(text), `endpoint ${this.name}: key`, text, "a well-formed text");
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
  const { path, fetch, sideEffect, errorPolicy = fetch ? undefined : softly } = options;
  const method = (options.method ?? (sideEffect ? "POST" : "GET")).toUpperCase();
  const self = ((...args: unknown[]) => call(self, args)) as unknown as Self;
  Object.setPrototypeOf(self, prototype);
  Object.defineProperty(self, "name", { value: name });
  const { key: _, testKey: __, name: ___, ...members } = options; // what the methods look at by themselves
  return Object.assign(self, members, {
    options,
    ...(errorPolicy && { errorPolicy }),
    sideEffect: (sideEffect ?? (path !== undefined && method !== "GET")) || undefined,
    ...(path !== undefined && { pattern: pathOf(path), method }),
  });
}

/** What goes over the network for an endpoint with a path. Throws {@link UsageError}. */
export function requestOf(endpoint: EndpointInterface, args: readonly unknown[]): { method: string; url: string; body: RequestBody | undefined } {
  const [params, body] = paramsAndBody(endpoint, args);
  return {
    method: endpoint.method!,
    url: pathIn(endpoint).url(params),
    body: body == null ? undefined : typeof body === "string" ? { body, type: undefined } : toBody(body),
  };
}

/** Arguments as keys, layers and the store see them: forms as plain objects. */
export function plainArgs(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (arg instanceof FormData ? Object.fromEntries(arg) : arg));
}

function pathIn(endpoint: Self): Path {
  needs(endpoint.pattern !== undefined, `endpoint ${endpoint.name}: path`, undefined, "one for a url");
  return endpoint.pattern;
}

function paramsAndBody(endpoint: Self, [first, second]: readonly unknown[]): readonly [params: unknown, body: unknown] {
  if (/^(GET|HEAD|DELETE)$/.test(endpoint.method!)) return [first, undefined];
  return pathIn(endpoint).takesParams || second !== undefined ? [first, second] : [undefined, first];
}

/** The endpoint that changes the collection of another. What made sense only for that one is left out. */
function adderOf(self: Self, op: Op): EndpointInterface | undefined {
  const { options, pattern } = self;
  const schema = pattern && options.schema !== undefined && collectionIn(nodeOf(options.schema)!)?.[op];
  if (!schema) return undefined;
  const method = adders[op];
  const none = { key: undefined, testKey: undefined, process: undefined, update: undefined, getOptimisticResponse: undefined, pollFrequency: undefined, live: undefined };
  return makeEndpoint({ ...options, ...none, schema, method, name: `${method} ${options.path}`, sideEffect: true }, Object.getPrototypeOf(self) as object);
}

/** What another attempt may not meet does not hide data that is there. */
function softly(error: unknown): "soft" | undefined {
  const { status = 0 } = (error ?? {}) as { status?: number };
  return error instanceof NetworkError || error instanceof TimeoutError || status >= 500 ? "soft" : undefined;
}

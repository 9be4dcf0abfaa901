import type { HeaderMap } from "../options.js";
import { isRouteName } from "../request.js";
import { checkRetry, type Retry } from "../retry.js";
import { nodeOf, type Denormalize, type Normalize, type Schema } from "../schema/index.js";
import { isPlain, isText, needFunctions, needLength, needs } from "../schema/check.js";
import type { Content } from "./answer.js";
import type { EndpointInterface } from "./endpoint.js";

/** What an endpoint's function gets behind its arguments. */
export interface EndpointContext {
  /** Aborted when the request is. */
  readonly signal: AbortSignal;
}

/** What an optimistic response may be made from: the store as it looks below it. */
export interface Snapshot {
  get<S extends Schema>(schema: S, args: unknown): Denormalize<S> | undefined;
  getResponse(endpoint: EndpointInterface, ...args: readonly unknown[]): { readonly data: unknown; readonly expiryStatus: number; readonly expiresAt: number };
  getError(endpoint: EndpointInterface, ...args: readonly unknown[]): unknown;
  /** When the request started, in ms. */
  readonly fetchedAt: number;
  /** Throw it to show nothing for now. */
  readonly abort: Error;
}

/** Gives the new normalised result of a key for the stored one, `undefined` where there is none. */
export type Updater = { bivariant(old: unknown): unknown }["bivariant"];

/** A subscription that brings an endpoint's data. */
export interface Live {
  readonly type: string;
  readonly requestKey?: string | number;
  readonly payload?: unknown;
  /** What its messages are written through. Default: the endpoint's schema. */
  readonly schema?: Schema;
}

/** Options of an endpoint. `A` are its arguments. */
export interface EndpointOptions<A extends readonly unknown[] = never, S = unknown> {
  /** Without `path` and `fetch` that of a route. Default: the path; the function's name. */
  readonly name?: string;
  /** A url, absolute or on the page's origin, with `:name` for a segment, `*name` for the rest, `{…}` for what may be missing. */
  readonly path?: string;
  /** Of a request with `path`. Default `"GET"`, with `sideEffect: true` `"POST"`. */
  readonly method?: string;
  /** The identity of a request. Default: `METHOD url`; without `path` the name and the canonical JSON of the arguments. */
  key?(this: EndpointInterface, ...args: A): string;
  /** Whether a key is one of this endpoint. */
  testKey?(this: EndpointInterface, key: string): boolean;
  /** `true` makes it a mutation. Default: with a method other than GET. */
  readonly sideEffect?: boolean;
  readonly schema?: S;
  /** How long an answer is fresh, in ms. Default: the client's, 60,000. */
  readonly dataExpiryLength?: number;
  /** How long an error is, in ms. Default: the client's, 1,000. */
  readonly errorExpiryLength?: number;
  /** `"soft"` errors do not hide stored data. Default without own `fetch`: those that another attempt may not meet. */
  errorPolicy?(error: unknown): "soft" | "hard" | undefined;
  /** In ms, to the end of the body; 0 for none. Default: the client's. */
  readonly timeout?: number;
  /** When a read is sent again that has failed. Default: the client's. */
  readonly retry?: Retry | false;
  /** Stale data is not shown. Default `false`. */
  readonly invalidIfStale?: boolean;
  /** In ms. */
  readonly pollFrequency?: number;
  /** What the answer of a mutation will probably be. */
  getOptimisticResponse?(snapshot: Snapshot, ...args: A): unknown;
  /** Changes the normalised results of other keys. */
  update?(result: Normalize<S>, ...args: A): Readonly<Record<string, Updater>>;
  /** Changes an answer before anything else sees it. */
  process?(value: never, ...args: A): unknown;
  /** Aborts the requests. */
  readonly signal?: AbortSignal;
  /** How an answer is read. Default: as its type says. */
  readonly content?: Content;
  /** Merged over the client's; `undefined` removes one. */
  readonly headers?: HeaderMap;
  /** A subscription that `subscribe` opens. */
  live?(...args: A): Live;
  /** For your own use. */
  readonly extra?: unknown;
}

/** Options as they are checked: with the function, whatever its arguments. */
export type AnyOptions = EndpointOptions<never> & { readonly fetch?: (...args: never) => unknown };

const lengths = ["dataExpiryLength", "errorExpiryLength", "timeout", "pollFrequency"] as const;
const functions = ["fetch", "key", "testKey", "errorPolicy", "getOptimisticResponse", "update", "process", "live"] as const;
const contents: readonly unknown[] = ["json", "text", "blob", "arrayBuffer", "stream"] satisfies Content[];

/** Checks options and gives the name. Throws {@link UsageError}. */
export function checkEndpoint(options: AnyOptions): string {
  const given: unknown = options;
  needs(isPlain(given), "endpoint: options", given, "an object");
  const { path, fetch, schema, method, content, headers, signal } = options;
  // An anonymous function in the place of the option is named after it.
  const name: unknown = options.name || path || (fetch?.name === "fetch" ? "" : fetch?.name);
  needs(isText(name) && name !== "" && (path !== undefined || isRouteName(name)), "endpoint: name", name, path ? "a well-formed text" : "1–128 letters, digits, _ - . in segments parted by /");
  const where = `endpoint ${name}`;
  needs(method === undefined || (path !== undefined && /^[a-z]+$/i.test(method)), `${where}: method`, method, "one only with a path");
  needs(schema === undefined || nodeOf(schema) !== undefined, `${where}: schema`, schema, "a schema");
  for (const length of lengths) needLength(where, options, length);
  checkRetry(options.retry, `${where}: `);
  needFunctions(where, options, functions);
  needs(content === undefined || contents.includes(content), `${where}: content`, content, contents.join(", "));
  needs(headers === undefined || (typeof headers === "object" && headers !== null), `${where}: headers`, headers, "an object");
  needs(signal === undefined || typeof (signal as Partial<AbortSignal> | null)?.addEventListener === "function", `${where}: signal`, signal, "an AbortSignal");
  return name;
}

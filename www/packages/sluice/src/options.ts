import { UsageError } from "./errors.js";
import type { GcOptions } from "./sweeper.js";
import type { RequestResolver } from "./requests/index.js";
import { checkSubscriber } from "./live/check.js";
import type { SubscriberOptions } from "./live/types.js";
import type { Manager } from "./managers/action.js";
import type { WasmSource } from "./loader.js";
import type { Drivers, Interceptors, Normalising, RequestAction } from "./steps/types.js";
import { checkRetry, type Retry } from "./retry.js";
import type { Timers } from "./timer.js";

/** Headers by name; `undefined` leaves one out, or removes one that the client would send. */
export type HeaderMap = Readonly<Record<string, string | undefined>> | Headers;

/** What `fetch` must be able to do. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** Options of a client. All may be left out; a wrong one throws a {@link UsageError} from {@link createClient}. */
export interface ClientOptions extends Interceptors, Normalising {
  /** Named requests go to `POST {baseUrl}/{name}`. Default `"/api"`; outside a page it must be absolute. */
  baseUrl?: string;
  /** Where `sluice.wasm` is. Default: beside the module. */
  wasm?: WasmSource;
  /** Where the core lives. This version knows `"page"` only. */
  run?: "page";
  /** Default `globalThis.fetch`, as it is when a request is made. */
  fetch?: FetchFunction;
  /** Merged into each request. A function is asked for each. */
  headers?: HeaderMap | (() => HeaderMap | Promise<HeaderMap>);
  /** Of routes. Default `"same-origin"`; across origins the session needs `"include"`, which logins and logouts always use. */
  credentials?: RequestCredentials;
  /** Where logout sends the page. Default `"/login"`. */
  loginUrl?: string;
  /** How it does so. Default `location.assign`; outside a page nothing. */
  navigate?: (url: string) => void;
  /** Which names abort their pending call: words, a predicate, or `false`. Default: the ten keywords. */
  autoAbort?: readonly string[] | ((name: string) => boolean) | false;
  /** The largest answer, in bytes: one that is larger rejects with {@link ApiError}, code `"api.responseTooLarge"`. Default 64 MiB. */
  maxResponseBytes?: number;
  /** In ms, from the call to the end of the body. Default none. */
  timeout?: number;
  /** When queries by name and reads of endpoints are sent again that have failed. Default `false`: never. */
  retry?: Retry | false;
  /** How many requests are on the network at once for each origin, at most; others wait for their turn. Default: any number. */
  concurrency?: number;
  /** How to reach the server of subscriptions. Default: there is no socket. */
  subscriber?: SubscriberOptions;
  /** When what nobody reads any more is let go; `false`: never. */
  gc?: GcOptions | false;
  /** What stands between the controller and the core, the outermost first. Default: {@link getDefaultManagers}. */
  managers?: readonly Manager[];
  /** What carries out requests: one driver, or several by name. Default: calls by name go to the server's routes. */
  driver?: Drivers;
  /** Whether this is a server that renders pages, or a page that goes on with what one has dehydrated. Default `null`: neither. */
  ssr?: "server" | "client" | null;
  /** With `ssr: "server"`: {@link Client.requestsPromise} is not there, and nothing is counted. Default `false`. */
  disableRequestsPromise?: boolean;
  /** Whether `cache` of a request has effect. Default `true`. */
  cache?: boolean;
  /** Whether requests abort the pending one of their name and key that do not say so themselves. Default: the auto-abort rule. */
  takeLatest?: boolean | ((action: RequestAction) => boolean);
  /** What of the actions that functions of requests dispatch is a request. Default: what has a `request` that looks like one. */
  isRequestAction?: (action: never) => boolean;
  /** Whether such a request is a query, unless `meta.asMutation` decides. Default: by its method, or its GraphQL text. */
  isRequestActionQuery?: (action: never) => boolean;
  /** Whether data stays beside an error. Default `true`. */
  keepDataOnError?: boolean;
  /** What carries out instances of `Request`. Default: a memory cache over `client.library`. */
  resolver?: RequestResolver;
  /** Whether the Redux DevTools extension is told what happens, where it is present. Default `true`. */
  devtools?: boolean;
  /** The clock, in ms. Default `Date.now`. */
  now?: () => number;
  /** What goes with an own clock. @internal */
  timers?: Timers;
}

/** Checks options; throws {@link UsageError}. */
export function checkOptions(options: ClientOptions): void {
  const refuse = (what: string): never => {
    throw new UsageError(what);
  };
  if (options.run !== undefined && options.run !== "page") refuse(`run is ${show(options.run)}; this version knows "page" only`);
  if (options.baseUrl !== undefined && typeof options.baseUrl !== "string") refuse("baseUrl is not a string");
  if (options.baseUrl && /^[a-z][a-z\d+.-]*:/i.test(options.baseUrl) && !addressOf(options.baseUrl)) refuse(`baseUrl is no address: ${options.baseUrl}`);
  checkTimeout(options.timeout);
  checkRetry(options.retry);
  const { concurrency = 1 } = options;
  if (!(Number.isInteger(concurrency) && concurrency > 0 && concurrency < 2 ** 31)) refuse(`concurrency is ${show(concurrency)}; give a whole number, 1 or more`);
  const { maxResponseBytes = 0 } = options;
  if (typeof maxResponseBytes !== "number" || !(maxResponseBytes >= 0)) refuse(`maxResponseBytes is ${show(maxResponseBytes)}; give a number of bytes`);
  if (![undefined, null, "server", "client"].includes(options.ssr)) refuse(`ssr is ${show(options.ssr)}; give "server", "client" or nothing`);
  const { headers } = options;
  if (headers !== undefined && (headers === null || (typeof headers !== "object" && typeof headers !== "function"))) {
    refuse("headers is neither an object nor a function");
  }
  for (const name of ["fetch", "navigate", "now", "resolver", "onRequest", "onSuccess", "onError", "onAbort", "getNormalisationObjectKey", "shouldObjectBeNormalized"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function") refuse(`${name} is not a function`);
  }
  if (options.subscriber) checkSubscriber(options.subscriber);
  const { autoAbort, managers = [] } = options;
  if (!Array.isArray(managers) || managers.some((manager: Partial<Manager> | null) => typeof (manager?.middleware ?? manager?.getMiddleware) !== "function")) {
    refuse("managers is no list of managers, each with getMiddleware()");
  }
  const isWords = Array.isArray(autoAbort) && autoAbort.every((word) => typeof word === "string" && word !== "" && !word.includes("\n"));
  if (autoAbort !== undefined && autoAbort !== false && typeof autoAbort !== "function" && !isWords) {
    refuse("autoAbort is neither a list of words, nor a function, nor false");
  }
}

/** Where an address leads, seen from the page; `undefined` where that cannot be said. */
export function addressOf(address: string): URL | undefined {
  try {
    return new URL(address, globalThis.location?.href);
  } catch {
    return undefined; // relative outside a page, or in one without an address of its own
  }
}

/** Refuses a timeout that is no length of time. */
export function checkTimeout(timeout: number | undefined): void {
  if (timeout !== undefined && !(typeof timeout === "number" && timeout >= 0)) {
    throw new UsageError(`timeout is ${show(timeout)}; give milliseconds, or 0 for none`);
  }
}

/** A value as it stands in an error message. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  try {
    return String(value);
  } catch {
    return typeof value; // an object that has no text
  }
}

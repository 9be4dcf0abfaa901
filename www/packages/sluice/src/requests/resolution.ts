import { UsageError, type FailedRequest } from "../errors.js";
import { show } from "../options.js";
import type { MemoryCache } from "./memory-cache.js";
import type { Request } from "./request.js";
import type { Context, Result } from "./result.js";
import { types } from "./types.js";

const { operation } = types;

/** Where resolutions begin: a client, or no place in particular. */
export interface Home {
  /** The memory caches that its resolutions have met. */
  readonly caches: Set<MemoryCache>;
  /** In ms. */
  readonly now: () => number;
  /** The largest body of an answer, in bytes. */
  readonly limit?: number | undefined;
}

/** Where a context holds its resolution. */
export const INSIDE = Symbol();

/** One resolution of a request: its members, each read once. */
export class Resolution {
  readonly request: Request<object>;
  readonly home: Home;
  readonly read: boolean;
  /** Nothing, if caches are to ignore the request. */
  readonly signature: string | undefined;
  /** Whether the answer of a mutation is to be stored. */
  readonly stores: boolean;
  /** What a cache, or what it has asked, gives as the answer. */
  result: Result | undefined;
  #expires: unknown;
  #asked = false;

  /** Throws {@link UsageError}, or what a member of the request throws. */
  constructor(request: Request<object>, home: Home = { caches: new Set(), now: () => Date.now() }) {
    const { type } = request;
    if (type !== operation.read && !operation.mutate.match(type)) {
      throw new UsageError(`${nameOf(request)}.type is ${show(type)}; give one of types.operation`);
    }
    const signature = given(request, "signature");
    if (signature != null && typeof signature !== "string") {
      throw new UsageError(`${nameOf(request)}.signature() gives ${show(signature)}; give a string, or null for none`);
    }
    this.request = request;
    this.home = home;
    this.read = type === operation.read;
    this.signature = signature ?? undefined;
    this.stores = (request.cacheable as unknown) === true && type !== operation.delete;
  }

  /** For how many seconds an answer is valid. What is no finite number does not count. */
  expires(): unknown {
    if (!this.#asked) {
      this.#expires = given(this.request, "expires");
      this.#asked = true;
    }
    return this.#expires;
  }
}

/** What a member of a request gives, as a method or as a value. */
function given(request: Request<object>, name: "signature" | "expires"): unknown {
  const { [name]: member } = request as { readonly signature?: unknown; readonly expires?: unknown };
  return typeof member === "function" ? member.call(request) : member;
}

/** The name of a request's class. */
export function nameOf(request: object): string {
  return request.constructor.name;
}

/** What errors tell of a request. */
export function failedRequest(request: Request<object>): FailedRequest {
  return { name: nameOf(request), data: request.options };
}

/** The resolution in which something is called that is given no context. */
let present: Resolution | undefined;

/** Calls something in a resolution. */
export function within<T>(resolution: Resolution, run: () => T): T {
  const outer = present;
  present = resolution;
  try {
    return run();
  } finally {
    present = outer;
  }
}

/** The resolution that a request is in; a new one, of the same home, where it is in none. */
export function resolutionOf(request: Request<object>, context?: Context): Resolution {
  const outer = context?.[INSIDE] ?? present;
  return outer?.request === request ? outer : new Resolution(request, outer?.home);
}

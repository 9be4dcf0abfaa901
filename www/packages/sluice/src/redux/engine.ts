import type { RequestRef, RequestResponse, RequestsStore } from "sluice";
import type { Patch } from "./patch.js";
import type { RequestsOptions } from "./options.js";
import type { RequestResult, TypedRequest, SubscriptionAction } from "./types.js";

/**
 * Something that happens to a request. `action` is the request as it is now, with what its functions have made of it;
 * `patch` what has become of the state by it.
 *
 * A request that a user has dispatched is told as `request` while {@link Engine.request} is called, once, and later ends
 * with one of the others, once. One that is made by polling is told in the same way afterwards, with `polled` in both.
 */
export type RequestEvent = {
  readonly action: TypedRequest;
  /** Not there while the engine is still loading, or when it could not be had: the reducer keeps to what it knows. */
  readonly patch?: Patch | undefined;
  readonly polled?: boolean;
  /** It is answered from the cache: told with the request and with its success. */
  readonly cached?: { readonly data: unknown } | undefined;
} & (
  | { readonly kind: "request" }
  | { readonly kind: "success"; readonly response: RequestResponse }
  | {
      readonly kind: "error";
      readonly error: unknown;
      /** A function of the user threw it after the driver had succeeded. */
      readonly thrown?: boolean;
    }
  | { readonly kind: "abort" }
);

/** Has an action reach the reducers. To be called once, before the engine tells of anything that follows from the action. */
export type Pass = (patch?: Patch) => void;

/**
 * What carries out requests for one store. It is made while the store's middleware is, when nothing can be dispatched yet.
 * What it dispatches by itself (progress, the socket's state, messages) it gives a patch with `withPatch`, if only `{}`:
 * such actions come through the middlewares untouched.
 */
export interface Engine {
  /** Starts a request. Silent ones are told like the others. */
  request(action: TypedRequest, tell: (event: RequestEvent) => void): void;
  /** Applies `meta.localData`, and local ones of `meta.mutations`, of an action that is no request. */
  local(action: object, pass: Pass): void;
  /** Asks again, `meta.poll` seconds from now, for what a page's state answered. */
  poll(action: TypedRequest, tell: (event: RequestEvent) => void): void;
  /** `list`: `null` is all, here and below. */
  abort(list: readonly RequestRef[] | null, pass: Pass): void;
  /** The result of the newest pending request that is meant and that the store has not dispatched, such as a poll; `null` if there is none. */
  join(ref: RequestRef): Promise<RequestResult | null>;
  reset(list: readonly RequestRef[] | null, abortPending: boolean, resetCached: boolean, pass: Pass): void;
  clearCache(list: readonly RequestRef[] | null, pass: Pass): void;
  stopPolling(list: readonly RequestRef[] | null, pass: Pass): void;
  /** The following are called only with the option `subscriber`, and not on servers. */
  subscribe(action: SubscriptionAction, pass: Pass): void;
  stopSubscriptions(list: readonly string[] | null, action: object, pass: Pass): void;
  openWebsocket(props: unknown, pass: Pass): void;
  /** Throws `UsageError` for a code that cannot be sent; the action passes nothing, then. */
  closeWebsocket(code: number, pass: Pass): void;
  /** The socket, `null` if there is none. */
  websocket(): unknown;
}

/** Makes the engine of a store. The state that it begins with is `store.getState().requests`. */
export type EngineFactory = (options: RequestsOptions, store: RequestsStore) => Engine;

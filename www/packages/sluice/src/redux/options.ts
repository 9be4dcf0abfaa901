import type { Client, Drivers, SubscriberOptions, WasmSource } from "sluice";
import { asQuery, isRequestAction, isRequestActionQuery } from "./request-action.js";
import type { ActionInterceptors, TypedRequest } from "./types.js";

/** Options of {@link handleRequests}. */
export interface RequestsOptions extends ActionInterceptors {
  /** What carries requests out, or several by name, of which `meta.driver` chooses; `default` is for the others. */
  readonly driver: Drivers;
  /** Whether `meta.cache` has effect. Default `false`. */
  readonly cache?: boolean;
  /** Whether this is a server that renders pages, or a page that continues with the state of one. Default `null`: neither. */
  readonly ssr?: "server" | "client" | null;
  /** With `ssr: "server"`: no promise, and nothing is counted. Default `false`. */
  readonly disableRequestsPromise?: boolean;
  /** Whether an action is a request. Default: see {@link isRequestAction}. */
  readonly isRequestAction?: (action: never) => boolean;
  /** Whether a request without `meta.asMutation` is a query. */
  readonly isRequestActionQuery?: (action: never) => boolean;
  /** Whether a request aborts the pending one of its type and key, unless `meta.takeLatest` decides. Default: queries do. */
  readonly takeLatest?: boolean | ((action: never) => boolean);
  /** Whether data is normalised, unless `meta.normalize` decides. Default `false`. */
  readonly normalize?: boolean;
  /** Default: `id`. */
  readonly getNormalisationObjectKey?: (object: never) => string | number | null | undefined;
  /** Default: objects with an `id`. */
  readonly shouldObjectBeNormalized?: (object: never) => boolean;
  /** Whether a query that fails keeps its data. Default `false`: `null`. */
  readonly keepDataOnError?: boolean;
  /** How to reach the server of subscriptions. With `client` it is that one's, and refused here. */
  readonly subscriber?: SubscriberOptions;
  /** What carries requests out; it may be shared with others. Default: one of the store's own, closed when nobody has the store any more. */
  readonly client?: Client;
  /** Where the default client's `sluice.wasm` is. Default: beside the module. */
  readonly wasm?: WasmSource;
}

/** What tells requests from other actions, and queries from mutations. */
export interface Rules {
  isRequest(action: unknown): action is TypedRequest;
  isQuery(action: TypedRequest): boolean;
}

export function rulesOf(options: Pick<RequestsOptions, "isRequestAction" | "isRequestActionQuery">): Rules {
  const { isRequestAction: isRequest = isRequestAction, isRequestActionQuery: reads = isRequestActionQuery } = options;
  return {
    isRequest: (action): action is TypedRequest => isRequest(action as never),
    isQuery: (action) => asQuery(action) ?? reads(action as never),
  };
}

import type { Retry } from "../retry.js";
import type { Driver } from "./driver.js";

/** What a driver is given of a request, and what its functions see: `{ url, … }`, `{ query, … }`, or a list of them. */
export type RequestConfig = unknown;

/** A request, as its functions see it. */
export interface RequestAction {
  /** The name of the call or endpoint. */
  readonly type: string;
  /** What is sent: `{ url, method, data, headers }`, or what an action asks for. */
  readonly request?: RequestConfig;
  /** Of a Flux standard action: it stands in here. */
  readonly payload?: { readonly request?: RequestConfig };
  /** What the request asks for beside, and whatever else was given with it. */
  readonly meta?: RequestMeta & Readonly<Record<string, unknown>>;
}

/** An answer: the data, and what else the driver gives. */
export interface RequestResponse<T = unknown> {
  readonly data: T;
  /** HTTP status, where there is one. */
  readonly status?: number;
  readonly headers?: unknown;
}

/** What the functions of a request may use: the Redux store, or a facade of the client. */
export interface RequestsStore {
  /** The state of all requests, at `requests`. */
  getState(): { readonly requests: unknown };
  /** Has a request carried out, as {@link dispatchRequest} does; what is no request reaches the Redux store's reducers, or is given back. */
  dispatch(action: unknown): unknown;
  /**
   * Resolves when the request has ended, whatever came of it: with `{ action, data, … }`, `{ action, error }` or
   * `{ action, isAborted: true }`. Rejects only with what a function of the request threw after its success.
   */
  dispatchRequest(action: unknown): Promise<unknown>;
}

/** What may be returned at once, or later. */
type Later<T> = T | PromiseLike<T>;

/** A function of the user's. It may declare its parameters more narrowly than they are known here. */
export type RequestFunction<Args extends readonly unknown[], Result> = { of(...args: Args): Result }["of"];

/**
 * Functions that each request of a client goes through, in this order. Each is given the request as an action, and a store.
 * `Data` is what the response has.
 */
export interface Interceptors<Data = unknown> {
  /** Returns the request to send; `undefined`: as it is. What it throws is an error of the request, and nothing is sent. */
  onRequest?: RequestFunction<[request: RequestConfig, action: RequestAction, store: RequestsStore], unknown> | undefined;
  /** Returns the response, an object with `data`; `undefined`: as it is. What it throws ends the request, without `onError`. */
  onSuccess?: RequestFunction<[response: RequestResponse<Data>, action: RequestAction, store: RequestsStore], Later<RequestResponse | undefined | void>> | undefined;
  /** Throws what is the error from then on; returns a response, an object with `data`, to recover; else the error stays. */
  onError?: RequestFunction<[error: unknown, action: RequestAction, store: RequestsStore], unknown> | undefined;
  /** What it returns does not matter; what it throws is reported as an uncaught error. */
  onAbort?: RequestFunction<[action: RequestAction, store: RequestsStore], unknown> | undefined;
}

/** How data is normalised without schemas: whatever object has a key is kept once. */
export interface Normalising {
  /** Whether data of requests is. Default `false`; `normalize` of a request wins. */
  normalize?: boolean;
  /** The key of an object. Default: its `id`. What is no string or number keeps the object where it is. */
  getNormalisationObjectKey?: RequestFunction<[object: Readonly<Record<string, unknown>>], unknown> | undefined;
  /** Whether an object has a key at all. Default: whether it has an `id`. */
  shouldObjectBeNormalized?: RequestFunction<[object: Readonly<Record<string, unknown>>], boolean> | undefined;
}

/** What becomes of the data of a query when a request changes it. The functions are pure, and may run again. */
export interface DataUpdate<D = unknown, M = unknown, R = D> {
  /** The data after the request's success. */
  updateData?: RequestFunction<[data: D, mutationData: M], R> | undefined;
  /** The data while the request is pending, and after it if there is no `updateData`. */
  updateDataOptimistic?: RequestFunction<[data: D], R> | undefined;
  /** The data after an error or abort, of data with the optimistic change. */
  revertData?: RequestFunction<[data: D], R> | undefined;
  /** `updateData` is applied at once, without the answer. */
  local?: boolean | undefined;
}

/** What a request may ask for. `Data` is what its promise resolves with, and its query holds. */
export interface RequestMeta<Data = unknown> extends Interceptors<Data> {
  /** Keeps state and abort scope apart from other requests of the type. `""` is no key. */
  readonly requestKey?: string | number;
  /** How many keys of the type are kept. Default: all. */
  readonly requestsCapacity?: number;
  /** The name of the driver that sends it. */
  readonly driver?: string;
  /** Whether it aborts the pending request of its type and key. */
  readonly takeLatest?: boolean;
  /** Whether it is a mutation; default: what the request looks like. */
  readonly asMutation?: boolean;
  /** Whether its data is normalised. Default: the client's. */
  readonly normalize?: boolean;
  /** Makes data of what the driver gives, at once. `currentData` is the present data, `null` where there is none. */
  readonly getData?: RequestFunction<[data: unknown, currentData: unknown], Data> | undefined;
  /** Makes the error of what the driver gives, at once, before `onError`. Not of aborts. */
  readonly getError?: RequestFunction<[error: unknown], unknown> | undefined;
  /** `false` skips the client's function. */
  readonly runOnRequest?: boolean;
  /** The same. */
  readonly runOnSuccess?: boolean;
  /** The same. */
  readonly runOnError?: boolean;
  /** The same. */
  readonly runOnAbort?: boolean;
  /** Nothing is told and no state is kept: only the promise knows. */
  readonly silent?: boolean;
  /** For how many seconds the answer may be given again; `true`: for ever. */
  readonly cache?: boolean | number;
  /** Only an answer to a request with the same one is given again. */
  readonly cacheKey?: string | number;
  /** Of a query: how many seconds after its end it is made again. */
  readonly poll?: number;
  /** When a query is sent again that has failed. Default: the client's. With it, the timeout is that of each attempt. */
  readonly retry?: Retry | false;
  /** Queries whose data the request changes, by type (and key). A function is `updateData`. */
  readonly mutations?: Readonly<Record<string, DataUpdate | RequestFunction<[data: unknown, mutationData: unknown], unknown>>> | undefined;
  /** Of normalised data: objects as they will probably be. */
  readonly optimisticData?: unknown;
  /** Objects as they are after an error or abort. */
  readonly revertedData?: unknown;
  /** Objects as they are from now on, whatever comes of the request. */
  readonly localData?: unknown;
  /** Whether progress is shown: 0–100, rounded down; 100 with success only. Default `false`; not of lists. */
  readonly measureDownloadProgress?: boolean;
  /** The same of what is sent. */
  readonly measureUploadProgress?: boolean;
  /** On a server: how many requests will follow from this one. */
  readonly dependentRequestsNumber?: number;
  /** On a server: it follows from another one. */
  readonly isDependentRequest?: boolean;
}

/** Drivers of a client: one, or several by name. Without `default`, calls by name that choose none go to the server's routes. */
export type Drivers = Driver | Readonly<Record<string, Driver>>;

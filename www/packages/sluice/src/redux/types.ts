import type { DataUpdate, Interceptors, RequestMeta, RequestResponse } from "sluice";
import type { RequestFunction } from "../steps/types.js";

/** An action's type: a string, or an action creator whose `toString` gives it. */
export type ActionType = string | ((...args: never[]) => unknown);

declare const gives: unique symbol;

/** What functions of an application are given where it does not say of which type that is: it knows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- functions that take such data without naming its type are what applications consist of
type Given = any;

/** The type of what is given, where that is said. */
type Said<T> = unknown extends T ? Given : T;

/** {@link DataUpdate} of queries that the application knows the data of. */
type Update = DataUpdate<Given, Given>;

/** The store, as the functions of a request see it. */
export interface RequestsStore {
  getState(): Given;
  readonly dispatch: DispatchRequest & ((action: object) => unknown);
  readonly dispatchRequest: DispatchRequest;
}

/** A request, as its functions see it. */
export interface SeenRequest {
  readonly type: string;
  readonly request?: Given;
  readonly payload?: Given;
  readonly meta?: Given;
}

/** A response, as they see it: with what else the driver gives. */
type SeenResponse<Data> = RequestResponse<Said<Data>> & { readonly headers?: Given; readonly [more: string]: Given };

/** What may be made of a response. */
type Answer = RequestResponse | undefined | void;

/** {@link Interceptors} of a store. */
export interface ActionInterceptors<Data = unknown> {
  /** Returns the request to send; `undefined`: as it is. What it throws is an error of the request, and nothing is sent. */
  readonly onRequest?: RequestFunction<[request: Given, action: SeenRequest, store: RequestsStore], unknown> | undefined;
  /** Returns the response, an object with `data`; `undefined`: as it is. What it throws ends the request, without `onError`. */
  readonly onSuccess?: RequestFunction<[response: SeenResponse<Data>, action: SeenRequest, store: RequestsStore], Answer | PromiseLike<Answer>> | undefined;
  /** Throws what is the error from then on; returns a response, an object with `data`, to recover; else the error stays. */
  readonly onError?: RequestFunction<[error: Given, action: SeenRequest, store: RequestsStore], unknown> | undefined;
  /** What it returns does not matter; what it throws is reported as an uncaught error. */
  readonly onAbort?: RequestFunction<[action: SeenRequest, store: RequestsStore], unknown> | undefined;
}

/** What a request action may ask for, and what else there is for the application's own use. */
export interface ActionMeta<Raw = unknown, Data = Raw> extends Omit<RequestMeta, "getData" | "getError" | "mutations" | keyof Interceptors>, ActionInterceptors<Data> {
  /** Makes data of what the driver gives. `currentData` is the present data. */
  readonly getData?: (data: Said<Raw>, currentData: Said<Data>) => Data;
  /** Makes the error of what the driver gives. */
  readonly getError?: (error: Given) => unknown;
  /** Queries whose data the request changes, by type (and key). A function is `updateData`. */
  readonly mutations?: Readonly<Record<string, Update | ((data: Given, mutationData: Said<Raw>) => unknown)>>;
  readonly [own: string]: unknown;
}

/** What every request action has. `Data` is what the query holds after it; `gives` exists for the compiler only. */
interface AnyRequest<Raw, Data> {
  /** May be added by what makes actions; it is there when the action is dispatched. */
  readonly type?: string;
  readonly meta?: ActionMeta<Raw, Data>;
  readonly [gives]?: Data;
}

/** `{ type, request, meta? }`: what asks for something. `request` is for the driver, or a list of such. */
export interface PlainRequestAction<Raw = unknown, Data = Raw> extends AnyRequest<Raw, Data> {
  readonly request: object;
  readonly payload?: undefined;
}

/** The same as a Flux standard action: responses to it are such, too. */
export interface FsaRequestAction<Raw = unknown, Data = Raw> extends AnyRequest<Raw, Data> {
  readonly payload: { readonly request: object };
  readonly request?: undefined;
}

/** What asks for something: `Data` is what the query holds after it, `Raw` what the driver gives, where `meta.getData` makes data of that. */
export type RequestAction<Raw = unknown, Data = Raw> = PlainRequestAction<Raw, Data> | FsaRequestAction<Raw, Data>;

/** One that is dispatched. */
export type TypedRequest = RequestAction & { readonly type: string };

/** What a query holds after the action that a creator makes; `unknown` where neither its type nor `meta.getData` says so. */
export type ResponseData<C extends (...args: never[]) => unknown> = C extends (...args: never[]) => { readonly meta?: { readonly getData?: infer G } } ? (NonNullable<G> extends (...args: never[]) => infer Data ? Data : unknown) : unknown;

/** What tells of a request's end, see {@link isResponseAction}. */
export interface ResponseAction {
  /** The request's, with `_SUCCESS`, `_ERROR` or `_ABORT`. */
  readonly type: string;
  /** Of a success. */
  readonly response?: { readonly data: unknown };
  /** Of a request with a payload: the response, or the error. */
  readonly payload?: unknown;
  /** Of an error: that, or `true` beside a payload. */
  readonly error?: unknown;
  /** The request's meta, and the request. */
  readonly meta: RequestMeta & Readonly<Record<string, unknown>> & { readonly requestAction: TypedRequest };
}

/** What `dispatch` of a request action resolves with. Nothing but `action` where it ended as its type says. */
export interface RequestResult<Data = unknown> {
  /** What told of its end; not there if the request was silent. */
  readonly action?: ResponseAction;
  readonly data?: Data;
  /** HTTP status, and headers, where the driver gives them. */
  readonly status?: number;
  readonly headers?: unknown;
  readonly error?: unknown;
  readonly isAborted?: true;
}

/** Asks for something over a socket. A payload of `null` is never sent: the subscription only listens. */
export type SubscriptionAction = { readonly type: string; readonly meta?: Readonly<Record<string, unknown>> } & (
  | { readonly subscription: unknown; readonly payload?: undefined }
  | { readonly payload: { readonly subscription: unknown } }
);

/** Changes data without a request. */
export interface LocalMutationAction {
  readonly type?: string;
  readonly meta: Pick<ActionMeta, "mutations" | "localData"> & Readonly<Record<string, unknown>>;
}

/** `dispatch` of requests: resolves when the request has ended, whatever came of it. */
export interface DispatchRequest {
  <Data = unknown>(action: RequestAction<unknown, Data>): Promise<RequestResult<Data>>;
  /** Of what `joinRequest` makes. */
  (action: { readonly type: "JOIN_REQUEST"; readonly rehydrate: boolean }): Promise<RequestResult | null>;
}

import type { Controller } from "../controller.js";
import type { AnyEndpoint } from "../infer.js";
import type { State } from "../data/state.js";
import { UsageError } from "../errors.js";
import type { Schema } from "../schema/index.js";

/** The types of actions. */
export const actionTypes = {
  FETCH_TYPE: "sluice/fetch",
  SET_TYPE: "sluice/set",
  SET_RESPONSE_TYPE: "sluice/setResponse",
  RECEIVE_TYPE: "sluice/setResponse",
  RESET_TYPE: "sluice/resetEntireStore",
  SUBSCRIBE_TYPE: "sluice/subscribe",
  UNSUBSCRIBE_TYPE: "sluice/unsubscribe",
  INVALIDATE_TYPE: "sluice/invalidate",
  INVALIDATEALL_TYPE: "sluice/invalidateAll",
  EXPIREALL_TYPE: "sluice/expireAll",
  ABORT_TYPE: "sluice/abort",
  GC_TYPE: "sluice/gc",
} as const;

export interface ActionMeta {
  readonly args: readonly unknown[];
  readonly key: string;
  /** When the request was made, or the write was called, in ms. */
  readonly fetchedAt: number;
  /** What {@link Controller.resolve} names a request by. */
  readonly requestId?: number;
}

/** What a controller was asked to do, or what a request was answered. */
export interface Action {
  readonly type: string;
  readonly endpoint?: AnyEndpoint;
  readonly args?: readonly unknown[];
  readonly key?: string;
  readonly meta?: ActionMeta;
  /** The response or, with `error`, the error. Of a request it is made from the body when it is read. */
  readonly response?: unknown;
  readonly error?: boolean;
  /** Of a `set`. */
  readonly schema?: Schema;
  readonly value?: unknown;
  /** Which keys are meant. */
  readonly testKey?: (key: string) => boolean;
}

export type Dispatch = (action: Action) => Promise<unknown>;

/** Stands between what is asked for and what is done. `next` resolves after the commit; without it the action is consumed. */
export type Middleware = (api: Controller) => (next: Dispatch) => (action: Action) => unknown;

export interface Manager {
  /** One of the two is there. */
  getMiddleware?(): Middleware;
  readonly middleware?: Middleware;
  /** Called when the client is ready. */
  init?(state: State): void;
  /** Called when the client is closed. */
  cleanup?(): void;
  /** It does nothing that the core would not do by itself. @internal */
  readonly [passive]?: boolean;
}

/** @internal */
export const passive = Symbol();

/** The methods of a controller that actions stand for, by their names. */
export type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** The method that a type stands for. */
export function nameOf(type: string): string {
  return type.slice("sluice/".length);
}

/** Does what an action says. One of an unknown type is nobody's. */
export async function commit(on: Methods, { type, endpoint, args = [], response, error, meta, schema, value, testKey }: Action): Promise<unknown> {
  if (type === actionTypes.SET_TYPE) return on.set!(schema, args, value);
  if (type !== actionTypes.SET_RESPONSE_TYPE) return on[nameOf(type)]?.(...(endpoint ? [endpoint, ...args] : [{ testKey }]));
  const { requestId, fetchedAt } = meta ?? {};
  if (requestId !== undefined) return on.resolve!(endpoint, { args, response, error, fetchedAt, requestId });
  return (error ? on.setError : on.setResponse)!(endpoint, ...args, response);
}

/** What comes of an action that somebody should have taken. */
export async function untaken(endpoint: unknown): Promise<never> {
  throw new UsageError(`endpoint ${(endpoint as AnyEndpoint).name}: there is no manager that takes it`);
}

import type { State } from "./data/state.js";
import type { EndpointInterface } from "./endpoint/index.js";
import type { ExpiryStatus } from "./record.js";
import type { DenormalizeNullable } from "./schema/index.js";

/** Any endpoint, whatever its arguments. */
export type AnyEndpoint = EndpointInterface<never, unknown, unknown>;
/** The arguments of an endpoint. */
export type ArgsOf<E> = E extends (...args: infer A) => unknown ? A : never;
/** What a request of an endpoint gives. */
export type ResultOf<E> = E extends (...args: never) => Promise<infer R> ? R : never;
/** What is stored of an endpoint, whether or not it is usable. */
export type DataOf<E> = E extends { readonly schema: infer S } ? ([S] extends [undefined] ? ResultOf<E> | undefined : DenormalizeNullable<S>) : unknown;
/** Arguments, each way in which they can be given: those that may be left out are there or not. */
export type Given<A extends readonly unknown[]> =
  number extends A["length"] ? A
  : A extends readonly [] ? []
  : A extends readonly [infer First, ...infer Rest] ? [First, ...Given<Rest>]
  : A extends readonly [(infer First)?, ...infer Rest] ? [] | [First | undefined, ...Given<Rest>]
  : A;

/** The arguments, and a state to read in. */
export type StateArgs<E extends AnyEndpoint> = readonly [...(Given<ArgsOf<E>> | readonly [null]), State?];

/** The arguments to watch, and the listener. */
export type WatchArgs<W> = W extends AnyEndpoint ? readonly [...(Given<ArgsOf<W>> | readonly [null]), () => void] : readonly [...unknown[], () => void];

/** An answer from outside, see {@link Controller.resolve}. */
export interface Resolution<E extends AnyEndpoint> {
  readonly args: ArgsOf<E>;
  /** The response or, with `error`, the error. */
  readonly response: unknown;
  /** In ms. */
  readonly fetchedAt?: number;
  readonly error?: boolean;
  readonly requestId?: number;
}

/** What {@link Controller.getResponse} gives. */
export interface StoredResponse<T> {
  readonly data: T;
  readonly expiryStatus: ExpiryStatus;
  /** In ms. */
  readonly expiresAt: number;
}

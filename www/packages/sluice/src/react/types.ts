import type { AnyEndpoint, ArgsOf, DataOf, Denormalize } from "sluice";

/** The arguments of an endpoint; in the place of the only one, `null` for "nothing now". */
export type Arguments<E extends AnyEndpoint> = ArgsOf<E> | Nullable<ArgsOf<E>>;

/** A single argument that may also be `null`. */
export type Nullable<A> = A extends readonly [] ? readonly [null] : A extends readonly [(infer X)?, ...unknown[]] ? readonly [X | null] : never;

/** What an endpoint shows once there is something to show. */
export type ShownData<E extends AnyEndpoint> =
  E extends { readonly schema: infer S } ? ([S] extends [undefined] ? Exclude<DataOf<E>, undefined> : Denormalize<S>) : unknown;

/** A promise that says how far it is, as `use()` takes it. */
export type FetchThenable<T> = Promise<T> & ({ readonly status: "pending" } | { readonly status: "fulfilled"; readonly value: T } | { readonly status: "rejected"; readonly reason: unknown });

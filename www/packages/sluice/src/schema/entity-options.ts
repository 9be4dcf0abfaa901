import type { Fields, Stored } from "./types.js";

/** An object with the members of an entity. */
export type Members = Readonly<Record<string, unknown>>;

/** What is known of a row beside its members, in ms. */
export interface EntityMeta {
  readonly fetchedAt: number;
  readonly date: number;
  readonly expiresAt: number;
}

/** Makes the pk of a value that stands in the member `name` of `parent`; `args` are those of the request. */
export type PkFunction = (value: Members, parent: unknown, name: string | undefined, args: readonly unknown[]) => string | number | null | undefined;

/** The member that has the pk, several whose texts together are it, or a function that makes it. */
export type Pk = string | readonly string[] | PkFunction;

/** Options of an entity. `T` is what it reads as, `F` its fields. */
export interface EntityOptions<T = Members, F = Fields> {
  /** Default `"id"`. */
  readonly pk?: Pk;
  /**
   * Schemas of members, or functions that are applied to the stored value on reading (not to `null`).
   * A function giving them is called once, at first use.
   */
  readonly fields?: F | (() => F);
  /** Values for members that a row lacks. A reference with a truthy default is required: without it the row is invalid. They are frozen. */
  readonly defaults?: Partial<NoInfer<T>>;
  /** Members that rows can be looked up by, in order of preference. */
  readonly indexes?: readonly string[];
  /** The members to store; `undefined` makes the row invalid. Default: a shallow copy. */
  readonly process?: (input: Members, parent: unknown, name: string | undefined, args: readonly unknown[]) => object | undefined;
  /** A text refuses the row. */
  readonly validate?: (members: Stored<NoInfer<T>>) => string | undefined | void;
  /** What is stored of an older and a newer write. Default: member by member. */
  readonly merge?: (existing: Stored<NoInfer<T>>, incoming: Stored<NoInfer<T>>) => object;
  /** `false`: the members stay. Default `true`. */
  readonly shouldUpdate?: (existingMeta: EntityMeta, incomingMeta: EntityMeta, existing: Stored<NoInfer<T>>, incoming: Stored<NoInfer<T>>) => boolean;
  /** `true`: the incoming write counts as the older one. Default: by their order. */
  readonly shouldReorder?: (existingMeta: EntityMeta, incomingMeta: EntityMeta, existing: Stored<NoInfer<T>>, incoming: Stored<NoInfer<T>>) => boolean;
  /** How long rows are fresh, in ms; 0 and `Infinity` are allowed. Default: as the answer that brings them. */
  readonly dataExpiryLength?: number;
  /** Reading gives instances of it; the own members of a fresh one count as `defaults`. */
  readonly class?: abstract new () => object;
}

/** The options that a core calls while it writes rows. */
export const methods = ["process", "validate", "merge", "shouldUpdate", "shouldReorder"] as const;

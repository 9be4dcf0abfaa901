import type { EntityOptions, Members } from "./entity-options.js";
import type { SchemaNode } from "./node.js";
import type { DenormalizeFields, NormalizeFields } from "./types.js";

/** Something with a key: it is stored once, in the table of its name, and referred to from elsewhere. */
export interface EntitySchema<out T = unknown> extends SchemaNode<T, string> {
  readonly kind: "entity";
  readonly options: EntityOptions & { readonly key: string };
}

/** A list. What is missing or invalid is dropped from it, `null` stays. */
export interface ArraySchema<out T = unknown, out N = unknown> extends SchemaNode<readonly T[], readonly N[]> {
  readonly kind: "array";
  readonly items: SchemaNode;
}

declare const fields: unique symbol;

/** An object whose members may have schemas; members without one pass as they are. */
export interface ObjectSchema<out F = unknown> extends SchemaNode<DenormalizeFields<F>, NormalizeFields<F>> {
  readonly kind: "object";
  readonly [fields]: F;
}

/** An object with any names. Members that are `null`, missing or invalid are dropped. */
export interface ValuesSchema<out T = unknown, out N = unknown> extends SchemaNode<Readonly<Record<string, T>>, Readonly<Record<string, N>>> {
  readonly kind: "values";
  readonly items: SchemaNode;
}

/** Says which type an item is of. `name` is the member of `parent` it stands in. */
export type Discriminator = (input: Members, parent: unknown, name: string | undefined) => unknown;

/** One of several entities. An item of unknown type is kept as it is. */
export interface UnionSchema<out T = unknown> extends SchemaNode<T, { readonly id: string; readonly schema: string }> {
  readonly kind: "union";
  readonly options: { readonly types: ReadonlyMap<string, EntitySchema>; readonly by: string | Discriminator };
}

/** Every valid row of an entity, or of those of a union, in the order in which they were first stored. */
export interface AllSchema<out T = unknown> extends SchemaNode<readonly T[], readonly string[]> {
  readonly kind: "all";
  readonly items: EntitySchema | UnionSchema;
}

/** What a function makes of another schema's value. `A` are the arguments of a read, which it takes beside it. */
export interface QuerySchema<out T = unknown, out N = unknown, in A extends readonly unknown[] = never> extends SchemaNode<T, N> {
  readonly kind: "query";
  readonly items: SchemaNode;
  readonly options: {
    /** Called with the value, which is there and usable, and the arguments. */
    process(value: never, ...args: A): unknown;
  };
}

/** Given the arguments of a request, says which lists match it, by their key objects. */
export type CollectionFilter = (...args: never) => (keyObject: Readonly<Record<string, string>>) => boolean;

/** Makes the list to store of the existing one and the items that come. */
export type MergeLists = (existing: never, incoming: never) => unknown;

/** Options of a collection. */
export interface CollectionOptions {
  /** Makes the key object of a list from the arguments. Default: a copy of the first. */
  readonly argsKey?: (...args: never) => object;
  /** Makes the key object of a list that stands in the member `name` of an entity. */
  readonly nestKey?: (parent: Members, name: string) => object;
  /** Which members of a key object are no filters. Default: those whose names start with `order`. */
  readonly nonFilterArgumentKeys?: ((name: string) => boolean) | RegExp | readonly string[];
  /** Says which lists match the arguments of an adder, in place of the rule. */
  readonly createCollectionFilter?: CollectionFilter;
}

/** A list that many places share and that mutations extend. `T` is what the whole of it reads as, `X` an item. */
export interface CollectionSchema<out T = unknown, out X = unknown> extends SchemaNode<T, string> {
  readonly kind: "collection";
  readonly items: ArraySchema | ValuesSchema;
  readonly options: CollectionOptions;
  /** Items go to the end of each matching list. */
  readonly push: T extends readonly unknown[] ? AdderSchema<X> : undefined;
  /** Items go to the start of each matching list, in the order given. */
  readonly unshift: T extends readonly unknown[] ? AdderSchema<X> : undefined;
  /** Sets members by name. */
  readonly assign: T extends readonly unknown[] ? undefined : AdderSchema<T>;
  /** Items leave the lists; their rows stay. */
  readonly remove: AdderSchema<X>;
  /** Items leave the lists that match what they were, and join those that match what they become. */
  readonly move: AdderSchema<X>;
  /** The function decides what becomes of each matching list. */
  addWith(merge: MergeLists, filter?: CollectionFilter): AdderSchema<X>;
  /** As `move`, placed by the function. */
  moveWith(merge: MergeLists): AdderSchema<X>;
}

/** Changes the lists of a collection that match the arguments, but makes none. It reads as what was given: one item, or several. */
export interface AdderSchema<out T = unknown> extends SchemaNode<T, string> {
  readonly kind: "adder";
  readonly items: CollectionSchema;
  readonly options: {
    readonly op: "push" | "unshift" | "assign" | "remove" | "move";
    readonly merge: MergeLists | undefined;
    readonly filter: CollectionFilter | undefined;
  };
}

/**
 * The entity that an answer names is to be invalid: every list drops it, what requires it is
 * fetched again. An empty answer means the one that the first argument names.
 */
export interface InvalidateSchema extends SchemaNode<unknown, string> {
  readonly kind: "invalidate";
  readonly items: EntitySchema | UnionSchema;
}

/** A node of any kind, told apart by `kind`. */
export type AnySchema =
  | EntitySchema
  | ArraySchema
  | ObjectSchema
  | ValuesSchema
  | UnionSchema
  | AllSchema
  | QuerySchema
  | CollectionSchema
  | AdderSchema
  | InvalidateSchema;

import type { EntityClass } from "./entity-class.js";
import type { SchemaNode } from "./node.js";
import type { ObjectSchema } from "./nodes.js";

/** What factories and endpoints take as a schema: what a factory made, an entity class, `[X]` or `{ a: X }`. */
export type Schema = SchemaNode | EntityClass | readonly unknown[] | { readonly [member: string]: unknown };

/**
 * Members with schemas, shorthand included. A function is applied to the stored value on reading;
 * any other value only documents the shape.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** What a schema reads as, when it is usable. All of it is frozen. */
export type Denormalize<S> =
  S extends SchemaNode<infer T> ? T
  : S extends EntityClass ? InstanceType<S>
  : S extends readonly (infer X)[] ? readonly Denormalize<X>[]
  : S extends object ? DenormalizeFields<S>
  : unknown;

/** What an object with schemas as members reads as. */
export type DenormalizeFields<F> = { readonly [K in keyof F]: Member<F[K]> };

type Member<S> =
  S extends DateConstructor ? Date
  : S extends SchemaNode | EntityClass ? Denormalize<S>
  : S extends (...args: never) => infer R ? R
  : S extends object ? Denormalize<S>
  : Widened<S>;

/** The type of a value that documents a shape: `""` stands for any string. */
type Widened<V> =
  V extends string ? string
  : V extends number ? number
  : V extends boolean ? boolean
  : V extends bigint ? bigint
  : unknown;

/** What reading a schema gives, whether or not it is usable: of an object the members without schema are there. */
export type DenormalizeNullable<S> =
  S extends ObjectSchema<infer F> ? NullableFields<F>
  : S extends SchemaNode | EntityClass | readonly unknown[] ? Denormalize<S> | undefined
  : S extends object ? NullableFields<S>
  : unknown;

type NullableFields<F> = { readonly [K in keyof F]: F[K] extends object ? Member<F[K]> | undefined : Member<F[K]> };

/** The normalised result of a schema, as `update` of an endpoint gets it: a pk, a list of pks, and so on. */
export type Normalize<S> =
  S extends SchemaNode<unknown, infer N> ? N
  : S extends EntityClass ? string
  : S extends readonly (infer X)[] ? readonly Normalize<X>[]
  : S extends object ? NormalizeFields<S>
  : unknown;

/** The normalised result of an object with schemas as members. */
export type NormalizeFields<F> = { readonly [K in keyof F]: NormalizedMember<F[K]> };

type NormalizedMember<S> =
  S extends SchemaNode | EntityClass ? Normalize<S>
  : S extends (...args: never) => unknown ? unknown
  : S extends object ? Normalize<S>
  : Widened<S>;

/** Entities as they come and are stored: references are not resolved, so members that are objects are unknown. */
export type Stored<T> = { readonly [K in keyof T]?: T[K] extends string | number | boolean | null | undefined ? T[K] : unknown };

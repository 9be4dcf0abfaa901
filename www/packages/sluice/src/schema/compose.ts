import { needs } from "./check.js";
import type { EntityClass } from "./entity-class.js";
import { SchemaNode } from "./node.js";
import type { AllSchema, ArraySchema, InvalidateSchema, ObjectSchema, QuerySchema, ValuesSchema, Discriminator } from "./nodes.js";
import { entitiesAt, schemaAt } from "./shorthand.js";
import type { Denormalize, Fields, Normalize, Schema } from "./types.js";
import { union } from "./union.js";

// Factories are functions, not arrows, so that they work with `new`, too.

export interface ArrayFactory {
  /** A list of what the schema describes; `[X]` is short for it. */
  <const S extends Schema>(items: S): ArraySchema<Denormalize<S>, Normalize<S>>;
  new <const S extends Schema>(items: S): ArraySchema<Denormalize<S>, Normalize<S>>;
}

export const array = function (items: unknown) {
  return new SchemaNode("array", schemaAt("array: items", items));
} as unknown as ArrayFactory;

export interface ValuesFactory {
  /** An object whose members, whatever their names, are what the schema describes. */
  <const S extends Schema>(items: S): ValuesSchema<Denormalize<S>, Normalize<S>>;
  new <const S extends Schema>(items: S): ValuesSchema<Denormalize<S>, Normalize<S>>;
}

export const values = function (items: unknown) {
  return new SchemaNode("values", schemaAt("values: items", items));
} as unknown as ValuesFactory;

export interface ObjectFactory {
  /** An object with schemas as members; `{ a: X }` is short for it. */
  <const F extends Fields>(fields: F): ObjectSchema<F>;
  new <const F extends Fields>(fields: F): ObjectSchema<F>;
}

export const object = function (fields: unknown) {
  return schemaAt("object: fields", fields);
} as unknown as ObjectFactory;

export interface AllFactory {
  /** Every row of an entity or a union. */
  <S extends Schema>(items: S): AllSchema<Denormalize<S>>;
  new <S extends Schema>(items: S): AllSchema<Denormalize<S>>;
}

export const all = function (items: unknown) {
  return new SchemaNode("all", entitiesAt("all: items", items));
} as unknown as AllFactory;

export interface QueryFactory {
  /** Reads as the schema, then as the function says. It runs again only when its value or the arguments changed. */
  <const S extends Schema, A extends readonly unknown[], R>(schema: S, process: (value: Denormalize<S>, ...args: A) => R): QuerySchema<R, Normalize<S>, A>;
  new <const S extends Schema, A extends readonly unknown[], R>(schema: S, process: (value: Denormalize<S>, ...args: A) => R): QuerySchema<R, Normalize<S>, A>;
}

export const query = function (schema: unknown, process: unknown) {
  needs(typeof process === "function", "query: process", process, "a function");
  return new SchemaNode("query", schemaAt("query: schema", schema), { process });
} as unknown as QueryFactory;

export interface InvalidateFactory {
  /** Makes an entity, or one of a union, invalid; `(types, discriminator)` stands for a union. It is also named `Delete`. */
  (items: SchemaNode | EntityClass): InvalidateSchema;
  (types: Readonly<Record<string, Schema>>, discriminator: string | Discriminator): InvalidateSchema;
  new (items: SchemaNode | EntityClass): InvalidateSchema;
  new (types: Readonly<Record<string, Schema>>, discriminator: string | Discriminator): InvalidateSchema;
}

export const invalidate = function (items: unknown, discriminator?: string | Discriminator) {
  return new SchemaNode("invalidate", discriminator === undefined ? entitiesAt("invalidate: items", items) : union(items as Record<string, Schema>, discriminator));
} as unknown as InvalidateFactory;

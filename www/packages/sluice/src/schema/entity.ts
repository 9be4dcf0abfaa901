import { isPlain, isText, needFunctions, needLength, needs } from "./check.js";
import { methods, type EntityOptions, type Members } from "./entity-options.js";
import { SchemaNode } from "./node.js";
import type { EntitySchema } from "./nodes.js";
import type { DenormalizeFields, Fields } from "./types.js";

export interface EntityFactory {
  /**
   * An entity by the name of its table. Two of one name are two views of the same rows: they must not
   * differ in `pk` or `merge`.
   */
  <C extends abstract new () => object>(key: string, options: EntityOptions<InstanceType<C>> & { readonly class: C }): EntitySchema<InstanceType<C>>;
  <T extends object = Members, const F extends Fields = Fields>(key: string, options?: EntityOptions<T, F>): EntitySchema<Reads<T, F>>;
  new <C extends abstract new () => object>(key: string, options: EntityOptions<InstanceType<C>> & { readonly class: C }): EntitySchema<InstanceType<C>>;
  new <T extends object = Members, const F extends Fields = Fields>(key: string, options?: EntityOptions<T, F>): EntitySchema<Reads<T, F>>;
}

type Reads<T, F> = string extends keyof F ? T : T & DenormalizeFields<F>;

export const entity = function (key: unknown, given: EntityOptions = {}) {
  needs(key && isText(key), "entity: key", key, "a name, without lone surrogates");
  const where = `entity ${key}`;
  const { pk = "id", defaults = {}, indexes = [] } = given;
  needs(typeof pk === "function" || (isNames([pk].flat()) && pk.length > 0), `${where}: pk`, pk, "a member's name, names or a function");
  needs(isPlain(defaults), `${where}: defaults`, defaults, "an object");
  needs(isNames(indexes), `${where}: indexes`, indexes, "a list of names");
  needFunctions(where, given, [...methods, "class"]);
  needLength(where, given, "dataExpiryLength");
  const node = new SchemaNode("entity", undefined, { ...given, key, pk, defaults, indexes });
  if (typeof given.fields !== "function" && !given.class) void node.members; // what is wrong is to be seen at once
  return node;
} as unknown as EntityFactory;

function isNames(names: unknown): boolean {
  return Array.isArray(names) && names.every((name) => typeof name === "string");
}

import { methods, type EntityMeta, type EntityOptions, type Members, type Pk } from "./entity-options.js";
import type { UserFunction } from "./functions.js";
import type { Fields } from "./types.js";

/**
 * The base of classes that are entities: reading gives instances of them, made without arguments.
 *
 * ```ts
 * class Article extends Entity {
 *   slug = "";
 *   author?: User;
 *   static override key = "Article";
 *   static override schema = { author: User };
 *   override pk() { return this.slug; }
 * }
 * ```
 *
 * Own members of a fresh instance count as defaults. The static members are the options of
 * `entity`; only `key` is required. `static pk`, a name or a list of names, saves the call of the
 * method for each row.
 */
export abstract class Entity {
  /** Names the table of the rows. */
  declare static readonly key: string;
  /** The schemas of the members. */
  declare static readonly schema?: Fields | (() => Fields);
  declare static readonly pk?: Pk;
  declare static readonly indexes?: readonly string[];
  declare static readonly dataExpiryLength?: number;
  static process?(input: Members, parent: unknown, name: string | undefined, args: readonly unknown[]): object | undefined;
  static validate?(members: Members): string | undefined;
  static merge?(existing: Members, incoming: Members): object;
  static shouldUpdate?(existingMeta: EntityMeta, incomingMeta: EntityMeta, existing: Members, incoming: Members): boolean;
  static shouldReorder?(existingMeta: EntityMeta, incomingMeta: EntityMeta, existing: Members, incoming: Members): boolean;

  /** Makes the pk from an object with the members of `this`; what the class computes is there, its defaults are not. */
  pk?(parent?: unknown, name?: string, args?: readonly unknown[]): string | number | undefined;
}

/** A class that is an entity. */
export type EntityClass = (abstract new () => Entity) & { readonly key: string };

/** The options that a class stands for. */
export function optionsOf(type: EntityClass): EntityOptions {
  const given = type as unknown as Members;
  const options: Record<string, unknown> = { fields: given.schema, class: type, indexes: given.indexes, dataExpiryLength: given.dataExpiryLength };
  for (const name of ["pk", ...methods]) {
    const method = given[name];
    if (typeof method !== "function") options[name] = method;
    else if (name === "pk" || name === "merge") options[name] = shared(type, name, (self, args) => method.apply(self, args) as unknown);
    else options[name] = (...args: unknown[]) => method.apply(type, args) as unknown;
  }
  const { prototype } = type as { prototype: Entity };
  if (prototype.pk) {
    options.pk ??= shared(prototype, "pk", (self, [value, ...context]) => prototype.pk!.apply({ __proto__: self, ...(value as object) }, context as []));
  }
  return options;
}

/** By the object that has the method. */
const adapters = new WeakMap<object, Record<string, UserFunction>>();

/** A method as a function of its own: one for all classes that inherit it, so that a core sees that they agree. */
function shared(owner: object, name: string, call: (self: object, args: readonly unknown[]) => unknown): UserFunction {
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object;
  let own = adapters.get(owner);
  if (!own) adapters.set(owner, (own = {}));
  return (own[name] ??= (...args) => call(owner, args));
}

import { isPlain, needs } from "./check.js";
import type { SchemaNode } from "./node.js";
import { nodeOf } from "./shorthand.js";
import type { Fields } from "./types.js";

/** A member of `fields` or of an object schema. At most one of `node` and `fn` is set. */
export interface Member {
  readonly name: string;
  readonly node: SchemaNode | undefined;
  /** Applied to the stored value on reading. */
  readonly fn: ((value: unknown) => unknown) | undefined;
  /** A value that only documents the shape, where there is neither. */
  readonly plain: unknown;
}

/** Called without `new` it would give the present time. */
const toDate = (value: unknown): Date => new Date(value as string);

/** Reads the fields of an entity or an object. Throws {@link UsageError}. */
export function membersOf({ kind, options }: SchemaNode): readonly Member[] {
  const { key, fields: given } = options as { readonly key?: string; readonly fields?: Fields | (() => Fields) };
  const where = key ? `${kind} ${key}` : kind;
  const fields: unknown = typeof given === "function" ? given() : (given ?? {});
  needs(isPlain(fields), `${where}: fields`, fields, "an object of schemas");
  return Object.entries(fields).map(([name, plain]) => {
    needs(plain !== undefined, `${where}: ${name}`, plain, "fields as a function where schemas refer to each other");
    const node = nodeOf(plain);
    const fn = !node && typeof plain === "function" ? ((plain === Date ? toDate : plain) as Member["fn"]) : undefined;
    return { name, node, fn, plain: node || fn ? undefined : plain };
  });
}

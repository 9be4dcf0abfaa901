import { isPlain, needs } from "./check.js";
import { SchemaNode } from "./node.js";
import type { Discriminator, UnionSchema } from "./nodes.js";
import { nodeOf } from "./shorthand.js";
import type { Denormalize, Schema } from "./types.js";

export interface UnionFactory {
  /** One of several entities, told apart by a member or a function. */
  <M extends Readonly<Record<string, Schema>>>(types: M, discriminator: string | Discriminator): UnionSchema<Denormalize<M[keyof M]>>;
  new <M extends Readonly<Record<string, Schema>>>(types: M, discriminator: string | Discriminator): UnionSchema<Denormalize<M[keyof M]>>;
}

export const union = function (types: unknown, by: unknown) {
  needs(isPlain(types) && Object.keys(types).length > 0, "union: types", types, "entities by type");
  needs(by && (typeof by === "string" || typeof by === "function"), "union: discriminator", by, "a member's name or a function");
  const nodes = Object.entries(types).map(([type, schema]) => {
    const node = nodeOf(schema);
    needs(node?.kind === "entity", `union: type ${type}`, schema, "an entity");
    return [type, node] as const;
  });
  return new SchemaNode("union", undefined, { types: new Map(nodes), by });
} as unknown as UnionFactory;

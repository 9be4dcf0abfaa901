import { isPlain, needs } from "./check.js";
import { Entity, optionsOf, type EntityClass } from "./entity-class.js";
import { entity } from "./entity.js";
import { SchemaNode } from "./node.js";

/** The nodes of classes, and of the lists and objects that are shorthand. */
const nodes = new WeakMap<object, SchemaNode>();

/**
 * The node of a schema, the same whenever it is the same object; `undefined` for what is none.
 * Throws {@link UsageError} for a schema that is wrong.
 */
export function nodeOf(schema: unknown): SchemaNode | undefined {
  if (schema instanceof SchemaNode) return schema;
  const isClass = typeof schema === "function" && schema.prototype instanceof Entity;
  const isList = Array.isArray(schema);
  if (!isClass && !isList && !isPlain(schema)) return undefined;
  let node = nodes.get(schema);
  if (!node) {
    if (isList) needs(schema.length === 1, "the length of a list that is a schema", schema.length, "[X]");
    node =
      isClass ? entity((schema as EntityClass).key, optionsOf(schema as EntityClass))
      : isList ? new SchemaNode("array", schemaAt("array: items", schema[0]))
      : new SchemaNode("object", undefined, { fields: schema });
    nodes.set(schema, node);
    if (!isClass) void node.members; // what is wrong is to be seen at once
  }
  return node;
}

/** The node of a schema that must be one. */
export function schemaAt(where: string, schema: unknown): SchemaNode {
  const node = nodeOf(schema);
  needs(node, where, schema, "a schema");
  return node;
}

/** The node of a schema that must be an entity or a union. */
export function entitiesAt(where: string, schema: unknown): SchemaNode {
  const node = nodeOf(schema);
  needs(node?.kind === "entity" || node?.kind === "union", where, schema, "an entity or a union");
  return node;
}

import type { Member } from "./members.js";
import type { SchemaNode } from "./node.js";
import type { CollectionSchema } from "./nodes.js";

/** The first node for which `wanted` is true, of a schema and what is in it down to its entities. */
function find(schema: SchemaNode, wanted: (node: SchemaNode) => boolean): SchemaNode | undefined {
  const open = new Set([schema]); // objects may lead back to themselves
  for (const node of open) {
    if (wanted(node)) return node;
    if (isWalked(node)) for (const inner of [node.items, ...node.members.map((member) => member.node)]) if (inner) open.add(inner);
  }
  return undefined;
}

/** Whether a node is around others and is not itself stored by reference. */
function isWalked({ kind }: SchemaNode): boolean {
  return /array|values|query|object/.test(kind);
}

/** Whether a schema has any entity in it. What has none is not walked: its value is handed out as it came. */
export function hasEntity(schema: SchemaNode): boolean {
  return !!find(schema, (node) => !isWalked(node));
}

/** Whether anything in a schema does not read as it is stored. */
export function hasLink(schema: SchemaNode): boolean {
  return !!find(schema, (node) => !isWalked(node) || node.kind === "query" || node.members.some((member) => member.fn));
}

/** The collection that a schema is or holds. */
export function collectionIn(schema: SchemaNode): CollectionSchema | undefined {
  return find(schema, ({ kind }) => kind === "collection") as CollectionSchema | undefined;
}

const skeletons = new WeakMap<SchemaNode, unknown>();

/**
 * What a schema reads as while there is nothing: of an object its plain values, with `undefined`
 * for the members that have schemas or functions; of anything else `undefined`. It is the same
 * object each time. A nested object without any entity is a plain value.
 */
export function skeleton(schema: SchemaNode): unknown {
  if (schema.kind !== "object") return undefined;
  let known = skeletons.get(schema);
  if (!known) {
    const bare = ({ node, plain }: Member) => (!node ? plain : hasEntity(node) ? undefined : skeleton(node));
    known = Object.freeze(Object.fromEntries(schema.members.map((member) => [member.name, bare(member)])));
    skeletons.set(schema, known);
  }
  return known;
}

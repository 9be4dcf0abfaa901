import { methods } from "./entity-options.js";
import { handleOf } from "./functions.js";
import { hasEntity } from "./inspect.js";
import { SchemaNode } from "./node.js";
import type { AnySchema, CollectionFilter, CollectionOptions } from "./nodes.js";

/**
 * The JSON text of the nodes of a schema that a core does not know yet, as a list; `""` when it
 * knows them all. `known` holds the ids of what it was told, and is added to;
 * `each` is given the nodes that are told.
 *
 * Nodes name each other by id, and functions by the numbers of {@link handleOf}. Left out is what
 * has its default, and members without any entity in them: to a core those are plain values.
 */
export function describe(root: SchemaNode, known: Set<number>, each?: (node: SchemaNode) => void): string {
  if (known.has(root.id)) return "";
  const nodes = new Set([root]);
  const numbered = (_: string, value: unknown): unknown => {
    if (typeof value === "function") return handleOf(value as () => unknown);
    if (!(value instanceof SchemaNode)) return value;
    if (!known.has(value.id)) nodes.add(value);
    return value.id;
  };
  let text = "";
  // It grows while it is gone through.
  for (const node of nodes) text += `,${JSON.stringify({ id: node.id, kind: node.kind, ...contentOf(node as AnySchema) }, numbered)}`;
  for (const node of nodes) {
    known.add(node.id);
    each?.(node);
  }
  return `[${text.slice(1)}]`;
}

/** What is told of a node: other nodes and functions stand for their numbers. */
function contentOf(node: AnySchema): object {
  const { items } = node;
  if (node.kind === "entity") {
    const { key: name, pk, indexes, dataExpiryLength: expiry, ...options } = node.options;
    const { defaults } = node.layout;
    const fields = links(node);
    const required = fields.filter(([member]) => Object.hasOwn(defaults, member) && defaults[member]).map(([member]) => member);
    return {
      name,
      pk: pk === "id" ? undefined : byName(pk),
      fields: fields.length ? Object.fromEntries(fields) : undefined,
      required: required.length ? required : undefined,
      indexes: indexes?.length ? indexes : undefined,
      expiry: expiry === Infinity ? -1 : expiry,
      ...Object.fromEntries(methods.map((method) => [method, options[method]])),
    };
  }
  if (node.kind === "object") return { fields: Object.fromEntries(links(node)) };
  if (node.kind === "union") return { types: Object.fromEntries(node.options.types), by: byName(node.options.by) };
  if (node.kind === "adder") return { collection: items, ...node.options, filter: both(node.options.filter) };
  if (node.kind !== "collection") return { items };
  const { argsKey, nestKey, createCollectionFilter, nonFilterArgumentKeys } = node.options;
  return { items, argsKey, nestKey, filter: both(createCollectionFilter), skip: predicate(nonFilterArgumentKeys) };
}

/** The members that lead to entities. */
function links({ members }: SchemaNode): [string, SchemaNode][] {
  return members.flatMap(({ name, node }) => (node && hasEntity(node) ? [[name, node] as [string, SchemaNode]] : []));
}

function byName(by: unknown): unknown {
  return typeof by === "function" ? { fn: by } : by;
}

/** A filter that takes the arguments and a key object at once. It is asked for list after list with the same arguments. */
function both(filter: CollectionFilter | undefined): unknown {
  if (!filter) return undefined;
  let last: unknown;
  let matches: (key: Readonly<Record<string, string>>) => boolean;
  return (args: never, key: never): boolean => {
    if (args !== last) matches = filter(...(last = args));
    return matches(key);
  };
}

function predicate(names: CollectionOptions["nonFilterArgumentKeys"]): unknown {
  if (!names || typeof names === "function") return names;
  return names instanceof RegExp ? (name: string) => name.search(names) >= 0 : (name: string) => names.includes(name);
}

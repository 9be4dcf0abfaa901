import { methods, type Members } from "./entity-options.js";
import { handleOf } from "./functions.js";
import { hasEntity } from "./inspect.js";
import type { SchemaNode } from "./node.js";
import type { AnySchema, CollectionFilter, CollectionOptions } from "./nodes.js";

/**
 * The JSON text of the nodes of a schema that a core does not know yet, as a list; `""` when it
 * knows them all. `known` holds the ids of what it was told, and is added to.
 *
 * Nodes name each other by id, and functions by the numbers of {@link handleOf}. Left out is what
 * has its default, and members without any entity in them: to a core those are plain values.
 */
export function describe(root: SchemaNode, known: Set<number>): string {
  if (known.has(root.id)) return "";
  const nodes: SchemaNode[] = [];
  const idOf = (node: SchemaNode): number => {
    if (!known.has(node.id)) {
      known.add(node.id);
      nodes.push(node);
    }
    return node.id;
  };
  idOf(root);
  try {
    const contents: object[] = [];
    for (const node of nodes) contents.push({ id: node.id, kind: node.kind, ...contentOf(node as AnySchema, idOf) }); // it grows
    return JSON.stringify(contents);
  } catch (error) {
    for (const { id } of nodes) known.delete(id); // fields that are wrong: nothing is told
    throw error;
  }
}

type IdOf = (node: SchemaNode) => number;

function contentOf(node: AnySchema, idOf: IdOf): object {
  const items = node.items && idOf(node.items);
  if (node.kind === "entity") {
    const { key: name, pk, indexes, dataExpiryLength, ...options } = node.options;
    const { defaults } = node.layout;
    const fields = links(node);
    return {
      name,
      pk: pk === "id" ? undefined : byName(pk),
      fields: fields.length ? ids(fields, idOf) : undefined,
      required: some(fields.flatMap(([member]) => (Object.hasOwn(defaults, member) && defaults[member] ? member : []))),
      indexes: some(indexes),
      expiry: dataExpiryLength === Infinity ? -1 : dataExpiryLength,
      ...Object.fromEntries(methods.map((method) => [method, handle(options[method])])),
    };
  }
  if (node.kind === "object") return { fields: ids(links(node), idOf) };
  if (node.kind === "union") return { types: ids(node.options.types, idOf), by: byName(node.options.by) };
  if (node.kind === "adder") return { op: node.options.op, collection: items, merge: handle(node.options.merge), filter: handle(node.options.filter, both) };
  if (node.kind !== "collection") return { items };
  const { argsKey, nestKey, createCollectionFilter, nonFilterArgumentKeys } = node.options;
  return { items, argsKey: handle(argsKey), nestKey: handle(nestKey), filter: handle(createCollectionFilter, both), skip: handle(nonFilterArgumentKeys, predicate) };
}

/** The members that lead to entities. */
function links(node: SchemaNode): (readonly [string, SchemaNode])[] {
  return node.members.flatMap(({ name, node }) => (node && hasEntity(node) ? [[name, node] as const] : []));
}

function ids(nodes: Iterable<readonly [string, SchemaNode]>, idOf: IdOf): Members {
  // fromEntries makes an own member also of "__proto__".
  return Object.fromEntries([...nodes].map(([name, node]) => [name, idOf(node)]));
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length ? list : undefined;
}

function byName(by: unknown): unknown {
  return typeof by === "function" ? { fn: handleOf(by) } : by;
}

function handle<F>(fn: F | undefined, adapt?: (fn: F) => unknown): number | undefined {
  return fn && handleOf(fn, adapt);
}

/** A filter that takes the arguments and a key object at once. It is asked for list after list with the same arguments. */
function both(filter: CollectionFilter): (args: never, key: Readonly<Record<string, string>>) => boolean {
  let last: unknown;
  let matches: (key: Readonly<Record<string, string>>) => boolean;
  return (args, key) => {
    if (args !== last) matches = filter(...(last = args));
    return matches(key);
  };
}

function predicate(names: NonNullable<CollectionOptions["nonFilterArgumentKeys"]>): (name: string) => boolean {
  if (typeof names === "function") return names;
  return names instanceof RegExp ? (name) => name.search(names) >= 0 : (name) => names.includes(name);
}

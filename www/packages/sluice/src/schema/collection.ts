import { isPlain, needFunctions, needs } from "./check.js";
import { SchemaNode } from "./node.js";
import type { CollectionFilter, CollectionOptions, CollectionSchema, MergeLists } from "./nodes.js";
import { nodeOf } from "./shorthand.js";
import type { Denormalize, Schema } from "./types.js";

export interface CollectionFactory {
  /** A list, `[X]`, or an object by names, `values(X)`, of an entity or a union. */
  <const S extends Schema>(items: S, options?: CollectionOptions): CollectionSchema<Denormalize<S>, ItemOf<Denormalize<S>>>;
  new <const S extends Schema>(items: S, options?: CollectionOptions): CollectionSchema<Denormalize<S>, ItemOf<Denormalize<S>>>;
}

type ItemOf<S> = S extends readonly (infer X)[] ? X : S extends Readonly<Record<string, infer X>> ? X : unknown;

/** The adders by name, and the kind of lists that they are for. */
export const adders = { push: "array", unshift: "array", assign: "values", remove: "", move: "" } as const;

class Collection extends SchemaNode {
  constructor(items: unknown, options: CollectionOptions = {}) {
    const node = nodeOf(items);
    const inner = /array|values/.test(node?.kind ?? "") && node!.items!.kind;
    needs(inner === "entity" || inner === "union", "collection: items", items, "[X] or values(X) of an entity or a union");
    const given: unknown = options;
    needs(isPlain(given), "collection: options", given, "an object");
    needFunctions("collection", given, ["argsKey", "nestKey", "createCollectionFilter"]);
    const names = options.nonFilterArgumentKeys;
    needs(names === undefined || typeof names === "function" || names instanceof RegExp || Array.isArray(names), "collection: nonFilterArgumentKeys", names, "a function, a RegExp or a list of names");
    super("collection", node, options);
    for (const [op, kind] of Object.entries(adders)) {
      if (!kind || kind === node!.kind) (this as Record<string, unknown>)[op] = this.#adder(op);
    }
  }

  addWith(merge: MergeLists, filter?: CollectionFilter): SchemaNode {
    return this.#adder(this.items!.kind === "array" ? "push" : "assign", merge, filter);
  }

  moveWith(merge: MergeLists): SchemaNode {
    return this.#adder("move", merge);
  }

  #adder(op: string, merge?: MergeLists, filter?: CollectionFilter): SchemaNode {
    const options = { op, merge, filter };
    needFunctions(`collection: ${op}`, options, ["merge", "filter"]);
    return new SchemaNode("adder", this, options);
  }
}

export const collection = function (items: unknown, options?: CollectionOptions) {
  return new Collection(items, options);
} as unknown as CollectionFactory;

import type { Resolver } from "../schema/build.js";
import type { SchemaNode } from "../schema/node.js";
import type { Refs } from "../schema/row.js";

/** The objects that the rows of one schema are seen as, by row number, and what stands in the places of their references. */
export class Shelf {
  /** `null` where the space shows nothing, `undefined` where it shows what the space under it does. */
  readonly objects: (object | null | undefined)[] = [];
  readonly refs: (Refs | undefined)[] = [];

  set(row: number, object: object | null | undefined, refs: Refs | undefined): void {
    this.objects[row] = object;
    this.refs[row] = refs;
  }
}

/** What a reader holds: the result of a key, or what arguments find. */
export interface Root {
  /** As the core has it: JSON in which references are numbers. */
  readonly raw: unknown;
  /** Of a query what its function was given. */
  readonly inner: unknown;
  /** `undefined` when nothing is there. */
  readonly value: unknown;
  /** What the function of a query threw. */
  readonly failure?: { readonly error: unknown };
}

/** One state of the data: what is committed, what is seen with optimistic layers, or what was once seen. */
export class Space implements Resolver {
  readonly under: Space | undefined;
  /** By the families of schemas. */
  readonly shelves = new Map<number, Shelf>();
  readonly roots: (Root | null | undefined)[] = [];
  readonly query: Resolver["query"];

  constructor(under: Space | undefined, query: (node: SchemaNode, raw: unknown, space: Space) => unknown) {
    this.under = under;
    this.query = (node, raw) => query(node, raw, this);
  }

  shelf(node: SchemaNode): Shelf {
    let shelf = this.shelves.get(node.family);
    if (!shelf) this.shelves.set(node.family, (shelf = new Shelf()));
    return shelf;
  }

  row(node: SchemaNode, row: number): object | undefined {
    const object = this.shelves.get(node.family)?.objects[row];
    if (object === undefined) return this.under?.row(node, row);
    return object ?? undefined;
  }

  /** The references of the object that {@link row} gives. */
  refs(node: SchemaNode, row: number): Refs | undefined {
    const shelf = this.shelves.get(node.family);
    return shelf?.objects[row] === undefined ? this.under?.refs(node, row) : shelf.refs[row];
  }

  root(number: number): Root | undefined {
    const root = this.roots[number];
    if (root === undefined) return this.under?.root(number);
    return root ?? undefined;
  }
}

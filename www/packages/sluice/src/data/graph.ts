import { build } from "../schema/build.js";
import { freeze } from "../schema/freeze.js";
import type { SchemaNode } from "../schema/node.js";
import type { QuerySchema } from "../schema/nodes.js";
import { closeRow, openRow, reopenRow, splitRow, type Refs } from "../schema/row.js";
import { share } from "../share.js";
import * as wire from "../wire.gen.js";
import { Space, type Root } from "./space.js";

/** What a root is read through. */
export interface Reading {
  readonly node: SchemaNode;
  readonly args: readonly unknown[];
}

/** An object that was opened and is still to be closed. */
interface Opened {
  readonly space: Space;
  readonly node: SchemaNode;
  readonly object: object;
  readonly refs: Refs;
  readonly before: object | undefined;
  readonly refsBefore: Refs | undefined;
}

export const BASE = 0;
export const VIEW = 1;

/**
 * The objects that a client's data is seen as. The core says which of them change; all others stay
 * the objects they are.
 */
export class Graph {
  readonly #nodes: (id: number) => SchemaNode;
  readonly #readings: (Reading | undefined)[] = [];
  readonly #spaces = new Map<number, Space>();
  /** Of the root that is being read. */
  #args: readonly unknown[] = [];

  constructor(nodes: (id: number) => SchemaNode) {
    this.#nodes = nodes;
  }

  /** Says what a root is read through. What was told of it before is read now. */
  open(root: number, reading: Reading): void {
    if (this.#readings[root]) return;
    this.#readings[root] = reading;
    for (const space of this.#spaces.values()) {
      const told = space.roots[root];
      if (told) space.roots[root] = this.#read(reading, told.raw, space, undefined);
    }
  }

  /** What a root shows in a space; `undefined` when nothing is there. */
  value(root: number, space = VIEW): unknown {
    return this.#space(space).root(root)?.value;
  }

  /** Forgets everything: the core is gone. */
  clear(): void {
    this.#spaces.clear();
    this.#readings.length = 0;
  }

  /** Forgets a space that nobody reads any more. */
  close(space: number): void {
    this.#spaces.delete(space);
  }

  /** Under an even number is the base, under an odd one the view; see store/build.go. */
  #space(number: number): Space {
    let space = this.#spaces.get(number);
    if (!space) {
      const under = number === BASE ? undefined : this.#space(number % 2 === 0 || number === VIEW ? BASE : VIEW);
      space = new Space(under, (node, raw, space) => this.#asked(node as QuerySchema, build(node.items!, raw, space), undefined));
      this.#spaces.set(number, space);
    }
    return space;
  }

  /**
   * Takes over what the core tells: `changes` holds three numbers for each change, `texts` from `next` on
   * the parsed texts of those that have one, in their order. Gives the roots that show something else
   * in the view to `told`, and where the texts that were not used begin.
   */
  apply(changes: Uint32Array, texts: readonly unknown[], next: number, told: (root: number) => void): number {
    const opened: Opened[] = [];
    const gone = new Map<string, { readonly object: object; readonly refs: Refs }>();
    const roots: number[] = [];
    for (let i = 0; i < changes.length; i += 3) {
      const kind = changes[i]! & 15;
      if (kind === wire.CHANGE_RESET) {
        this.#spaces.clear();
        continue;
      }
      if (kind > wire.CHANGE_FORGET) {
        roots.push(i, kind === wire.CHANGE_MAKE_ROOT ? next++ : -1);
        continue;
      }
      const node = this.#nodes(changes[i + 1]!);
      const row = changes[i + 2]!;
      const space = this.#space(changes[i]! >>> 4);
      const shelf = space.shelf(node);
      if (kind === wire.CHANGE_MAKE) {
        const stored = texts[next++] as object;
        const before = space.row(node, row);
        const refsBefore = space.refs(node, row);
        const refs = splitRow(node, stored, before, refsBefore);
        const object = openRow(node, stored);
        shelf.set(row, object, refs);
        opened.push({ space, node, object, refs, before, refsBefore });
      } else if (kind === wire.CHANGE_RELINK) {
        const before = shelf.objects[row]!;
        const refs = shelf.refs[row]!;
        const object = reopenRow(node, before, refs);
        shelf.set(row, object, refs);
        opened.push({ space, node, object, refs, before, refsBefore: refs });
      } else if (kind === wire.CHANGE_DROP) {
        shelf.set(row, space.under && null, undefined);
      } else if (kind === wire.CHANGE_SHARE) {
        const object = shelf.objects[row];
        if (object) gone.set(`${node.id} ${row}`, { object, refs: shelf.refs[row]! });
        shelf.set(row, undefined, undefined);
      } else {
        for (const each of this.#spaces.values()) each.shelf(node).set(row, undefined, undefined);
      }
    }
    for (const { node, object, refs, space, before, refsBefore } of opened) closeRow(node, object, refs, space, before, refsBefore);
    this.#applyRoots(changes, texts, roots, told);
    return next;
  }

  #applyRoots(changes: Uint32Array, texts: readonly unknown[], roots: readonly number[], told: (root: number) => void): void {
    for (let i = 0; i < roots.length; i += 2) {
      const at = roots[i]!;
      const kind = changes[at]! & 15;
      const root = changes[at + 2]!;
      const space = this.#space(changes[at]! >>> 4);
      if (kind === wire.CHANGE_FORGET_ROOT) {
        for (const each of this.#spaces.values()) each.roots[root] = undefined;
        this.#readings[root] = undefined;
        continue;
      }
      const shown = this.value(root);
      const before = space.root(root);
      if (kind === wire.CHANGE_SHARE_ROOT) space.roots[root] = undefined;
      else if (kind === wire.CHANGE_DROP_ROOT) space.roots[root] = space.under && null;
      else {
        const raw = kind === wire.CHANGE_MAKE_ROOT ? freeze(share(before?.raw, texts[roots[i + 1]!])) : before!.raw;
        const reading = this.#readings[root];
        space.roots[root] = reading ? this.#read(reading, raw, space, before) : { raw, inner: undefined, value: undefined };
      }
      if (this.value(root) !== shown) told(root);
    }
  }

  #read({ node, args }: Reading, raw: unknown, space: Space, before: Root | undefined): Root {
    this.#args = args;
    if (node.kind !== "query") {
      const value = build(node, raw, space, before?.value, before?.raw);
      return { raw, inner: value, value };
    }
    const inner = build(node.items!, raw, space, before?.inner, before?.raw);
    const value = before && inner === before.inner ? before.value : this.#asked(node as QuerySchema, inner, before?.value);
    return { raw, inner, value };
  }

  /** What a query makes of a value; the same as before if it is equal. */
  #asked({ options }: QuerySchema, inner: unknown, before: unknown): unknown {
    if (inner === undefined) return undefined;
    return freeze(share(before, (options.process as (...args: readonly unknown[]) => unknown)(inner, ...this.#args)));
  }
}

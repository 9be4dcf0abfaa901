import { build, equal } from "../schema/build.js";
import { freeze } from "../schema/freeze.js";
import type { SchemaNode } from "../schema/node.js";
import type { QuerySchema } from "../schema/nodes.js";
import { closeRow, isList, openRow, reopenRow, splitRow, type Refs } from "../schema/row.js";
import { report } from "../record.js";
import { share } from "../share.js";
import * as wire from "../wire.gen.js";
import { mark, type Rows } from "./mark.js";
import { BASE, VIEW } from "./objects.js";
import { Space, type Root } from "./space.js";

/** What a root is read through. */
export interface Reading {
  readonly node: SchemaNode;
  readonly args: readonly unknown[];
}

/** What a row was shown as. */
interface Former {
  readonly object: object | undefined;
  readonly refs: Refs | undefined;
}

/** An object that was opened and is still to be closed. */
interface Opened {
  readonly space: Space;
  readonly node: SchemaNode;
  readonly row: number;
  readonly object: object;
  readonly refs: Refs;
  readonly before: Former;
}


/**
 * The objects that a client's data is seen as. The core says which of them change; all others stay
 * the objects they are.
 */
export class Graph {
  readonly #nodes: (id: number) => SchemaNode;
  readonly #pk: (node: number, row: number) => string | undefined;
  readonly #rows = new Map<SchemaNode, Rows>();
  readonly #readings: (Reading | undefined)[] = [];
  readonly #spaces = new Map<number, Space>();
  /** Of the root that is being read. */
  #args: readonly unknown[] = [];
  /** Rows are being completed. */
  #closing = false;

  /** `pk` gives the pk of a row that is there. */
  constructor(nodes: (id: number) => SchemaNode, pk: (node: number, row: number) => string | undefined = () => undefined) {
    this.#nodes = nodes;
    this.#pk = pk;
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

  /** What a root shows in a space; `undefined` when nothing is there. Throws what the function of a query threw. */
  value(root: number, space = VIEW): unknown {
    const read = this.#space(space).root(root);
    if (read?.failure) throw read.failure.error;
    return read?.value;
  }

  /** The same, or what its function threw. */
  #shown(root: number): unknown {
    const read = this.#space(VIEW).root(root);
    return read?.failure ? read.failure.error : read?.value;
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
      space = new Space(under, (node, raw, space) => this.#nested(node as QuerySchema, raw, space));
      this.#spaces.set(number, space);
    }
    return space;
  }

  /**
   * Takes over what the core tells: `changes` holds three numbers for each change, `texts` from `next` on
   * the parsed texts of those that have one, in their order. Gives the roots that show something else
   * in the view to `told`, those that are no more to `closed`, and where the texts that were not used begin.
   */
  apply(changes: Uint32Array, texts: readonly unknown[], next: number, told: (root: number) => void, closed: (root: number) => void): number {
    const opened: Opened[] = [];
    const replaced: Opened[] = [];
    const shown = this.#shownBefore(changes);
    const shared = new Set<string>();
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
      const number = changes[i]! >>> 4;
      const space = this.#space(number);
      const shelf = space.shelf(node);
      if (kind <= wire.CHANGE_RELINK) {
        const key = shown && `${node.family} ${row}`;
        const former = key && (number === VIEW || shared.has(key)) ? shown.get(key) : undefined;
        const before = former ?? { object: space.row(node, row), refs: space.refs(node, row) };
        let object: object;
        let refs: Refs;
        if (kind === wire.CHANGE_MAKE) {
          const stored = texts[next++] as object;
          refs = splitRow(node, stored, before.object, before.refs);
          object = open(node, stored);
        } else {
          const present = shelf.objects[row]!;
          refs = shelf.refs[row]!;
          object = guarded(() => reopenRow(node, present, refs)) ?? { ...present };
        }
        if (node.kind === "entity") mark(object, this.#rowsOf(node), row);
        const made = { space, node, row, object, refs, before };
        if (former?.object) replaced.push(made);
        else opened.push(made);
        shelf.set(row, former?.object ?? object, refs);
      } else if (kind === wire.CHANGE_DROP) {
        shelf.set(row, space.under && null, undefined);
      } else if (kind === wire.CHANGE_SHARE) {
        shared.add(`${node.family} ${row}`);
        shelf.set(row, undefined, undefined);
      } else {
        for (const each of this.#spaces.values()) each.shelf(node).set(row, undefined, undefined);
      }
    }
    this.#closing = true;
    if (replaced.length > 0) keepEqual(replaced, opened);
    for (const made of opened) close(made, made.object);
    this.#closing = false;
    this.#applyRoots(changes, texts, roots, told, closed);
    return next;
  }

  #rowsOf(node: SchemaNode): Rows {
    let rows = this.#rows.get(node);
    if (!rows) {
      const shows = (row: number, object: object) => [...this.#spaces.values()].some((space) => space.shelves.get(node.family)?.objects[row] === object);
      this.#rows.set(node, (rows = { node, pk: (row, object) => (shows(row, object) ? this.#pk(node.id, row) : undefined) }));
    }
    return rows;
  }

  /** What the view shows of the rows in which it changes, if there are any. */
  #shownBefore(changes: Uint32Array): Map<string, Former> | undefined {
    let shown: Map<string, Former> | undefined;
    for (let i = 0; i < changes.length; i += 3) {
      const kind = changes[i]! & 15;
      if (changes[i]! >>> 4 !== VIEW || kind > wire.CHANGE_FORGET) continue;
      const node = this.#nodes(changes[i + 1]!);
      const row = changes[i + 2]!;
      const view = this.#space(VIEW);
      (shown ??= new Map()).set(`${node.family} ${row}`, { object: view.row(node, row), refs: view.refs(node, row) });
    }
    return shown;
  }

  #applyRoots(changes: Uint32Array, texts: readonly unknown[], roots: readonly number[], told: (root: number) => void, closed: (root: number) => void): void {
    const former = new Map<number, Root>();
    const shared = new Set<number>();
    for (let i = 0; i < roots.length; i += 2) {
      const root = changes[roots[i]! + 2]!;
      const before = changes[roots[i]!]! >>> 4 === VIEW && this.#space(VIEW).root(root);
      if (before) former.set(root, before);
    }
    for (let i = 0; i < roots.length; i += 2) {
      const at = roots[i]!;
      const kind = changes[at]! & 15;
      const root = changes[at + 2]!;
      const number = changes[at]! >>> 4;
      const space = this.#space(number);
      if (kind === wire.CHANGE_FORGET_ROOT) {
        for (const each of this.#spaces.values()) each.roots[root] = undefined;
        this.#readings[root] = undefined;
        closed(root);
        continue;
      }
      const shown = this.#shown(root);
      const present = space.root(root);
      const before = ((number === VIEW || shared.has(root)) && former.get(root)) || present;
      if (kind === wire.CHANGE_SHARE_ROOT) {
        shared.add(root);
        space.roots[root] = undefined;
      } else if (kind === wire.CHANGE_DROP_ROOT) space.roots[root] = space.under && null;
      else {
        const raw = kind === wire.CHANGE_MAKE_ROOT ? freeze(share(before?.raw, texts[roots[i + 1]!])) : present!.raw;
        const reading = this.#readings[root];
        space.roots[root] = reading ? this.#read(reading, raw, space, before) : { raw, inner: undefined, value: undefined };
      }
      if (this.#shown(root) !== shown) told(root);
    }
  }

  #read({ node, args }: Reading, raw: unknown, space: Space, before: Root | undefined): Root {
    this.#args = args;
    let inner: unknown;
    try {
      if (node.kind !== "query") {
        const value = build(node, raw, space, before?.value, before?.raw);
        return { raw, inner: value, value };
      }
      inner = build(node.items!, raw, space, before?.inner, before?.raw);
      if (before && inner === before.inner) return { ...before, raw };
      return { raw, inner, value: this.#asked(node as QuerySchema, inner, before?.value) };
    } catch (error) {
      return { raw, inner, value: undefined, failure: { error } };
    }
  }

  /** The value of a query inside an object. One that throws fails the root that it is in; in a row it is reported. */
  #nested(node: QuerySchema, raw: unknown, space: Space): unknown {
    const ask = () => this.#asked(node, build(node.items, raw, space), undefined);
    return this.#closing ? guarded(ask) : ask();
  }

  /** What a query makes of a value; the same as before if it is equal. */
  #asked({ options }: QuerySchema, inner: unknown, before: unknown): unknown {
    if (inner === undefined) return undefined;
    return freeze(share(before, (options.process as (...args: readonly unknown[]) => unknown)(inner, ...this.#args)));
  }
}

/** Runs what calls functions of the user. What one throws is reported: the others are served all the same. */
function guarded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Leaves those rows as they were whose new objects would be equal; the others are opened. */
function keepEqual(replaced: Opened[], opened: Opened[]): void {
  for (let left: Opened[] = replaced, before = 0; left.length !== before; ) {
    before = left.length;
    left = left.filter((made) => {
      const { space, node, row, object, refs } = made;
      const trial = node.layout.links.length || isList(node) ? (guarded(() => reopenRow(node, object, refs)) ?? object) : object;
      close(made, trial);
      if (equal(trial, made.before.object!)) return true;
      space.shelf(node).set(row, object, refs);
      opened.push(made);
      return false;
    });
  }
}

function close({ node, refs, space, before }: Opened, object: object): void {
  guarded(() => closeRow(node, object, refs, space, before.object, before.refs));
}

/** The object of a row; a plain one where none of its class can be made. */
function open(node: SchemaNode, stored: object): object {
  return guarded(() => openRow(node, stored)) ?? { ...stored };
}

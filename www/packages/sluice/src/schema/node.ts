import { layoutOf, type Layout } from "./layout.js";
import { membersOf, type Member } from "./members.js";

declare const value: unique symbol;
declare const stored: unique symbol;

let lastId = 0;

/**
 * A schema as its factory made it. `T` is the type of what it reads as, `N` that of the normalised
 * result that the store keeps of it: a pk, a list of pks, and so on. All kinds have one shape, which
 * keeps building values fast.
 */
export class SchemaNode<out T = unknown, out N = unknown> {
  /** From one counter for the whole page: what a core knows the node by. */
  readonly id: number = ++lastId;
  readonly kind: string;
  /** What it is around, if it is. */
  readonly items: SchemaNode | undefined;
  readonly options: object;
  #members: readonly Member[] | undefined;
  #layout: Layout | undefined;
  #family: number | undefined;
  declare readonly [value]: T;
  declare readonly [stored]: N;

  constructor(kind: string, items?: SchemaNode, options: object = {}) {
    this.kind = kind;
    this.items = items;
    this.options = options;
  }

  /** Of an entity or an object: its fields. They are looked at when they are needed first. */
  get members(): readonly Member[] {
    return (this.#members ??= membersOf(this));
  }

  /** The id of the node that its rows are seen as: collections of the same, and lists of all of the same, have one. */
  get family(): number {
    return (this.#family ??= familyOf(this));
  }

  /** Of an entity or an object: how its objects are made. */
  get layout(): Layout {
    return (this.#layout ??= layoutOf(this));
  }
}

/** By what lists hold: their first nodes by kind. */
const families = new WeakMap<SchemaNode, Map<string, number>>();

function familyOf({ kind, id, items }: SchemaNode): number {
  const list = kind === "collection" ? items : undefined;
  const held = list ? list.items : kind === "all" ? items : undefined;
  if (!held) return id;
  const known = families.get(held) ?? new Map<string, number>();
  families.set(held, known);
  const name = (list ?? { kind }).kind;
  if (!known.has(name)) known.set(name, id);
  return known.get(name)!;
}

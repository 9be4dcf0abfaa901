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

  /** Of an entity or an object: how its objects are made. */
  get layout(): Layout {
    return (this.#layout ??= layoutOf(this));
  }
}

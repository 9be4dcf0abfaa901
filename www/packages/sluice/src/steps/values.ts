import type { OpenCall } from "../call.js";
import type { Mirror } from "../mirror.js";
import { fromText, toText } from "./text.js";
import type { DataUpdate, Normalising } from "./types.js";

const hasId = (object: { readonly id?: unknown }) => object.id !== undefined;
const idOf = (object: { readonly id?: unknown }) => object.id;

/** Kinds of functions, as core/update.go numbers them. */
const functionOf = (update: DataUpdate, kind: number) => (kind === 1 ? update.updateData : kind === 2 ? update.updateDataOptimistic : update.revertData);

/** Data of names that the core knows by numbers, and changes with functions of calls. */
export class Values {
  #values = new Map<number, unknown>();
  #last = 0;
  #mirror: Mirror;
  #answer: (request: number) => unknown;
  #call: (id: number) => OpenCall | undefined;
  #options: (client: number) => Normalising;

  constructor(mirror: Mirror, answer: (request: number) => unknown, call: (id: number) => OpenCall | undefined, options: (client: number) => Normalising) {
    this.#options = options;
    this.#mirror = mirror;
    this.#answer = answer;
    this.#call = call;
  }

  get(id: number): unknown {
    return id === 0 ? null : this.#values.get(id);
  }

  clear(): void {
    this.#values.clear();
  }

  delete(id: number): void {
    this.#values.delete(id);
  }

  /** Answers what the core asks, see jsbridge/value.go: a number, or a text. Throws what a function throws. */
  ask([what, a, entry, kind, data, answer]: readonly [number, number, number, number, number, number], text: () => string): number | string {
    switch (what) {
      case 0:
        return this.#add(this.#mirror.record(a).data);
      case 1:
        return this.#add(this.#answer(a));
      case 3:
        return toText(this.#answer(a) ?? null);
      case 5:
        return this.#add(fromText(text()));
      case 6:
        return this.#key(a, fromText(text()) as object);
    }
    const [, update] = this.#call(a)!.meta!.updates[entry]!;
    const before = what === 4 ? fromText(text()) : this.get(data);
    const after: unknown = functionOf(update, kind)!(before, this.get(answer));
    if (what === 4) return after === before ? 0 : toText(after ?? null);
    return after === before ? data : this.#add(after);
  }

  /** The key of an object, as text; 0 where it stays in its place. */
  #key(client: number, object: object): number | string {
    const { shouldObjectBeNormalized: should = hasId, getNormalisationObjectKey: keyOf = idOf } = this.#options(client);
    const key: unknown = should(object) ? keyOf(object) : undefined;
    return typeof key === "string" || (typeof key === "number" && Number.isFinite(key)) ? JSON.stringify(key) : 0;
  }

  #add(value: unknown): number {
    if (value === undefined || value === null) return 0;
    this.#values.set(++this.#last, value);
    return this.#last;
  }
}

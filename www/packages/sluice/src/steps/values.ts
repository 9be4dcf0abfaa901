import type { OpenCall } from "../call.js";
import type { Mirror } from "../mirror.js";
import type { DataUpdate } from "./types.js";

/** Kinds of functions, as core/update.go numbers them. */
const functionOf = (update: DataUpdate<never, never, unknown>, kind: number) => (kind === 1 ? update.updateData : kind === 2 ? update.updateDataOptimistic : update.revertData);

/** Data of names that the core knows by numbers, and changes with functions of calls. */
export class Values {
  #values = new Map<number, unknown>();
  #last = 0;
  #mirror: Mirror;
  #answer: (request: number) => unknown;
  #call: (id: number) => OpenCall | undefined;

  constructor(mirror: Mirror, answer: (request: number) => unknown, call: (id: number) => OpenCall | undefined) {
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

  /** Answers what the core asks, see jsbridge/value.go. Throws what a function throws. */
  ask(what: number, a: number, entry: number, kind: number, data: number, answer: number): number {
    if (what === 0) return this.#add(this.#mirror.record(a).data);
    if (what === 1) return this.#add(this.#answer(a));
    const [, update] = this.#call(a)!.meta!.updates[entry]!;
    const before = this.get(data);
    const after: unknown = functionOf(update, kind)!(before as never, this.get(answer) as never);
    return after === before ? data : this.#add(after);
  }

  #add(value: unknown): number {
    if (value === undefined || value === null) return 0;
    this.#values.set(++this.#last, value);
    return this.#last;
  }
}

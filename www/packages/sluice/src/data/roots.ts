import type { Host } from "../host.js";
import type { Commands } from "./commands.js";
import type { Data } from "./data.js";
import type { Question } from "./question.js";
import type { Registry } from "./registry.js";
import type { View } from "./view.js";

/** Which views show what the core has as its roots, and what it says of these. */
export class Roots {
  readonly #data: Data;
  readonly #host: Host;
  readonly #registry: Registry;
  readonly #commands: Commands;
  /** By root: several where they differ in what stale data is good for. */
  readonly #views = new Map<number, Set<View>>();
  /** What {@link see} has asked for. */
  #seeing!: View;

  constructor(data: Data, host: Host, registry: Registry, commands: Commands) {
    this.#data = data;
    this.#host = host;
    this.#registry = registry;
    this.#commands = commands;
  }

  /** What a question shows in a space, if that can be asked for: also while a function of the user runs. */
  see(question: Question, space: number): View | undefined {
    const { node, args } = question;
    const view = this.#data.view(question, space);
    this.#seeing = view;
    this.#host.see((w) => this.#commands.see(w, question, space));
    this.#registry.check(node);
    if (view.root < 0) return undefined;
    if (node) this.#data.objects.graph?.open(view.root, { node, args });
    return view;
  }

  /** The core answers that. */
  sees(root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void {
    const view = this.#seeing;
    view.root = root;
    view.update(status, presence, flags, expiresAt);
    if (record !== 0) view.record = this.#host.mirror.record(record);
  }

  /** The core has found what a view is of. */
  looked(token: number, record: number, root: number): void {
    const entry = this.#data.of(token);
    if (!entry) return;
    const { view } = entry;
    view.root = root;
    view.touched = true;
    this.#of(root).add(view);
    if (entry.node) this.#data.objects.graph?.open(root, { node: entry.node, args: entry.args });
    if (record !== 0) {
      view.record = this.#host.mirror.record(record);
      view.record.views.add(view);
    }
  }

  /** Takes over what the core says of a root beside its data. */
  update(root: number, status: number, presence: number, flags: number, expiresAt: number): void {
    for (const view of this.#of(root)) {
      view.update(status, presence, flags, expiresAt);
      this.#host.mirror.touchView(view);
    }
  }

  /** What a root shows of the base. Throws what the function of a query threw. */
  shown(root: number): unknown {
    for (const view of this.#of(root)) return view.committed;
    return undefined;
  }

  /** Takes over what has become of the objects, see {@link Graph.apply}. */
  apply(changes: Uint32Array, texts: readonly unknown[], next: number): number {
    return this.#data.objects.graph!.apply(changes, texts, next, (root) => {
      for (const view of this.#of(root)) this.#host.mirror.touchView(view);
    }, (root) => this.#close(root));
  }

  /** The core has let go of a root that shows nothing to anybody. */
  #close(root: number): void {
    for (const view of this.#of(root)) this.#data.drop(view);
    this.#views.delete(root);
  }

  /** The core is gone, and its numbers with it. */
  clear(): void {
    this.#views.clear();
  }

  #of(root: number): Set<View> {
    let views = this.#views.get(root);
    if (!views) this.#views.set(root, (views = new Set()));
    return views;
  }
}

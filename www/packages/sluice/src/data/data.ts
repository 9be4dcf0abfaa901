import type { OpenCall } from "../call.js";
import { canonical } from "../body.js";
import type { EndpointInterface } from "../endpoint/index.js";
import type { Host } from "../host.js";
import type { Running } from "../life.js";
import type { QuerySnapshot } from "../record.js";
import { nodeOf, type Schema, type SchemaNode } from "../schema/index.js";
import type { Writer } from "../wire.js";
import type { CoreSide } from "./core-side.js";
import { VIEW, type Objects } from "./objects.js";
import { isNull, keyOf, questionOf, storedBy, type Question } from "./question.js";
import { State } from "./state.js";
import { View } from "./view.js";

/** A question that was asked, and what it shows. */
export interface Entry extends Question {
  readonly id: string;
  readonly token: number;
  readonly view: View;
}

let lastToken = 0;

/** The JavaScript side of one client's endpoints and schemas: what is shown of them, and who watches that. */
export class Data {
  /** What a core is asked, and says, of it; there is none before there is a core. */
  core: CoreSide | undefined;
  readonly objects: Objects = { graph: undefined };
  /** What is polled, by the number of the call that began it. */
  readonly subscriptions = new Map<number, { readonly call: OpenCall; readonly key: string; readonly frequency: number }>();
  readonly #client: number;
  readonly #host: Host;
  readonly #entries = new Map<string, Entry>();
  readonly #nones = new Map<SchemaNode | undefined, View>();
  readonly #viewed = new WeakMap<View, Entry>();
  readonly #tokens = new Map<number, Entry>();
  readonly #nothing = new State();

  /** What requests of endpoints go through, see steps/meta.ts. */
  steps = 0;
  /** The origins that requests go to, where their number is limited: that of calls by name is 1. */
  origins: Map<string | undefined, number> | undefined;

  constructor(client: number, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  /** There is a core: what it tells of becomes objects. */
  begin(running: Running): void {
    this.core ??= new running.CoreSide(this.#client, this.#host, this);
  }

  /** The view of an endpoint's key, as of now. */
  ofEndpoint(endpoint: EndpointInterface, args: readonly unknown[]): View {
    if (isNull(args)) return this.#none(storedBy(endpoint));
    return this.look(questionOf(endpoint, keyOf(endpoint, args), args));
  }

  #none(node: SchemaNode | undefined): View {
    let view = this.#nones.get(node);
    if (!view) this.#nones.set(node, (view = View.none(this.objects, node)));
    return view;
  }

  /** The view of what arguments find through a schema, as of now. */
  ofSchema(schema: Schema, args: readonly unknown[]): View {
    return this.look({ node: nodeOf(schema), key: "", args, invalidIfStale: false });
  }

  /** Brings a view up to date. */
  look(question: Question): View {
    const seen = this.#host.functions.depth > 0 ? this.see(question, VIEW) : undefined;
    if (seen) return seen;
    const entry = this.entry(question);
    this.#host.ask((w) => this.#writeLook(w, entry));
    this.core?.registry.check(entry.node);
    return entry.view;
  }

  /** What a question shows in a space, if that can be asked for: also while a function of the user runs. */
  see(question: Question, space: number): View | undefined {
    return this.core?.roots.see(question, space);
  }

  /** The same in a state. */
  within(question: Question, state: State): View {
    return this.core?.states.within(question, state) ?? this.view(question);
  }

  /** The present state of the base (0), or of the view (1). */
  state(view: 0 | 1): State {
    return this.core?.states.state(view) ?? this.#nothing;
  }

  /** The present snapshot of a view that {@link ofEndpoint} or {@link ofSchema} gave. */
  snapshot(view: View): QuerySnapshot {
    // Who is listened to is told; all else is asked for.
    const entry = view.retained ? undefined : this.#viewed.get(view);
    if (entry) this.#host.ask((w) => this.#writeLook(w, entry));
    return view.get();
  }

  /** A view of which nothing is known yet. */
  view({ node, invalidIfStale }: Question, space?: number): View {
    return new View(this.objects, node, invalidIfStale, space);
  }

  /** What is known of a question: its view is as it was when it was looked at last. */
  entry(question: Question): Entry {
    const { node, key, args, invalidIfStale } = question;
    const id = JSON.stringify([node?.id ?? 0, key, key === "" ? canonical(args) : "", invalidIfStale]);
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { ...question, id, token: ++lastToken, view: this.view(question) };
      this.#viewed.set(entry.view, entry);
      this.#keep(entry);
    }
    return entry;
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#tokens.set(entry.token, entry);
  }

  /** That of a number that {@link CoreSide} has given a core. */
  of(token: number): Entry | undefined {
    return this.#tokens.get(token);
  }

  /** The core has let go of a view that shows nothing to anybody. */
  drop(view: View): void {
    const { id, token } = this.#viewed.get(view)!;
    this.#entries.delete(id);
    this.#tokens.delete(token);
    view.close();
  }

  #writeLook(w: Writer, entry: Entry): void {
    this.#keep(entry); // it may have been let go while somebody held its view
    this.core!.commands.look(w, entry);
  }

  /** Tells the core whether somebody listens to a view, which it then tells of. */
  count(view: View, run = (write: (w: Writer) => void) => this.#host.send(write)): void {
    const listened = view.listeners.size > 0;
    if (view.root < 0 || view.retained === listened) return;
    view.retained = listened;
    run((w) => this.core!.commands.show(w, view.root, listened));
  }

  /** All is emptied: what was shown before is meant no more. */
  forget(): void {
    for (const { view } of this.#entries.values()) view.forget();
  }

  /** The core is gone: what is shown stays, as stale. */
  orphan(): void {
    for (const { view } of this.#entries.values()) {
      view.orphan();
      this.#host.mirror.touchView(view);
    }
    this.core?.orphan();
  }

  /** A new core is there: what is listened to is looked at again. */
  lookAgain(run: (write: (w: Writer) => void) => void): void {
    for (const entry of this.#tokens.values()) {
      if (entry.view.listeners.size === 0) continue;
      run((w) => this.#writeLook(w, entry));
      this.count(entry.view, run);
    }
    for (const { call, key, frequency } of this.subscriptions.values()) run((w) => this.core!.commands.subscribe(w, call, key, frequency, 0));
  }
}

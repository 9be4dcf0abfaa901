import type { OpenCall } from "../call.js";
import { canonical } from "../body.js";
import { plainArgs, type EndpointInterface } from "../endpoint/index.js";
import { CrashError, UsageError } from "../errors.js";
import type { Host } from "../host.js";
import type { Running } from "../life.js";
import { nodeOf, type Schema, type SchemaNode } from "../schema/index.js";
import type { MirrorRecord, QuerySnapshot } from "../record.js";
import type { Writer } from "../wire.js";
import * as wire from "../wire.gen.js";
import { BASE, VIEW, type Objects } from "./objects.js";
import { dried, isCarried, type Kept, NAMED } from "./carry.js";
import type { Registry } from "./registry.js";
import { State, type Former } from "./state.js";
import { View } from "./view.js";

/** What a view is of. */
export interface Question {
  readonly node: SchemaNode | undefined;
  /** `""` where only the store is looked at. */
  readonly key: string;
  readonly args: readonly unknown[];
  readonly invalidIfStale: boolean;
}

interface Entry extends Question {
  readonly id: string;
  readonly token: number;
  readonly view: View;
}

let lastToken = 0;

const emptyState: readonly [space: number, epoch: number, lastReset: number, layers: string] = [-1, 0, 0, "[]"];

/** Which keys an Expire is about. */
const KEYS = 0;
const PATTERN = 1;
const ONE_KEY = 2;

/** The JavaScript side of one client's endpoints and schemas: their objects, and who watches them. */
export class Data {
  /** There is none before there is a core. */
  registry: Registry | undefined;
  readonly objects: Objects = { graph: undefined };
  /** What is polled, by the number of the call that began it. */
  readonly subscriptions = new Map<number, { readonly call: OpenCall; readonly key: string; readonly frequency: number }>();
  readonly #client: number;
  readonly #host: Host;
  readonly #entries = new Map<string, Entry>();
  readonly #nones = new Map<SchemaNode | undefined, View>();
  readonly #viewed = new WeakMap<View, Entry>();
  readonly #tokens = new Map<number, Entry>();
  /** By root: several where they differ in what stale data is good for. */
  readonly #roots = new Map<number, Set<View>>();
  #text = "";
  /** What {@link state} was answered. */
  #stated: typeof emptyState | undefined;
  #states: (WeakRef<State> | undefined)[] = [];
  #uses = new Map<number, number>();
  #nothing = new State(this);
  /** Stands for the present core. */
  #age = {};
  #epoch = 0;
  #epochs = 0;
  /** What {@link see} has asked for. */
  #seeing!: View;

  /** What requests of endpoints go through, see steps/meta.ts. */
  steps = 0;
  /** The origins that requests go to, where their number is limited: that of calls by name is 1. */
  origins: Map<string | undefined, number> | undefined;

  constructor(client: number, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  /** There is a core: what it tells of becomes objects. */
  begin({ Graph, Registry }: Running): void {
    this.registry ??= new Registry(this.#client, this.steps, this.origins, storedBy);
    this.objects.graph ??= new Graph(this.registry.node, (node, row) => this.#told((w) => wire.writePK(w, this.#client, node, row), true) || undefined);
  }

  /** Writes the command of Controller.fetch. */
  writeFetch(w: Writer, call: OpenCall, endpoint: EndpointInterface, key: string, args: readonly unknown[], timeout: number): void {
    const text = argsText(args);
    const number = this.registry!.endpoint(w, endpoint);
    if (!endpoint.sideEffect) {
      const entry = this.#entry(questionOf(endpoint, key, args));
      if (entry.view.root < 0) this.#writeLook(w, entry); // what the call will be fulfilled with
    }
    wire.writeFetch(w, this.#client, call.id, number, key, text, call.started, timeout);
  }

  writeResponse(w: Writer, call: number, endpoint: EndpointInterface, key: string, args: readonly unknown[], body: string): void {
    const text = argsText(args);
    wire.writeSetResponse(w, this.#client, call, this.registry!.endpoint(w, endpoint), key, text, body);
  }

  writeResolve(w: Writer, call: number, endpoint: EndpointInterface, key: string, args: readonly unknown[], body: string, fetchedAt: number, flags: number, named: number): void {
    const text = argsText(args);
    wire.writeResolve(w, this.#client, call, this.registry!.endpoint(w, endpoint), key, text, body, fetchedAt, flags, named);
  }

  writeError(w: Writer, call: number, endpoint: EndpointInterface, key: string, flags: number): void {
    wire.writeSetError(w, this.#client, call, this.registry!.endpoint(w, endpoint), key, flags);
  }

  writeSet(w: Writer, call: number, node: SchemaNode, args: readonly unknown[], value: string): void {
    const text = argsText(args);
    wire.writeSet(w, this.#client, call, this.registry!.schema(w, node), text, value);
  }

  /** A key counts no more, known or not. */
  writeInvalidate(w: Writer, call: number, key: string): void {
    wire.writeExpire(w, this.#client, call, 0, ONE_KEY, key);
  }

  /** `keys` are some, or the form that they have. */
  writeExpire(w: Writer, call: number, keys: readonly string[] | string, stale: boolean): void {
    const formed = typeof keys === "string";
    if (!formed) for (const key of keys) wire.writeKey(w, key);
    wire.writeExpire(w, this.#client, call, stale ? 1 : 0, formed ? PATTERN : KEYS, formed ? keys : "");
  }

  writeReset(w: Writer, call: number): void {
    for (const { view } of this.#entries.values()) view.forget();
    wire.writeReset(w, this.#client, call);
  }

  /** The call stays, as what polls are sent with. */
  writeSubscribe(w: Writer, call: OpenCall, key: string, frequency: number, done = call.id): void {
    const { endpoint, args } = call.endpoint!;
    const text = argsText(args);
    wire.writeSubscribe(w, this.#client, done, call.id, this.registry!.endpoint(w, endpoint), key, text, frequency, endpoint.timeout ?? -1);
    this.subscriptions.set(call.id, { call, key, frequency });
    call.promise.catch(() => this.subscriptions.delete(call.id));
  }

  writeUnsubscribe(w: Writer, call: number, key: string, frequency: number): void {
    let id = 0;
    for (const [number, held] of this.subscriptions) if (held.key === key && held.frequency === frequency) id = number;
    this.subscriptions.delete(id);
    wire.writeUnsubscribe(w, this.#client, call, id, key);
  }

  writeAbort(w: Writer, call: number, key: string): void {
    wire.writeAbortKey(w, this.#client, call, key);
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
    const entry = this.#entry(question);
    this.#host.ask((w) => this.#writeLook(w, entry));
    this.registry?.check(entry.node);
    return entry.view;
  }

  /** What a question shows in a space, if that can be asked for: also while a function of the user runs. */
  see({ node, key, args, invalidIfStale }: Question, space: number): View | undefined {
    const view = new View(this.objects, node, invalidIfStale, space);
    this.#seeing = view;
    this.#host.see((w) => {
      const text = argsText(args);
      wire.writeSee(w, this.#client, space, this.registry!.schema(w, node), key, text);
    });
    this.registry?.check(node);
    if (view.root < 0) return undefined;
    if (node) this.objects.graph?.open(view.root, { node, args });
    return view;
  }

  /** The same in a state. */
  within(question: Question, state: State): View {
    this.#check(state);
    const view = this.see(question, state.space);
    if (!view) return new View(this.objects, question.node, question.invalidIfStale);
    if (view.record) {
      const [data, error] = this.formerly(state, view.record);
      view.record = { data, error } as MirrorRecord;
    }
    return view;
  }

  /** What was kept here for a record in a state. */
  formerly(state: State, record: MirrorRecord): readonly [data: unknown, error: unknown] {
    for (let former: Former | undefined = state.former; former; former = former.next) {
      const was = former.get(record);
      if (was) return was;
    }
    return [record.data, record.error];
  }

  /** A table of a state or, with `names`, the names of those that a member has. */
  table(state: State, member: number, names = false, name = ""): Record<string, unknown> {
    this.#check(state);
    return JSON.parse(this.#told((w) => wire.writeTable(w, this.#client, state.space, member, names ? 1 : 0, name)) || (names ? "[]" : "{}")) as Record<string, unknown>;
  }

  #check({ age }: State): void {
    if (age && age !== this.#age) throw new CrashError("what was not read of the state is gone with it");
  }

  /** The present state of the base (0), or of the view (1). */
  state(view: 0 | 1): State {
    const known = this.#states[view]?.deref();
    this.#stated = undefined;
    this.#host.ask((w) => wire.writeState(w, this.#client, view));
    const [space, epoch, lastReset, layers] = this.#stated ?? emptyState;
    if (space < 0) return known ?? this.#nothing;
    if (known?.space === space && known.layers === layers) {
      this.#host.ask((w) => wire.writeFree(w, this.#client, space));
      return known;
    }
    const { mirror } = this.#host;
    const state = new State(this, space, mirror.freeze(), (this.#epoch = this.#epochs + epoch), lastReset, layers, this.#age);
    this.#states[view] = new WeakRef(state);
    this.#uses.set(space, (this.#uses.get(space) ?? 0) + 1);
    this.#left.register(state, [this.#age, space]);
    return state;
  }

  stated(...state: typeof emptyState): void {
    this.#stated = state;
  }

  /** Nobody holds a state any more. */
  #left = new FinalizationRegistry<readonly [age: object, space: number]>(([age, space]) => {
    this.#host.mirror.thaw();
    if (age !== this.#age) return;
    const uses = this.#uses.get(space)! - 1;
    this.#uses.set(space, uses);
    if (uses === 0) {
      this.#uses.delete(space);
      this.objects.graph?.close(space);
    }
    this.#host.send((w) => wire.writeFree(w, this.#client, space));
  });

  /** The core answers that. */
  sees(root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void {
    const view = this.#seeing;
    view.root = root;
    view.update(status, presence, flags, expiresAt);
    if (record !== 0) view.record = this.#host.mirror.record(record);
  }

  /** The present snapshot of a view that {@link ofEndpoint} or {@link ofSchema} gave. */
  snapshot(view: View): QuerySnapshot {
    // Who is listened to is told; all else is asked for.
    const entry = view.retained ? undefined : this.#viewed.get(view);
    if (entry) this.#host.ask((w) => this.#writeLook(w, entry));
    return view.get();
  }

  /** The view of a question, as it was when it was looked at last. */
  seen(question: Question): View {
    return this.#entry(question).view;
  }

  #entry(question: Question): Entry {
    const { node, key, args, invalidIfStale } = question;
    const id = JSON.stringify([node?.id ?? 0, key, key === "" ? canonical(args) : "", invalidIfStale]);
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { ...question, id, token: ++lastToken, view: new View(this.objects, node, invalidIfStale) };
      this.#viewed.set(entry.view, entry);
      this.#keep(entry);
    }
    return entry;
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#tokens.set(entry.token, entry);
  }

  #writeLook(w: Writer, entry: Entry): void {
    this.#keep(entry); // it may have been let go while somebody held its view
    const { node, token, key, args } = entry;
    const text = argsText(args);
    const schema = this.registry!.schema(w, node);
    wire.writeLook(w, this.#client, token, schema, key, text);
  }

  /** Tells the core whether somebody listens to a view, which it then tells of. */
  count(view: View, run = (write: (w: Writer) => void) => this.#host.send(write)): void {
    const listened = view.listeners.size > 0;
    if (view.root < 0 || view.retained === listened) return;
    view.retained = listened;
    run((w) => wire.writeShow(w, this.#client, view.root, listened ? 1 : 0));
  }

  /** The core has found what a view is of. */
  looked(token: number, record: number, root: number): void {
    const entry = this.#tokens.get(token);
    if (!entry) return;
    const { view } = entry;
    view.root = root;
    view.touched = true;
    this.#viewsOf(root).add(view);
    if (entry.node) this.objects.graph?.open(root, { node: entry.node, args: entry.args });
    if (record !== 0) {
      view.record = this.#host.mirror.record(record);
      view.record.views.add(view);
    }
  }

  /** Takes over what has become of the objects, see {@link Graph.apply}. */
  apply(changes: Uint32Array, texts: readonly unknown[], next: number): number {
    return this.objects.graph!.apply(changes, texts, next, (root) => {
      for (const view of this.#viewsOf(root)) this.#host.mirror.touchView(view);
    }, (root) => this.#close(root));
  }

  /** The core has let go of a root that shows nothing to anybody. */
  #close(root: number): void {
    for (const view of this.#viewsOf(root)) {
      const { id, token } = this.#viewed.get(view)!;
      this.#entries.delete(id);
      this.#tokens.delete(token);
      view.close();
    }
    this.#roots.delete(root);
  }

  /** All keys that the core knows, as of now. */
  keys(): readonly string[] {
    return JSON.parse(this.#told((w) => wire.writeKeys(w, this.#client)) || "[]") as string[];
  }

  /** What is kept here in a space: values and errors. */
  kept(space: number): (readonly [record: MirrorRecord, name: string])[] {
    const list = JSON.parse(this.#told((w) => wire.writeKept(w, this.#client, space)) || "[]") as Kept;
    return list.map(([record, name]) => [this.#host.mirror.record(record), name]);
  }

  /** All that is stored, as text for {@link writeHydrate} of another client. */
  dehydrate(): string {
    const without: string[] = [];
    const shell: [name: string, value: unknown][] = [];
    for (const [{ data, error }, name] of this.kept(BASE)) {
      if (name[0] === "e") shell.push([name, dried(error)]);
      else if (isCarried(data)) shell.push([name, data]);
      else without.push(name.slice(1));
    }
    const side = this.#host.client(this.#client);
    const named = (side?.ssr === "server" && this.#host.viewOf(side)?.dried()) || [];
    if (named.length > 0) shell.push([NAMED, named]);
    return this.#told((w) => {
      for (const key of without) wire.writeKey(w, key);
      wire.writeDehydrate(w, this.#client, JSON.stringify(Object.fromEntries(shell)));
    });
  }

  writeHydrate(w: Writer, call: number, text: string): void {
    wire.writeHydrate(w, this.#client, call, text);
  }

  /** What the core answers to something that it is asked; `""` where there is no core to ask. */
  #told(ask: (w: Writer) => void, anyTime = false): string {
    this.#text = "";
    if (anyTime) this.#host.see(ask);
    else this.#host.ask(ask);
    return this.#text;
  }

  told(text: string): void {
    this.#text = text;
  }

  /** The core is gone: what is shown stays, as stale. */
  orphan(): void {
    for (const { view } of this.#entries.values()) {
      view.orphan();
      this.#host.mirror.touchView(view);
    }
    this.#age = {};
    this.#states = [];
    this.#uses.clear();
    this.#epochs = this.#epoch + 1;
    this.#roots.clear();
    this.objects.graph?.clear();
    this.registry?.forget();
  }

  /** A new core is there: what is listened to is looked at again. */
  lookAgain(run: (write: (w: Writer) => void) => void): void {
    for (const entry of this.#tokens.values()) {
      if (entry.view.listeners.size === 0) continue;
      run((w) => this.#writeLook(w, entry));
      this.count(entry.view, run);
    }
    for (const { call, key, frequency } of this.subscriptions.values()) run((w) => this.writeSubscribe(w, call, key, frequency, 0));
  }

  /** Takes over what the core says of a root beside its data. */
  update(root: number, status: number, presence: number, flags: number, expiresAt: number): void {
    for (const view of this.#viewsOf(root)) {
      view.update(status, presence, flags, expiresAt);
      this.#host.mirror.touchView(view);
    }
  }

  /** What a root shows of the base. Throws what the function of a query threw. */
  shown(root: number): unknown {
    for (const view of this.#viewsOf(root)) return view.committed;
    return undefined;
  }

  #viewsOf(root: number): Set<View> {
    let views = this.#roots.get(root);
    if (!views) this.#roots.set(root, (views = new Set()));
    return views;
  }
}

/** The schema that a core takes an endpoint's answers apart by. One without entities is none: its values stay here as they came. */
function storedBy({ schema }: EndpointInterface): SchemaNode | undefined {
  return schema === undefined ? undefined : nodeOf(schema);
}

/** What an endpoint's key shows. */
export function questionOf(endpoint: EndpointInterface, key: string, args: readonly unknown[]): Question {
  return { node: storedBy(endpoint), key, args, invalidIfStale: endpoint.invalidIfStale ?? false };
}

/** Arguments as the core sees them. */
function argsText(args: readonly unknown[]): string {
  try {
    return JSON.stringify(plainArgs(args));
  } catch (cause) {
    throw new UsageError("the arguments cannot be written as JSON", { cause });
  }
}

/** Null arguments: there is nothing to ask for. */
export function isNull(args: readonly unknown[]): boolean {
  return args.length === 1 && args[0] === null;
}

/** The key of an endpoint's request. */
export function keyOf(endpoint: EndpointInterface, args: readonly unknown[]): string {
  return (endpoint.key as (...args: readonly unknown[]) => string)(...args);
}

/** A single argument that is no list may stand for itself. */
export function listOf(args: unknown): readonly unknown[] {
  if (args === undefined) return [];
  return Array.isArray(args) ? args : [args];
}

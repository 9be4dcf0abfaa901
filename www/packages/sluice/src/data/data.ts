import type { OpenCall } from "../call.js";
import { canonical } from "../body.js";
import { plainArgs, type EndpointInterface } from "../endpoint/index.js";
import type { Host } from "../host.js";
import { nodeOf, type Schema, type SchemaNode } from "../schema/index.js";
import type { Writer } from "../wire.js";
import * as wire from "../wire.gen.js";
import { Graph } from "./graph.js";
import { Registry, storedBy } from "./registry.js";
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
  readonly token: number;
  readonly view: View;
}

let lastToken = 0;

/** The JavaScript side of one client's endpoints and schemas: their objects, and who watches them. */
export class Data {
  readonly registry: Registry;
  readonly graph: Graph;
  readonly #client: number;
  readonly #host: Host;
  readonly #entries = new Map<string, Entry>();
  readonly #tokens = new Map<number, Entry>();
  readonly #roots = new Map<number, View>();
  #keys: readonly string[] = [];

  constructor(client: number, host: Host) {
    this.#client = client;
    this.#host = host;
    this.registry = new Registry(client);
    this.graph = new Graph(this.registry.node);
  }

  /** Writes the command of Controller.fetch. */
  writeFetch(w: Writer, call: OpenCall, endpoint: EndpointInterface, key: string, args: readonly unknown[], timeout: number): void {
    const number = this.registry.endpoint(w, endpoint);
    if (!endpoint.sideEffect) {
      const entry = this.#entry(questionOf(endpoint, key, args));
      if (entry.view.root < 0) this.#writeLook(w, entry); // what the call will be fulfilled with
    }
    wire.writeFetch(w, this.#client, call.id, number, key, argsText(args), call.started, timeout);
  }

  writeResponse(w: Writer, call: number, endpoint: EndpointInterface, key: string, args: readonly unknown[], body: string): void {
    wire.writeSetResponse(w, this.#client, call, this.registry.endpoint(w, endpoint), key, argsText(args), body);
  }

  writeError(w: Writer, call: number, endpoint: EndpointInterface, key: string, soft: boolean): void {
    wire.writeSetError(w, this.#client, call, this.registry.endpoint(w, endpoint), key, soft ? 1 : 0);
  }

  writeSet(w: Writer, call: number, node: SchemaNode, args: readonly unknown[], value: string): void {
    wire.writeSet(w, this.#client, call, this.registry.schema(w, node), argsText(args), value);
  }

  /** `keys` are some, or how they begin. */
  writeExpire(w: Writer, call: number, keys: readonly string[] | string, stale: boolean): void {
    const prefixed = typeof keys === "string";
    if (!prefixed) for (const key of keys) wire.writeKey(w, key);
    wire.writeExpire(w, this.#client, call, stale ? 1 : 0, prefixed ? 1 : 0, prefixed ? keys : "");
  }

  writeReset(w: Writer, call: number): void {
    wire.writeReset(w, this.#client, call);
  }

  writeAbort(w: Writer, call: number, key: string): void {
    wire.writeAbortKey(w, this.#client, call, key);
  }

  /** The view of an endpoint's key, as of now. */
  ofEndpoint(endpoint: EndpointInterface, args: readonly unknown[]): View {
    const key = (endpoint.key as (...args: readonly unknown[]) => string)(...args);
    return this.look(questionOf(endpoint, key, args));
  }

  /** The view of what arguments find through a schema, as of now. */
  ofSchema(schema: Schema, args: readonly unknown[]): View {
    return this.look({ node: nodeOf(schema), key: "", args, invalidIfStale: false });
  }

  /** Brings a view up to date. */
  look(question: Question): View {
    const entry = this.#entry(question);
    // Who is listened to is told; all else is asked for.
    if (this.#host.running && !(entry.view.retained && entry.view.root >= 0)) this.#host.send((w) => this.#writeLook(w, entry));
    return entry.view;
  }

  /** The view of a question, as it was when it was looked at last. */
  seen(question: Question): View {
    return this.#entry(question).view;
  }

  #entry(question: Question): Entry {
    const { node, key, args } = question;
    const id = JSON.stringify([node?.id ?? 0, key, key === "" ? canonical(args) : ""]);
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { ...question, token: ++lastToken, view: new View(this.graph, node) };
      this.#entries.set(id, entry);
      this.#tokens.set(entry.token, entry);
    }
    return entry;
  }

  #writeLook(w: Writer, { node, token, invalidIfStale, key, args }: Entry): void {
    const schema = this.registry.schema(w, node);
    wire.writeLook(w, this.#client, token, schema, invalidIfStale ? 1 : 0, key, argsText(args));
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
    this.#roots.set(root, view);
    if (entry.node) this.graph.open(root, { node: entry.node, args: entry.args });
    if (record !== 0) {
      view.record = this.#host.mirror.record(record);
      view.record.views.add(view);
    }
  }

  /** Takes over what has become of the objects, see {@link Graph.apply}. */
  apply(changes: Uint32Array, texts: readonly unknown[], next: number): number {
    return this.graph.apply(changes, texts, next, (root) => {
      const view = this.#roots.get(root);
      if (view) this.#host.mirror.touchView(view);
    });
  }

  /** All keys that the core knows, as of now. */
  keys(): readonly string[] {
    this.#keys = [];
    this.#host.send((w) => wire.writeKeys(w, this.#client));
    return this.#keys;
  }

  keysAre(keys: readonly string[]): void {
    this.#keys = keys;
  }

  /** The core is gone: what is shown stays, as stale. */
  orphan(): void {
    for (const { view } of this.#entries.values()) {
      view.orphan();
      this.#host.mirror.touchView(view);
    }
    this.#roots.clear();
    this.graph.clear();
    this.registry.forget();
  }

  /** A new core is there: what is listened to is looked at again. */
  lookAgain(run: (write: (w: Writer) => void) => void): void {
    for (const entry of this.#entries.values()) {
      if (entry.view.listeners.size === 0) continue;
      run((w) => this.#writeLook(w, entry));
      this.count(entry.view, run);
    }
  }

  view(root: number): View | undefined {
    return this.#roots.get(root);
  }
}

/** What an endpoint's key shows. */
export function questionOf(endpoint: EndpointInterface, key: string, args: readonly unknown[]): Question {
  return { node: storedBy(endpoint), key, args, invalidIfStale: endpoint.invalidIfStale ?? false };
}

/** Arguments as the core sees them. */
function argsText(args: readonly unknown[]): string {
  return JSON.stringify(plainArgs(args));
}

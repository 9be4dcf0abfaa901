import type { Client, RequestsStore } from "sluice";
import { SYNC_REQUESTS, setDownloadProgress, setUploadProgress } from "./actions.js";
import { patched, withPatch, type Patch } from "./patch.js";
import { initialState, type RequestsState } from "./state.js";
import { Waiting } from "./waiting.js";

type Parts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Of stores that share a client: what one of them takes from its view, all of them get. No store is kept by that. */
const sharing = new WeakMap<Client, Set<WeakRef<Changes>>>();

/** What changes in a client, for a store that shows it: each of its changes is told once, by the actions of the store. */
export class Changes {
  readonly #client: Client;
  readonly #store: RequestsStore;
  /** What the store was not told of yet. */
  #owed: Patch | undefined;
  #renamed: Parts | undefined;
  /** Nothing that will be told brings what is owed. */
  #behind = false;
  #waiting = new Waiting();
  #syncing = false;
  /** The state has shown a request. */
  #shown = false;

  constructor(client: Client, store: RequestsStore) {
    this.#client = client;
    this.#store = store;
    const own = new WeakRef(this);
    const all = sharing.get(client) ?? new Set();
    sharing.set(client, all.add(own));
    const view = client.actions.view(); // from now on
    if (view && all.size > 1) this.#hear(wholeOf(view.state()));
    this.look();
    const stop = client.actions.observe(() => {
      const changes = own.deref();
      if (changes) return changes.sync();
      stop();
      all.delete(own);
    });
    this.sync();
  }

  /** Names of the state that are no more when the core tells what it has taken of it: it gives names itself. */
  rename(names: readonly string[]): void {
    this.#renamed = { queries: Object.fromEntries(names.map((name) => [name, null])) };
  }

  /** What has changed, to be told by {@link use} when the core's step is complete. */
  take(): Patch | undefined {
    return this.#waiting.add(this.#patch());
  }

  /** What is still to be told of what was taken. It is told now. */
  use(patch: Patch | undefined): Patch | undefined {
    return this.#waiting.use(patch);
  }

  /** What has changed, to be told at once. */
  now(): Patch | undefined {
    return this.use(this.#patch());
  }

  /** What has changed is to be told by what follows, or else by an action of its own. */
  later(): void {
    this.#owe();
    this.#behind = true;
    this.sync();
  }

  /** Looks whether the state shows a request by now. */
  look(): void {
    this.#shown ||= !this.#isNew();
  }

  /** Whether the state has shown requests, and was made anew since: it is as it was at first. */
  gone(): boolean {
    const gone = this.#shown && this.#isNew();
    this.#shown = !this.#isNew();
    return gone;
  }

  #isNew(): boolean {
    const { queries, mutations } = stateOf(this.#store) ?? initialState;
    return queries === initialState.queries && mutations === initialState.mutations;
  }

  #patch(): Patch | undefined {
    this.#owe();
    const patch = this.#owed;
    this.#owed = undefined;
    this.#behind = false;
    return patch;
  }

  /** Has all who share the client owe what has changed. */
  #owe(): void {
    const patch = this.#client.actions.view()?.patch();
    if (!patch) return;
    this.#add(patch);
    for (const one of sharing.get(this.#client)!) {
      const other = one.deref();
      if (other && other !== this) other.#hear(patch);
    }
  }

  #hear(patch: Parts): void {
    this.#add(patch);
    this.#behind = true;
    this.sync();
  }

  #add(patch: Parts): void {
    const owed = { ...this.#owed } as Record<string, object>;
    for (const [part, members] of Object.entries({ ...this.#renamed, ...patch })) owed[part] = { ...this.#renamed?.[part], ...owed[part], ...members };
    this.#owed = owed;
    this.#renamed = undefined;
  }

  /** Has the store know, in a microtask, of what changes without an action: progress, and what others do with the client. */
  sync(): void {
    const isBehind = () => this.#behind || this.#client.actions.view()?.changed;
    if (this.#syncing || !isBehind()) return;
    this.#syncing = true;
    queueMicrotask(() => {
      this.#syncing = false;
      const patch = isBehind() ? this.now() : undefined;
      if (!patch) return;
      const state = stateOf(this.#store) ?? initialState;
      if (patched(state, patch) === state) return;
      const moved = [
        ...progress(setDownloadProgress, state.downloadProgress, patch.downloadProgress),
        ...progress(setUploadProgress, state.uploadProgress, patch.uploadProgress),
      ];
      const actions = moved.length > 0 ? moved : [{ type: SYNC_REQUESTS }];
      actions.forEach((action, i) => this.#store.dispatch(withPatch(action, i === 0 ? patch : {})));
      this.look();
    });
  }
}

/** The state of a store's requests. Nothing, where the reducer is not mounted, or not yet. */
export function stateOf(store: RequestsStore): RequestsState | undefined {
  return (store.getState() as { readonly requests?: RequestsState }).requests;
}

/** What tells of the percentages that are other ones now. */
function progress<A extends object>(create: (name: string, progress: number) => A, before: Readonly<Record<string, number>>, after: Readonly<Record<string, number | null | undefined>> = {}): A[] {
  return Object.entries(after).flatMap(([name, progress]) => (progress == null || progress === before[name] ? [] : [create(name, progress)]));
}

/** All that a view shows, as a patch: the rest of the state is the store's own. */
function wholeOf({ watchers: _watchers, ssr: _ssr, websocket: _websocket, ...parts }: Readonly<Record<string, unknown>>): Parts {
  return parts as Parts;
}

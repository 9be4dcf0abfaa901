import { UsageError, createClient, isAbort, report, type Client, type RequestMeta, type RequestRef, type RequestsStore } from "sluice";
import type { ActionJob } from "../steps/actions.js";
import type { Teller } from "../steps/meta.js";
import { SYNC_REQUESTS, setDownloadProgress, setUploadProgress } from "./actions.js";
import type { Engine, EngineFactory, Pass, RequestEvent } from "./engine.js";
import { rulesOf, type RequestsOptions } from "./options.js";
import { pairOf } from "./pair.js";
import { patched, withPatch, type Patch } from "./patch.js";
import { initialState, type RequestsState } from "./state.js";
import type { RequestResult, TypedRequest } from "./types.js";
import { Waiting } from "./waiting.js";

/** Has the core of a client carry out the requests of a store. */
export const coreEngine: EngineFactory = (options, store) => new CoreEngine(options, store);

type Tell = (event: RequestEvent) => void;
type Parts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Stores that share a client: what one of them takes from its view, all of them get. None is kept by that. */
const sharing = new WeakMap<Client, Set<WeakRef<CoreEngine>>>();

/** Closes the own client of a store that nobody has any more: a server makes one for each page. */
const left = new FinalizationRegistry<Client>((client) => client.close());

class CoreEngine implements Engine {
  readonly #options: RequestsOptions;
  readonly #store: RequestsStore;
  readonly #client: Client;
  readonly #isQuery: (action: TypedRequest) => boolean;
  /** What has changed, and the store was not told of yet. */
  #owed: Patch | undefined;
  /** Names that are no more when the core tells what it has taken of the state: it gives names itself. */
  #renamed: Parts | undefined;
  /** It was another store that came to know of what is owed. */
  #behind = false;
  #waiting = new Waiting();
  #syncing = false;
  /** The state has shown a request. */
  #shown = false;

  constructor(options: RequestsOptions, store: RequestsStore) {
    const { client, wasm, ssr, subscriber, getNormalisationObjectKey, shouldObjectBeNormalized } = options;
    if (subscriber !== undefined) noSubscriptions();
    this.#options = { cache: false, keepDataOnError: false, ...options };
    this.#store = store;
    this.#client = client ?? createClient({ ssr: ssr === "server" ? "server" : null, ...(wasm !== undefined && { wasm }), ...(getNormalisationObjectKey && { getNormalisationObjectKey }), ...(shouldObjectBeNormalized && { shouldObjectBeNormalized }) });
    this.#isQuery = rulesOf(options).isQuery;
    if (!client) left.register(this, this.#client);
    const { actions } = this.#client;
    const own = new WeakRef(this);
    const all = sharing.get(this.#client) ?? new Set();
    sharing.set(this.#client, all.add(own));
    const view = actions.view(); // from now on
    if (view && all.size > 1) this.#take(wholeOf(view.state()));
    this.#adopt();
    const stop = actions.observe(() => {
      const engine = own.deref();
      if (engine) return engine.#sync();
      stop();
      all.delete(own);
    });
    this.#sync();
  }

  request(action: TypedRequest, tell: Tell): void {
    this.#renew();
    this.#start(action, tell, false);
  }

  local(action: object, pass: Pass): void {
    this.#renew();
    const { meta = {} } = action as { readonly meta?: RequestMeta };
    void this.#client.actions.local(meta).catch(report);
    pass(this.#now());
  }

  poll(action: TypedRequest, tell: Tell): void {
    this.#start(action, tell, true);
  }

  abort(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.abortRequests(list ?? undefined);
    pass(this.#now());
  }

  async join(ref: RequestRef): Promise<RequestResult | null> {
    if (!this.#client.actions.running) return null;
    try {
      const data = await this.#client.joinRequest(ref);
      return data === null ? null : { data };
    } catch (error) {
      return isAbort(error) ? { isAborted: true } : { error };
    }
  }

  reset(list: readonly RequestRef[] | null, abortPending: boolean, resetCached: boolean, pass: Pass): void {
    this.#client.resetRequests(list ?? undefined, abortPending, resetCached);
    pass(this.#now());
  }

  clearCache(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.clearRequestsCache(list ?? undefined);
    pass(this.#now());
  }

  stopPolling(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.stopPolling(list ?? undefined);
    pass(this.#now());
  }

  subscribe(): never {
    return noSubscriptions();
  }

  stopSubscriptions(): never {
    return noSubscriptions();
  }

  openWebsocket(): never {
    return noSubscriptions();
  }

  closeWebsocket(): never {
    return noSubscriptions();
  }

  websocket(): null {
    return null;
  }

  #start(action: TypedRequest, tell: Tell, answered: boolean): void {
    let begun = answered;
    let ended = answered;
    let first: Patch | undefined;
    const silent = action.meta?.silent === true;
    const told: Teller = {
      patch: (event, polled) => {
        if (silent) return undefined; // no action brings it
        if (event === 0 && !polled && begun) {
          this.#knows(action); // it was told without: what follows brings it, also if it is answered from the cache
          this.#owe();
          this.#behind = true;
          this.#sync();
          return undefined;
        }
        const patch = this.#waiting.add(this.#patch());
        if (event === 0 && !begun) first = patch ?? {};
        return patch;
      },
      tell: ({ flow, event, hit, polled, thrown, patch: taken }) => {
        const told = event === 0 && !polled && begun;
        const patch = told ? undefined : this.#waiting.use(taken as Patch | undefined);
        const common = { action: flow.action as TypedRequest, patch, ...(polled && { polled }), ...(hit && { cached: hit }) };
        if (told) return;
        if (event === 0) {
          begun = true;
          tell({ ...common, kind: "request" });
          return;
        }
        if (!polled) ended = true;
        if (event === 1) tell({ ...common, kind: "success", response: hit ?? flow.response! });
        else if (event === 2) tell({ ...common, kind: "error", error: flow.error, ...(thrown && { thrown }) });
        else tell({ ...common, kind: "abort" });
        this.#shown ||= !this.#isNew();
      },
    };
    const job = { options: this.#options, action, query: this.#isQuery(action), store: this.#store, told, answered };
    const promise = this.#client.actions.request(job as ActionJob);
    // While there is no core, or it is not done with what this follows from, the reducers know of it first.
    if (!begun) {
      begun = true;
      tell({ kind: "request", action, patch: this.#waiting.use(first) });
    }
    promise.catch((error: unknown) => {
      if (ended) return;
      // The core has not told of it. What the reducers have begun they end themselves, unless it knows better by now.
      const patch = !silent && isAbort(error) && this.#knows(action) ? this.#now() : undefined;
      if (isAbort(error)) tell({ kind: "abort", action, patch });
      else tell({ kind: "error", action, error });
      this.#sync();
    });
  }

  /** Has the next patch say what there is of a request's pair. Whether there is something. */
  #knows(action: TypedRequest): boolean {
    const { type, requestKey } = pairOf(action.type, action.meta?.requestKey);
    return this.#client.actions.view()?.again(type, requestKey) ?? false;
  }

  /** To be told at once. */
  #now(): Patch | undefined {
    return this.#waiting.use(this.#patch());
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
      if (other && other !== this) other.#take(patch);
    }
  }

  #take(patch: Parts): void {
    this.#add(patch);
    this.#behind = true;
    this.#sync();
  }

  #add(patch: Parts): void {
    const owed = { ...this.#owed } as Record<string, object>;
    for (const [part, members] of Object.entries({ ...this.#renamed, ...patch })) owed[part] = { ...this.#renamed?.[part], ...owed[part], ...members };
    this.#owed = owed;
    this.#renamed = undefined;
  }

  /** Has the store know of what changes without an action: progress, and what others do with the client. */
  #sync(): void {
    const isBehind = () => this.#behind || this.#client.actions.view()?.changed;
    if (this.#syncing || !isBehind()) return;
    this.#syncing = true;
    queueMicrotask(() => {
      this.#syncing = false;
      const patch = isBehind() ? this.#now() : undefined;
      if (!patch) return;
      const state = this.#state() ?? initialState;
      if (patched(state, patch) === state) return;
      const moved = [
        ...progress(setDownloadProgress, state.downloadProgress, patch.downloadProgress),
        ...progress(setUploadProgress, state.uploadProgress, patch.uploadProgress),
      ];
      const actions = moved.length > 0 ? moved : [{ type: SYNC_REQUESTS }];
      actions.forEach((action, i) => this.#store.dispatch(withPatch(action, i === 0 ? patch : {})));
    });
  }

  /** Whether the state is as it is made: no request has been in it. */
  #isNew(): boolean {
    const { queries, mutations } = this.#state() ?? {};
    return queries === initialState.queries && mutations === initialState.mutations;
  }

  /** Root reducers make a state anew, as at a logout: the core forgets what is gone. What is on its way still arrives. */
  #renew(): void {
    const renewed = this.#shown && this.#isNew();
    this.#shown = !this.#isNew();
    if (renewed) this.#client.resetRequests(undefined, false);
  }

  /** Nothing, where the reducer is not mounted, or not yet. */
  #state(): RequestsState | undefined {
    return (this.#store.getState() as { readonly requests?: RequestsState }).requests;
  }

  /** The core gets to know what the state begins with. */
  #adopt(): void {
    const { queries = {} }: Partial<RequestsState> = this.#state() ?? {};
    const known = Object.entries(queries).filter(([, { data, error }]) => data !== null || error !== null);
    if (known.length === 0) return;
    this.#shown = true;
    this.#renamed = { queries: Object.fromEntries(known.flatMap(([name]) => (name.includes("\0") ? [[name, null]] : []))) };
    this.#client.actions.adopt(known.map(([name, { data, error, type = name, requestKey = "" }]) => [type, String(requestKey), 1, data, error, 0]));
  }
}

/** What tells of the percentages that are other ones now. */
function progress<A extends object>(create: (name: string, progress: number) => A, before: Readonly<Record<string, number>>, after: Readonly<Record<string, number | null | undefined>> = {}): A[] {
  return Object.entries(after).flatMap(([name, progress]) => (progress == null || progress === before[name] ? [] : [create(name, progress)]));
}

/** All that a view shows, as a patch: the rest of the state is the store's own. */
function wholeOf({ watchers: _watchers, ssr: _ssr, websocket: _websocket, ...parts }: Readonly<Record<string, unknown>>): Parts {
  return parts as Parts;
}

function noSubscriptions(): never {
  throw new UsageError("subscriber: this version has no subscriptions; leave it out");
}

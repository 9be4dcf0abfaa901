import { UsageError, createClient, isAbort, report, type Client, type RequestMeta, type RequestRef, type RequestsStore } from "sluice";
import { SET_DOWNLOAD_PROGRESS, SET_UPLOAD_PROGRESS, SYNC_REQUESTS } from "./actions.js";
import type { Engine, EngineFactory, Pass, RequestEvent } from "./engine.js";
import { rulesOf, type RequestsOptions } from "./options.js";
import { withPatch, type Patch } from "./patch.js";
import type { RequestsState } from "./state.js";
import type { TypedRequest } from "./types.js";

/** Has the core of a client carry out the requests of a store. */
export const coreEngine: EngineFactory = (options, store) => new CoreEngine(options, store);

type Tell = (event: RequestEvent) => void;

class CoreEngine implements Engine {
  readonly #options: RequestsOptions;
  readonly #store: RequestsStore;
  readonly #client: Client;
  readonly #isQuery: (action: TypedRequest) => boolean;
  /** What has changed by events that were told before there was a patch. */
  #owed: Patch | undefined;
  #syncing = false;

  constructor(options: RequestsOptions, store: RequestsStore) {
    const { client, wasm, ssr, subscriber, getNormalisationObjectKey, shouldObjectBeNormalized } = options;
    if (subscriber !== undefined) noSubscriptions();
    this.#options = { cache: false, keepDataOnError: false, ...options };
    this.#store = store;
    this.#client = client ?? createClient({ ssr: ssr === "server" ? "server" : null, ...(wasm !== undefined && { wasm }), ...(getNormalisationObjectKey && { getNormalisationObjectKey }), ...(shouldObjectBeNormalized && { shouldObjectBeNormalized }) });
    this.#isQuery = rulesOf(options).isQuery;
    this.#client.actions.view(); // from now on
    this.#adopt();
    this.#client.actions.observe(() => this.#sync());
  }

  request(action: TypedRequest, tell: Tell): void {
    this.#start(action, tell, false);
  }

  local(action: object, pass: Pass): void {
    const { meta = {} } = action as { readonly meta?: RequestMeta };
    void this.#client.actions.local(meta).catch(report);
    pass(this.#patch());
  }

  poll(action: TypedRequest, tell: Tell): void {
    this.#start(action, tell, true);
  }

  abort(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.abortRequests(list ?? undefined);
    pass(this.#patch());
  }

  reset(list: readonly RequestRef[] | null, abortPending: boolean, resetCached: boolean, pass: Pass): void {
    this.#client.resetRequests(list ?? undefined, abortPending, resetCached);
    pass(this.#patch());
  }

  clearCache(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.clearRequestsCache(list ?? undefined);
    pass(this.#patch());
  }

  stopPolling(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.stopPolling(list ?? undefined);
    pass(this.#patch());
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
    const told = {
      patch: (event: number, polled: boolean) => {
        if (event !== 0 || polled || !begun) return this.#patch();
        this.#owe(); // it was told without: what follows brings it
        return undefined;
      },
      tell: ({ flow, event, hit, polled, thrown, patch }: { flow: { action: TypedRequest; response?: never; error: unknown }; event: number; hit?: { data: unknown }; polled: boolean; thrown: boolean; patch: unknown }) => {
        const common = { action: flow.action, patch: patch as Patch | undefined, ...(polled && { polled }), ...(hit && { cached: hit }) };
        if (event === 0) {
          if (begun && !polled) return;
          begun = true;
          tell({ ...common, kind: "request" });
          return;
        }
        if (!polled) ended = true;
        if (event === 1) tell({ ...common, kind: "success", response: hit ?? flow.response! });
        else if (event === 2) tell({ ...common, kind: "error", error: flow.error, ...(thrown && { thrown }) });
        else tell({ ...common, kind: "abort" });
      },
    };
    const { actions } = this.#client;
    const job = { options: this.#options, action, query: this.#isQuery(action), store: this.#store, told, answered };
    const promise = actions.request(job as Parameters<typeof actions.request>[0]);
    // While there is no core, the reducers know of it first.
    if (!begun) {
      begun = true;
      tell({ kind: "request", action });
    }
    promise.catch((error: unknown) => {
      if (ended) return;
      const patch = this.#patch();
      if (isAbort(error)) tell({ kind: "abort", action, patch });
      else tell({ kind: "error", action, error, patch });
    });
  }

  #patch(): Patch | undefined {
    this.#owe();
    const patch = this.#owed;
    this.#owed = undefined;
    return patch;
  }

  #owe(): void {
    const patch = this.#client.actions.view()?.patch() as Readonly<Record<string, object>> | undefined;
    if (!patch) return;
    const owed = { ...this.#owed } as Record<string, object>;
    for (const [part, members] of Object.entries(patch)) owed[part] = { ...owed[part], ...members };
    this.#owed = owed;
  }

  /** Has the store know of what changes without an action: progress, and what others do with the client. */
  #sync(): void {
    if (this.#syncing || !this.#client.actions.view()?.changed) return;
    this.#syncing = true;
    queueMicrotask(() => {
      this.#syncing = false;
      const patch = this.#client.actions.view()?.changed ? this.#patch() : undefined;
      if (!patch) return;
      const { downloadProgress = {}, uploadProgress = {} } = patch;
      const state = (this.#store.getState() as { readonly requests: RequestsState }).requests;
      const moved = [
        ...progress(SET_DOWNLOAD_PROGRESS, state.downloadProgress, downloadProgress),
        ...progress(SET_UPLOAD_PROGRESS, state.uploadProgress, uploadProgress),
      ];
      if (moved.length === 0) moved.push({ type: SYNC_REQUESTS });
      moved.forEach((action, i) => this.#store.dispatch(withPatch(action, i === 0 ? patch : {})));
    });
  }

  /** The core gets to know what the state begins with. */
  #adopt(): void {
    const { queries = {} } = (this.#store.getState() as { readonly requests?: Partial<RequestsState> }).requests ?? {};
    const known = Object.entries(queries).filter(([, { data, error }]) => data !== null || error !== null);
    if (known.length === 0) return;
    this.#client.actions.adopt(known.map(([name, { data, error, type = name, requestKey = "" }]) => [type, String(requestKey), 1, data, error, 0]));
  }
}

function progress(type: string, before: Readonly<Record<string, number>>, after: Readonly<Record<string, number | null | undefined>>): { type: string; requestType?: string; progress?: number }[] {
  return Object.entries(after).flatMap(([requestType, progress]) => (progress == null || progress === before[requestType] ? [] : [{ type, requestType, progress }]));
}

function noSubscriptions(): never {
  throw new UsageError("subscriber: this version has no subscriptions; leave it out");
}

import { UsageError, createClient, isAbort, report, type Client, type RequestMeta, type RequestRef, type RequestsStore } from "sluice";
import type { ActionJob } from "../steps/actions.js";
import type { Listener } from "../live/live.js";
import type { Teller } from "../steps/meta.js";
import { websocketClosed, websocketOpened } from "./actions.js";
import { Changes, stateOf } from "./changes.js";
import type { Engine, EngineFactory, Pass, RequestEvent } from "./engine.js";
import { rulesOf, type RequestsOptions } from "./options.js";
import { pairOf } from "./pair.js";
import { withPatch, type Patch } from "./patch.js";
import type { RequestsState } from "./state.js";
import type { RequestResult, SubscriptionAction, TypedRequest } from "./types.js";

/** Has the core of a client carry out the requests of a store. */
export const coreEngine: EngineFactory = (options, store) => new CoreEngine(options, store);

type Tell = (event: RequestEvent) => void;

/** Closes the own client of a store that nobody has any more: a server makes one for each page. */
const left = new FinalizationRegistry<Client>((client) => client.close());

class CoreEngine implements Engine {
  readonly #options: RequestsOptions;
  readonly #store: RequestsStore;
  readonly #client: Client;
  readonly #isQuery: (action: TypedRequest) => boolean;
  readonly #changes: Changes;
  /** What a message changes, while the reducers are told of it. */
  #message: { readonly action: object; begin(): void } | undefined;

  constructor(options: RequestsOptions, store: RequestsStore) {
    const { client, wasm, ssr, subscriber, getNormalisationObjectKey, shouldObjectBeNormalized } = options;
    if (client && subscriber) throw new UsageError("subscriber: a socket is a client's; give it to createClient");
    this.#options = { cache: false, keepDataOnError: false, ...options };
    this.#store = store;
    this.#listener = {
      store,
      connection: (code) => void store.dispatch(withPatch(code === undefined ? websocketOpened() : websocketClosed(code), {})),
      apply: (action, begin) => {
        this.#message = { action, begin };
        try {
          store.dispatch(action);
        } finally {
          this.#message = undefined;
        }
      },
    };
    this.#client = client ?? createClient({ ssr: ssr === "server" ? "server" : null, ...(wasm !== undefined && { wasm }), ...(subscriber && { subscriber }), ...(getNormalisationObjectKey && { getNormalisationObjectKey }), ...(shouldObjectBeNormalized && { shouldObjectBeNormalized }) });
    this.#isQuery = rulesOf(options).isQuery;
    if (!client) left.register(this, this.#client);
    this.#changes = new Changes(this.#client, store);
    this.#adopt();
    this.#client.live?.listeners.add(this.#listener);
  }

  request(action: TypedRequest, tell: Tell): void {
    this.#renew();
    this.#start(action, tell, false);
  }

  local(action: object, pass: Pass): void {
    this.#renew();
    const { meta = {} } = action as { readonly meta?: RequestMeta };
    if (action === this.#message?.action) this.#message.begin();
    else this.#client.actions.local(meta).catch(report);
    pass(this.#changes.now());
  }

  poll(action: TypedRequest, tell: Tell): void {
    this.#start(action, tell, true);
  }

  abort(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.abortRequests(list ?? undefined);
    pass(this.#changes.now());
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
    pass(this.#changes.now());
  }

  clearCache(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.clearRequestsCache(list ?? undefined);
    pass(this.#changes.now());
  }

  stopPolling(list: readonly RequestRef[] | null, pass: Pass): void {
    this.#client.stopPolling(list ?? undefined);
    pass(this.#changes.now());
  }

  subscribe(action: SubscriptionAction, pass: Pass): void {
    this.#client.live!.take(action, this.#listener);
    pass({});
  }

  stopSubscriptions(list: readonly string[] | null, action: object, pass: Pass): void {
    this.#client.live!.stop(list, action);
    pass({});
  }

  openWebsocket(props: unknown, pass: Pass): void {
    pass({});
    this.#client.openWebsocket(props);
  }

  closeWebsocket(code: number, pass: Pass): void {
    this.#client.live!.check(code);
    pass({});
    this.#client.closeWebsocket(code);
  }

  websocket(): unknown {
    return this.#client.live?.connection?.ws ?? null;
  }

  /** Has the reducers know what happens to the socket, and what messages change. */
  readonly #listener: Listener;

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
          this.#changes.later();
          return undefined;
        }
        const patch = this.#changes.take();
        if (event === 0 && !begun) first = patch ?? {};
        return patch;
      },
      tell: ({ flow, event, hit, polled, thrown, patch: taken }) => {
        const told = event === 0 && !polled && begun;
        const patch = told ? undefined : this.#changes.use(taken as Patch | undefined);
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
        this.#changes.look();
      },
    };
    const job = { options: this.#options, action, query: this.#isQuery(action), store: this.#store, told, answered };
    const promise = this.#client.actions.request(job as ActionJob);
    // While there is no core, or it is not done with what this follows from, the reducers know of it first.
    if (!begun) {
      begun = true;
      tell({ kind: "request", action, patch: this.#changes.use(first) });
    }
    promise.catch((error: unknown) => {
      if (ended) return;
      // The core has not told of it. What the reducers have begun they end themselves, unless it knows better by now.
      const patch = !silent && isAbort(error) && this.#knows(action) ? this.#changes.now() : undefined;
      if (isAbort(error)) tell({ kind: "abort", action, patch });
      else tell({ kind: "error", action, error });
      this.#changes.sync();
    });
  }

  /** Has the next patch say what there is of a request's pair. Whether there is something. */
  #knows(action: TypedRequest): boolean {
    const { type, requestKey } = pairOf(action.type, action.meta?.requestKey);
    return this.#client.actions.view()?.again(type, requestKey) ?? false;
  }

  /** Root reducers make a state anew, as at a logout: the core forgets what is gone. What is on its way still arrives. */
  #renew(): void {
    if (this.#changes.gone()) this.#client.resetRequests(undefined, false);
  }

  /** The core gets to know what the state begins with. */
  #adopt(): void {
    const { queries = {} }: Partial<RequestsState> = stateOf(this.#store) ?? {};
    const known = Object.entries(queries).filter(([, { data, error }]) => data !== null || error !== null);
    if (known.length === 0) return;
    this.#changes.rename(known.map(([name]) => name).filter((name) => name.includes("\0")));
    this.#client.actions.adopt(known.map(([name, { data, error, type = name, requestKey = "" }]) => [type, String(requestKey), 1, data, error, 0]));
  }
}

import { canonical, emptyBody } from "./body.js";
import { Caller } from "./caller.js";
import { Controller } from "./controller.js";
import { Data } from "./data/data.js";
import type { EndpointInterface } from "./endpoint/index.js";
import type { Host } from "./host.js";
import { hostFor } from "./hosts.js";
import type { AnyEndpoint, ArgsOf, DataOf } from "./infer.js";
import { Live } from "./live/live.js";
import type { SubscriptionOptions, WebsocketState } from "./live/types.js";
import { manage } from "./managers/index.js";
import type { Observer } from "./observer.js";
import { checkOptions, type ClientOptions } from "./options.js";
import type { QuerySnapshot } from "./record.js";
import { RequestsPromise } from "./redux/requests-promise.js";
import { checkRequest, keyText, nameText, targetsOf, type ApiRequest, type RequestRef } from "./request.js";
import { Request, type Library, type RequestOptions, type Result } from "./requests/index.js";
import { Requests } from "./requests/requests.js";
import { isPlain } from "./schema/check.js";
import type { Denormalize, Schema } from "./schema/index.js";
import { ROUTE_LOGIN, ROUTE_REGISTER, Side } from "./side.js";
import { actionsOf, type Actions } from "./steps/actions.js";
import type { CallMeta } from "./steps/meta.js";
import { Sweeper } from "./sweeper.js";
import type { MutationState, Watch, WatchProps } from "./watch.js";
import { Watches } from "./watches.js";
import type { Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** What `apiRequest` takes. */
export interface ApiCall {
  /** Sends a named request. */
  <T = unknown>(request: ApiRequest<T>): Promise<T>;
  /** Has a Request carried out. */
  <T = unknown>(request: Request<object, T>, options?: RequestOptions): Promise<T>;
}

let lastClient = 0;

const noSocket: WebsocketState = Object.freeze({ pristine: true, connected: false });

/** The data of a query of many that has none. */
const none: readonly never[] = Object.freeze([]);

/** A client: one user's data of one server. Made by {@link createClient}. */
export class Client {
  #id = ++lastClient;
  #host: Host;
  #side: Side;
  #sweeper: Sweeper;
  #unmanage: () => void;
  #caller: Caller;
  #watches: Watches;
  /** Fetches endpoints, and reads and writes what is stored of them. */
  readonly controller: Controller;

  /**
   * With `ssr: "server"`: resolves when no named request is outstanding any more, with what tells of their successes, as
   * actions of sluice/redux are; rejects with `{ successActions, errorActions }` if one failed. Else `null`.
   */
  readonly requestsPromise: RequestsPromise | null;
  /** What sluice/redux carries requests out with. @internal */
  readonly actions: Actions;

  /** @internal */
  constructor(options: ClientOptions) {
    checkOptions(options);
    this.requestsPromise = options.ssr === "server" && !options.disableRequestsPromise ? new RequestsPromise() : null;
    this.#host = hostFor(options);
    this.#sweeper = new Sweeper(this.#id, options.gc, this.#host.timers, (write) => this.#host.send(write));
    const data = new Data(this.#id, this.#host);
    this.#side = new Side(this.#id, options, data, (note, user) => this.#host.send((w) => wire.writeFromTab(w, this.#id, note, user)), this.#sweeper);
    data.steps = this.#side.steps;
    const caller = new Caller(this.#host, this.#side, this.requestsPromise);
    this.#caller = caller;
    this.#watches = new Watches(this.#id, this.#host, options);
    const open = (request: ApiRequest, meta: CallMeta) => caller.open(request, emptyBody, undefined, undefined, meta);
    this.actions = actionsOf({ host: this.#host, side: this.#side, counting: this.requestsPromise, open });
    this.#side.actions = this.actions;
    if (options.subscriber && options.ssr !== "server") this.#side.live = new Live(options.subscriber, this.#id, this.#host);
    this.#side.requests = new Requests(this.#host, options, this.#sweeper);
    this.controller = new Controller(data, this.#host, caller);
    this.#unmanage = manage(options, this.#side, this.#host, this.controller, () => this.allSettled());
    this.#host.add(this.#side);
  }

  /** Whether it gathers what a page needs that is being rendered. @internal */
  get server(): boolean {
    return this.#side.ssr === "server";
  }

  /**
   * Fulfilled when the core answers; rejected with {@link LoadError} when it cannot be had. The
   * next call then tries again, and this becomes the promise of that attempt.
   */
  get ready(): Promise<void> {
    return this.#host.ready;
  }

  /** Sends a named request, or has a Request carried out. Rejects as the class of each error says; never throws. */
  apiRequest: ApiCall = (request: ApiRequest | Request<object>, options?: RequestOptions) => {
    if (request instanceof Request) return this.#side.requests.ask(request, options) as Promise<never>;
    return this.#caller.named(request) as Promise<never>;
  };

  /** Which resolver carries out the requests of a class. */
  get library(): Library {
    return this.#side.requests.library;
  }

  /** Has a Request carried out. `null`: nobody takes it. While the core is loading that is not known: the Result then fails. */
  resolve<T = unknown>(request: Request<object, T>): Result<T> | null {
    return this.#side.requests.resolve(request) as Result<T> | null;
  }

  /** Logs in. Resolves with the user, without token. */
  login(credentials: { readonly email: string; readonly password: string }): Promise<Record<string, unknown>> {
    return this.#caller.account(ROUTE_LOGIN, credentials);
  }

  /** Registers an account. Resolves with the user; whether that also logs in is the server's choice. */
  register(account: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly confirmPassword?: string;
  }): Promise<Record<string, unknown>> {
    return this.#caller.account(ROUTE_REGISTER, account);
  }

  /** Watches a named request. */
  watch<T = unknown>(props: WatchProps | string): Watch<T>;
  /** Watches what is shown of an endpoint's arguments. */
  watch<E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Watch<DataOf<E>>;
  /** Watches what arguments find through a schema. A plain object with a member `type` is no schema here. */
  watch<S extends Schema>(schema: S, ...args: readonly unknown[]): Watch<Denormalize<S> | undefined>;
  watch(what: WatchProps | string | AnyEndpoint | Schema, ...args: readonly unknown[]): Watch {
    const type = typeof what === "string" ? what : isPlain(what) ? (what as Partial<WatchProps>).type : undefined;
    if (type === undefined) return this.controller.view(what as Schema, args);
    const { requestKey, multiple, defaultData = multiple ? none : undefined } = what as WatchProps;
    const watch = this.#watches.watch(nameText(type), keyText(requestKey), "");
    return defaultData === undefined ? watch : watch.withDefault(defaultData);
  }

  /** The present state of a named request. */
  getQuery<T = unknown>(props: WatchProps): QuerySnapshot<T> {
    return this.watch<T>(props).get();
  }

  /** The present state of a named request that is a mutation. */
  getMutation(props: Omit<WatchProps, "multiple" | "defaultData">): MutationState {
    const { loading, pending, error, downloadProgress, uploadProgress } = this.getQuery(props);
    return { loading, pending, error, downloadProgress, uploadProgress };
  }

  /** Aborts the pending named requests of a list, or all of them. What is polled goes on to be polled. */
  abortRequests(list?: readonly RequestRef[]): void {
    this.#ofList(list, (w, all) => wire.writeAbortRequests(w, this.#id, all));
  }

  /**
   * Takes away what is known of the named requests of a list, or of all: data, error, progress, what may be given again,
   * polling. With `abortPending`, what is in flight ends with reason `"reset"`; else its answer counts when it comes.
   * Without `resetCached`, queries stay that have an answer which may be given again. Without a list, the memory cache of
   * Requests is emptied, too; what is in flight of them goes on.
   */
  resetRequests(list?: readonly RequestRef[], abortPending = true, resetCached = true): void {
    if (list === undefined && resetCached) this.#side.requests.clear();
    this.#ofList(list, (w, all) => wire.writeForget(w, this.#id, all, 4, (abortPending ? 1 : 0) | (resetCached ? 2 : 0)));
  }

  /** Forgets that answers of a list, or of all named requests, may be given again. The data stays. Without a list, the memory cache of Requests is emptied, too. */
  clearRequestsCache(list?: readonly RequestRef[]): void {
    if (list === undefined) this.#side.requests.clear();
    this.#ofList(list, (w, all) => wire.writeForget(w, this.#id, all, 1, 0));
  }

  /** Ends the polling of the named requests of a list, or of all. What is in flight goes on. */
  stopPolling(list?: readonly RequestRef[]): void {
    this.#ofList(list, (w, all) => wire.writeForget(w, this.#id, all, 2, 0));
  }

  /** The result of the newest pending request that is meant; `null` if there is none. */
  joinRequest(ref: RequestRef): Promise<unknown> {
    return this.#caller.join(ref);
  }

  #ofList(list: readonly RequestRef[] | undefined, write: (w: Writer, all: number) => void): void {
    const targets = list === undefined ? undefined : targetsOf(list);
    this.#host.send((w) => {
      for (const { name, key, flags } of targets ?? []) wire.writeTarget(w, name, key, flags);
      write(w, targets ? 0 : 1);
    });
  }

  /**
   * Subscribes to a topic, until `stop()` is called. Those of one type and key share what is sent for them. Throws
   * {@link UsageError} where the client has no option `subscriber`. On a server that renders pages nothing is subscribed.
   */
  subscription(options: SubscriptionOptions): { stop(): void } {
    const live = this.#caller.live("subscription");
    const { schema, ...rest } = options;
    const write = schema && ((data: unknown) => this.controller.set(schema, [], data));
    return { stop: live?.subscribe({ ...rest, ...(write && { write }) }) ?? (() => {}) };
  }

  /** Opens the socket, in place of one that is open. `props` are for the subscriber's `onOpen`. */
  openWebsocket(props: unknown = null): void {
    this.#caller.live("openWebsocket")?.open(props);
  }

  /** Closes the socket: with 1000, the default, until {@link openWebsocket}; with 3000 to 4999 it is opened again. Throws {@link UsageError} for another code. */
  closeWebsocket(code = 1000): void {
    this.#caller.live("closeWebsocket")?.close(code);
  }

  /** The state of the socket. */
  getWebsocketState(): WebsocketState {
    return this.#side.live?.state ?? noSocket;
  }

  /** What sluice/redux needs of it. @internal */
  get live(): Live | undefined {
    return this.#side.live;
  }

  /** Resolves when nothing is in flight, at once if so. */
  allSettled(): Promise<void> {
    if (this.#caller.closed) return Promise.resolve();
    const idle = new Promise<void>((resolve) => {
      this.#side.idlers.push(resolve);
      this.#host.send(
        (w) => wire.writeWhenIdle(w, this.#id),
        () => this.#side.idle(),
      );
    });
    return idle.then(() => this.#side.requests.settled()?.then(() => this.allSettled()));
  }

  /** All that is stored, as text that can stand inside of a `<script>` element, for {@link hydrate} of another client. */
  dehydrate(): string {
    return this.#side.data.core?.answers.dehydrate() ?? "";
  }

  /** Adds what another client has dehydrated. What is here already and was fetched later stays. */
  hydrate(text: string): Promise<void> {
    const { promise, begin } = this.#caller.write("hydrate", text, (w, call) => this.#side.data.core!.commands.hydrate(w, call, text));
    begin();
    return promise;
  }

  /** Lets go, at once, of all that nobody reads and whose life is over. */
  sweep(): Promise<void> {
    const { promise, begin } = this.#caller.write("sweep", undefined, (w, call) => this.#sweeper.write(w, call));
    begin();
    return promise;
  }

  /** Ends the client: what is pending rejects with reason `"closed"`, and so does every later call. */
  close(): void {
    if (this.#caller.closed) return;
    this.#caller.closed = true;
    this.#sweeper.stop();
    this.#side.requests.close();
    this.#side.tabs.close();
    this.#side.live?.end();
    this.#host.remove(this.#side);
    queueMicrotask(() => this.requestsPromise?.close()); // what is aborted by that counts
    this.#unmanage();
    this.#watches.clear();
  }

  /** The observer of a request with its data, shared by all who show it. For framework bindings. */
  observe<T = unknown>(request: ApiRequest<T>): Observer<T> {
    checkRequest(request);
    const { name } = request;
    // The session is one for the whole client: it is not kept by data.
    const variant = name === "session" ? "" : canonical(request.data);
    return this.#watches.observer(name, keyText(request.requestKey), variant, request, (request) => this.#caller.named(request, variant)) as Observer<T>;
  }

  /** Sends the request of an endpoint, without the store. @internal */
  ask(endpoint: EndpointInterface, args: readonly unknown[]): Promise<unknown> {
    return this.#caller.ask(endpoint, args);
  }
}

/** Makes a client. Returns at once: the core loads behind it, and calls made meanwhile are kept in order. */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(options);
}

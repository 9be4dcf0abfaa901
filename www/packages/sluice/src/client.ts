import { BY_RULE, YES, choice, matchesRule, queryChoice } from "./auto-abort.js";
import { canonical, emptyBody, toBody, type RequestBody } from "./body.js";
import type { OpenCall, StandIn } from "./call.js";
import { Controller, type AnyEndpoint, type ArgsOf, type Command, type DataOf, type Prepare, type Write } from "./controller.js";
import { Data } from "./data/data.js";
import type { EndpointInterface } from "./endpoint/index.js";
import { TimeoutError, abortError, isAbort } from "./errors.js";
import type { Host } from "./host.js";
import { hostFor } from "./hosts.js";
import { manage } from "./managers/index.js";
import { numberOf } from "./names.js";
import { canMeasureUploads } from "./network.js";
import { Observer } from "./observer.js";
import { checkOptions, type ClientOptions } from "./options.js";
import type { QuerySnapshot } from "./record.js";
import { writeRetryOf } from "./retry.js";
import { checkRequest, isRouteName, keyText, nameText, targetsOf, type ApiRequest, type RequestRef } from "./request.js";
import { Request, type Library, type RequestOptions, type Result } from "./requests/index.js";
import { Requests } from "./requests/requests.js";
import { isPlain } from "./schema/check.js";
import type { Denormalize, Schema } from "./schema/index.js";
import { ROUTE_LOGIN, ROUTE_NAME, ROUTE_REGISTER, ROUTE_SESSION, Side } from "./side.js";
import { maxDelay } from "./timer.js";
import { actionsOf, type Actions } from "./steps/actions.js";
import { clientMeta, latestOf, metaOf, type CallMeta } from "./steps/meta.js";
import type { RequestAction } from "./steps/types.js";
import { RequestsPromise } from "./redux/requests-promise.js";
import type { TypedRequest } from "./redux/types.js";
import { Sweeper } from "./sweeper.js";
import { NamedWatch, type Watch } from "./watch.js";
import type { Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** What names a request to watch. */
export interface WatchProps {
  /** Its name, or an action creator whose `toString` gives it. */
  readonly type: string | { toString(): string };
  /** Default: the request without a key. `1` and `"1"` are the same. */
  readonly requestKey?: string | number;
  /** Data where there is none is `[]` in place of `null`. */
  readonly multiple?: boolean;
  /** Data where there is none. */
  readonly defaultData?: unknown;
}

/** The state of a named request that is a mutation. */
export type MutationState = Pick<QuerySnapshot, "loading" | "pending" | "error" | "downloadProgress" | "uploadProgress">;

/** What `apiRequest` takes. */
export interface ApiCall {
  /** Sends a named request. */
  <T = unknown>(request: ApiRequest<T>): Promise<T>;
  /** Has a Request carried out. */
  <T = unknown>(request: Request<object, T>, options?: RequestOptions): Promise<T>;
}

/** Numbers clients and calls over all clients of the page: identity comes from counters. */
let lastClient = 0;
let lastCall = 0;

/** The data of a query of many that has none. */
const none: readonly never[] = Object.freeze([]);

/** How many watches a client remembers, so that equal ones share what they have. */
const maxWatches = 1000;

/** A client: one user's data of one server. Made by {@link createClient}. */
export class Client {
  #id = ++lastClient;
  #host: Host;
  #side: Side;
  #options: ClientOptions;
  #sweeper: Sweeper;
  #closed = false;
  #unmanage: () => void;
  #watches = new Map<string, NamedWatch>();
  #observers = new Map<string, Observer>();
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
    this.#options = options;
    this.requestsPromise = options.ssr === "server" && !options.disableRequestsPromise ? new RequestsPromise() : null;
    this.#host = hostFor(options);
    this.#sweeper = new Sweeper(this.#id, options.gc, this.#host.timers, (write) => this.#host.send(write));
    const data = new Data(this.#id, this.#host);
    this.#side = new Side(this.#id, options, data, (note, user) => this.#host.send((w) => wire.writeFromTab(w, this.#id, note, user)), this.#sweeper);
    data.steps = this.#side.steps;
    const open = (request: ApiRequest, meta: CallMeta) => this.#open(request, emptyBody, undefined, undefined, meta);
    this.actions = actionsOf({ host: this.#host, side: this.#side, counting: this.requestsPromise, open });
    this.#side.actions = this.actions;
    this.#side.requests = new Requests(this.#host, options, this.#sweeper);
    this.controller = new Controller(data, this.#host, {
      fetch: (...request) => this.#fetch(...request),
      write: (name, written, command) => this.#write(name, written, command),
      writeLate: (name, prepare) => this.#writeLate(name, prepare),
      together: (writes) => this.#host.together(writes),
      subscribe: (...request) => this.#subscribe(...request),
    });
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
    return this.#named(request) as Promise<never>;
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
    return this.#account(ROUTE_LOGIN, credentials);
  }

  /** Registers an account. Resolves with the user; whether that also logs in is the server's choice. */
  register(account: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly confirmPassword?: string;
  }): Promise<Record<string, unknown>> {
    return this.#account(ROUTE_REGISTER, account);
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
    const watch = this.#watch(nameText(type), keyText(requestKey), "");
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
    try {
      const [target] = targetsOf([ref]);
      const call = this.#open({ name: target!.name }, emptyBody);
      this.#host.open(call, (w) => {
        wire.writeTarget(w, target!.name, target!.key, target!.flags);
        wire.writeJoin(w, this.#id, call.id);
      });
      return call.promise;
    } catch (error) {
      return refused(error);
    }
  }

  #ofList(list: readonly RequestRef[] | undefined, write: (w: Writer, all: number) => void): void {
    const targets = list === undefined ? undefined : targetsOf(list);
    this.#host.send((w) => {
      for (const { name, key, flags } of targets ?? []) wire.writeTarget(w, name, key, flags);
      write(w, targets ? 0 : 1);
    });
  }

  /** Resolves when nothing is in flight, at once if so. */
  allSettled(): Promise<void> {
    if (this.#closed) return Promise.resolve();
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
    const { promise, begin } = this.#write("hydrate", text, (w, call) => this.#side.data.core!.commands.hydrate(w, call, text));
    begin();
    return promise;
  }

  /** Lets go, at once, of all that nobody reads and whose life is over. */
  sweep(): Promise<void> {
    const { promise, begin } = this.#write("sweep", undefined, (w, call) => this.#sweeper.write(w, call));
    begin();
    return promise;
  }

  /** Ends the client: what is pending rejects with reason `"closed"`, and so does every later call. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sweeper.stop();
    this.#side.requests.close();
    this.#side.tabs.close();
    this.#host.remove(this.#side);
    this.#unmanage();
    this.#watches.clear();
    this.#observers.clear();
  }

  /** The observer of a request with its data, shared by all who show it. For framework bindings. */
  observe<T = unknown>(request: ApiRequest<T>): Observer<T> {
    checkRequest(request);
    const { name } = request;
    // The session is one for the whole client: it is not kept by data.
    const variant = name === "session" ? "" : canonical(request.data);
    const key = keyText(request.requestKey);
    const id = this.#scope(name, key, variant);
    let observer = this.#observers.get(id);
    if (!observer) {
      const watch = this.#watch(name, key, variant);
      observer = new Observer(
        watch,
        request,
        (request) => this.#named(request, variant),
        // The core may have to load before it has a number for the record.
        () => this.#host.send((w) => wire.writeLeave(w, watch.record)),
      );
      this.#observers.set(id, observer);
    }
    return observer as Observer<T>;
  }

  #watch(name: string, key: string, variant: string): NamedWatch {
    const scope = this.#scope(name, key, variant);
    let watch = this.#watches.get(scope);
    if (!watch) {
      this.#forgetIdle();
      watch = new NamedWatch(this.#host, { token: ++lastCall, client: this.#id, name, key, variant, scope, query: queryChoice(this.#options, name) });
      this.#watches.set(scope, watch);
    }
    return watch;
  }

  /** One text for what names a record of this client. */
  #scope(...names: readonly [name: string, key: string, variant: string]): string {
    return JSON.stringify([this.#id, ...names]);
  }

  /** Forgets the oldest watches that nobody listens to, when there are many. Who still holds one may go on using it. */
  #forgetIdle(): void {
    if (this.#watches.size < maxWatches) return;
    for (const [id, watch] of this.#watches) {
      if (this.#watches.size <= maxWatches / 2) return;
      if (watch.listening) continue;
      watch.forget();
      this.#watches.delete(id);
      this.#observers.delete(id);
    }
  }

  /** Of a hook it has a variant. */
  #named(request: ApiRequest, hook?: string): Promise<unknown> {
    try {
      checkRequest(request);
      const key = keyText(request.requestKey);
      const variant = hook ?? "";
      const body = toBody(request.data);
      const { timeout, signal, asMutation } = request;
      const query = asMutation === undefined ? queryChoice(this.#options, request.name) : choice(!asMutation);
      if (signal?.aborted) throw abortError("aborted");
      let meta = request.name === "logout" ? undefined : metaOf(this.#options, request, () => this.#actionOf(request));
      let { takeLatest } = request;
      try {
        if (request.name !== "session" && request.name !== "logout") takeLatest = latestOf(this.#options, request, () => this.#actionOf(request));
      } catch (error) {
        meta = { ...(meta ?? clientMeta({}, 0, () => this.#actionOf(request))), broken: { error } };
        takeLatest = false;
      }
      const call = this.#open(request, body, undefined, undefined, meta);
      if (signal) this.#listen(call, signal);
      this.#host.open(call, (w) => {
        const name = numberOf(request.name, w);
        if (meta) this.#host.code.writeCallMeta(w, meta, hook !== undefined);
        writeRetryOf(w, request.retry);
        // The time of a call that waited was measured here, see #await: the core's is that of what comes after its outcome.
        const started = call.early?.done ? this.#host.now() : call.started;
        wire.writeCall(w, this.#id, call.id, name, key, variant, query, choice(takeLatest), (call.upload ? 1 : 0) | (call.download ? 2 : 0), started, timeout ?? -1);
      });
      this.requestsPromise?.count(this.#actionOf(request) as TypedRequest, call.promise);
      if (this.#host.waits(call)) {
        if (meta) this.#limit(call, timeout);
        else this.#await(call, key, variant, query, takeLatest, timeout);
      }
      return call.promise;
    } catch (error) {
      return refused(error);
    }
  }

  /** A call by name as functions see it. */
  #actionOf(request: ApiRequest): RequestAction {
    const { name, data: _, headers: __, signal: ___, timeout: ____, ...meta } = request;
    return { type: name, request: this.#side.configOf(request), meta };
  }

  /** What a request of an endpoint goes through: the client's functions, unless it has a network of its own. */
  #metaOf(endpoint: EndpointInterface, args: readonly unknown[]): CallMeta | undefined {
    return this.#side.steps && !endpoint.fetch ? this.#stepsOf(endpoint, args) : undefined;
  }

  #stepsOf(endpoint: EndpointInterface, args: readonly unknown[]): CallMeta {
    return clientMeta(this.#options, this.#side.steps, () => ({ type: endpoint.name, request: this.#side.jobOf(endpoint, args) }));
  }

  #fetch(endpoint: EndpointInterface, args: readonly unknown[], key: string, as?: StandIn): Promise<unknown> {
    const { signal, timeout, name } = endpoint;
    if (signal?.aborted) throw abortError("aborted");
    const call = this.#open({ name, data: args[0] }, emptyBody, { endpoint, args, as }, undefined, this.#metaOf(endpoint, args));
    if (signal) this.#listen(call, signal);
    this.#host.open(call, (w) => this.#side.data.core!.commands.fetch(w, call, endpoint, key, args, timeout ?? -1));
    this.#limit(call, timeout);
    return call.promise;
  }

  /** Sends the request of an endpoint, without the store. @internal */
  async ask(endpoint: EndpointInterface, args: readonly unknown[]): Promise<unknown> {
    const { signal, timeout, name, sideEffect, retry } = endpoint;
    if (signal?.aborted) throw abortError("aborted");
    const meta = { ...this.#stepsOf(endpoint, args), driver: { endpoint, args } };
    const call = this.#open({ name, data: args[0] }, emptyBody, undefined, undefined, meta);
    if (signal) this.#listen(call, signal);
    this.#host.open(call, (w) => {
      this.#host.code.writeCallMeta(w, meta);
      writeRetryOf(w, retry);
      wire.writeCall(w, this.#id, call.id, 0, "", "", choice(!sideEffect), choice(false), 0, call.started, timeout ?? -1);
    });
    this.#limit(call, timeout);
    return call.promise;
  }

  /** Has the core change what is stored. `written` is what stays here of it. */
  #write(name: string, written: unknown, command: Command): Write {
    return this.#toWrite(name, written, (call) => this.#host.open(call, (w) => command(w, call.id)));
  }

  #writeLate(name: string, prepare: Prepare): Write {
    return this.#toWrite(name, undefined, (call) =>
      this.#host.openLate(call, () => {
        const command = prepare();
        return command && ((w) => command(w, call.id));
      }),
    );
  }

  #toWrite(name: string, written: unknown, begin: (call: OpenCall) => void): Write {
    if (this.#closed) return { promise: Promise.resolve(), begin() {}, drop() {} };
    const call = this.#open({ name }, emptyBody, undefined, written);
    return { promise: call.promise as Promise<void>, begin: () => begin(call), drop: call.reject };
  }

  /** Begins or ends a subscription. */
  #subscribe(endpoint: EndpointInterface, args: readonly unknown[], command: (w: Writer, call: OpenCall) => void, as?: StandIn): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const call = this.#open({ name: endpoint.name, data: args[0] }, emptyBody, { endpoint, args, as }, undefined, this.#metaOf(endpoint, args));
    this.#host.open(call, (w) => command(w, call));
    return call.promise as Promise<void>;
  }

  #account(route: number, data: unknown): Promise<Record<string, unknown>> {
    try {
      const call = this.#open({ name: route === ROUTE_LOGIN ? "login" : "register" }, toBody(data));
      this.#host.open(call, (w) => wire.writeAccount(w, this.#id, call.id, route === ROUTE_REGISTER ? 1 : 0, call.started, -1));
      return call.promise as Promise<Record<string, unknown>>;
    } catch (error) {
      return refused(error);
    }
  }

  #open(request: ApiRequest, body: RequestBody, endpoint?: OpenCall["endpoint"], written?: unknown, meta?: CallMeta): OpenCall {
    if (this.#closed) throw abortError("closed");
    if (endpoint || written !== undefined || meta?.normal) this.#sweeper.arm();
    let resolve!: (value: unknown) => void;
    let reject!: (error: unknown) => void;
    const promise = new Promise((fulfil, refuse) => {
      resolve = fulfil;
      reject = refuse;
    });
    const { headers, measureUploadProgress = false, measureDownloadProgress: download = false } = request;
    const upload = measureUploadProgress && canMeasureUploads(this.#options.fetch);
    return {
      id: ++lastCall, client: this.#side, request, started: this.#host.now(), body, endpoint, written, headers, upload, download, meta,
      resolve, reject, promise, onClose: [], sent: false, scope: undefined, early: undefined, answered: undefined,
    };
  }

  #listen(call: OpenCall, signal: AbortSignal): void {
    const aborted = () => {
      if (this.#host.waits(call)) this.#host.drop(call, abortError("aborted"));
      else this.#host.send((w) => wire.writeAbort(w, call.id));
    };
    signal.addEventListener("abort", aborted, { once: true });
    call.onClose.push(() => signal.removeEventListener("abort", aborted));
  }

  /** The time of a call that waits for the core runs. */
  #limit(call: OpenCall, timeout = this.#options.timeout ?? 0): void {
    if (!(timeout > 0 && timeout <= maxDelay && this.#host.waits(call))) return;
    const { timers } = this.#host;
    const timer = timers.setTimeout(() => {
      if (this.#host.waits(call) && !call.early?.done) this.#host.expire(call, new TimeoutError(call.request, timeout));
    }, timeout);
    call.onClose.push(() => timers.clearTimeout(timer));
  }

  /** A call that waits for the core: its network may begin, if the core would start it in any case. */
  #await(call: OpenCall, key: string, variant: string, query: number, takeLatest: boolean | undefined, timeout: number | undefined): void {
    this.#limit(call, timeout);
    const { name } = call.request;
    if (name !== "logout") call.scope = this.#scope(name, key, variant);
    const { headers, concurrency } = this.#options;
    if (typeof headers === "function" || concurrency || this.#side.ssr === "client" || !isRouteName(name)) return;
    if (name === "session") this.#host.begin(call, ROUTE_SESSION, takeLatest === true);
    else if (query === YES || (query === BY_RULE && matchesRule(this.#options, name))) this.#host.begin(call, ROUTE_NAME, takeLatest !== false);
  }
}

/** A rejection. An abort raises no `unhandledrejection` when nobody holds the promise. */
function refused(error: unknown): Promise<never> {
  const promise = Promise.reject<never>(error);
  if (isAbort(error)) promise.catch(() => {});
  return promise;
}

/** Makes a client. Returns at once: the core loads behind it, and calls made meanwhile are kept in order. */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(options);
}

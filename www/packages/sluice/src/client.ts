import { BY_RULE, NO, YES, matchesRule, queryChoice } from "./auto-abort.js";
import { canonical, toBody, type RequestBody } from "./body.js";
import type { ClientSide, OpenCall } from "./call.js";
import { TimeoutError, abortError, isAbort, type FailedRequest } from "./errors.js";
import type { Host } from "./host.js";
import { hostFor } from "./hosts.js";
import { canMeasureUploads } from "./network.js";
import { Observer } from "./observer.js";
import { checkOptions, type ClientOptions } from "./options.js";
import type { QuerySnapshot } from "./record.js";
import { checkRequest, isRouteName, keyText, nameText, targetsOf, type ApiRequest, type RequestRef } from "./request.js";
import { ROUTE_LOGIN, ROUTE_NAME, ROUTE_REGISTER, ROUTE_SESSION, Routes } from "./routes.js";
import { Tabs } from "./tabs.js";
import { maxDelay, unref } from "./timer.js";
import { NamedWatch, type Watch } from "./watch.js";
import type { Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** What names a request to watch. */
export interface WatchProps {
  readonly type: string | { toString(): string };
  readonly requestKey?: string | number;
}

/** Numbers clients and calls over all clients of the page: identity comes from counters. */
let lastClient = 0;
let lastCall = 0;

/** How many watches a client remembers, so that equal ones share what they have. */
const maxWatches = 1000;

/** A client: one user's data of one server. Made by {@link createClient}. */
export class Client {
  #id = ++lastClient;
  #host: Host;
  #side: ClientSide;
  #options: ClientOptions;
  #tabs: Tabs;
  #closed = false;
  #idlers: (() => void)[] = [];
  #watches = new Map<string, NamedWatch>();
  #observers = new Map<string, Observer>();

  /** @internal */
  constructor(options: ClientOptions) {
    checkOptions(options);
    this.#options = options;
    const routes = new Routes(options);
    this.#host = hostFor(options);
    this.#side = {
      id: this.#id,
      open: (w) => this.#openIn(w),
      transmit: (route, call, meter, signal) => routes.send(route, call, meter, signal),
      navigate: () => this.#navigate(),
      tellTabs: (note, user) => this.#tabs.tell(note, user),
      idle: () => this.#idle(),
    };
    this.#host.add(this.#side);
    this.#tabs = new Tabs(routes.scope, (note, user) => {
      this.#host.send((w) => wire.writeFromTab(w, this.#id, note, user));
    });
  }

  /**
   * Fulfilled when the core answers; rejected with {@link LoadError} when it cannot be had. The
   * next call then tries again, and this becomes the promise of that attempt.
   */
  get ready(): Promise<void> {
    return this.#host.ready;
  }

  /** Sends a named request. Rejects as the class of each error says; never throws. */
  apiRequest = <T = unknown>(request: ApiRequest): Promise<T> => this.#named(request, "") as Promise<T>;

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
  watch<T = unknown>(props: WatchProps): Watch<T> {
    return this.#watch(nameText(props.type), keyText(props.requestKey), "") as unknown as Watch<T>;
  }

  /** The present state of a named request. */
  getQuery<T = unknown>(props: WatchProps): QuerySnapshot<T> {
    return this.watch<T>(props).get();
  }

  /** Aborts the pending named requests of a list, or all of them. */
  abortRequests(list?: readonly RequestRef[]): void {
    const targets = list === undefined ? undefined : targetsOf(list);
    this.#host.send((w) => {
      for (const { name, key, flags } of targets ?? []) wire.writeTarget(w, name, key, flags);
      wire.writeAbortRequests(w, this.#id, targets ? 0 : 1);
    });
  }

  /** Resolves when nothing is in flight, at once if so. */
  allSettled(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.#host.send(
        (w) => wire.writeWhenIdle(w, this.#id),
        () => this.#idle(),
      );
    });
  }

  /** Ends the client: what is pending rejects with reason `"closed"`, and so does every later call. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#tabs.close();
    this.#host.remove(this.#side);
    this.#watches.clear();
    this.#observers.clear();
  }

  /** The observer of a request with its data, shared by all who show it. For framework bindings. */
  observe<T = unknown>(request: ApiRequest): Observer<T> {
    checkRequest(request);
    const { name } = request;
    // The session is one for the whole client: it is not kept by data.
    const variant = name === "session" ? "" : canonical(request.data);
    const key = keyText(request.requestKey);
    const id = JSON.stringify([name, key, variant]);
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
    const id = JSON.stringify([name, key, variant]);
    let watch = this.#watches.get(id);
    if (!watch) {
      this.#forgetIdle();
      watch = new NamedWatch(this.#host, { token: ++lastCall, client: this.#id, name, key, variant, query: queryChoice(this.#options, name) });
      this.#watches.set(id, watch);
    }
    return watch;
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

  #named(request: ApiRequest, variant: string): Promise<unknown> {
    try {
      checkRequest(request);
      const key = keyText(request.requestKey);
      const body = toBody(request.data);
      const query = queryChoice(this.#options, request.name);
      const { takeLatest, timeout, measureUploadProgress = false, measureDownloadProgress: down = false } = request;
      const up = measureUploadProgress && canMeasureUploads(this.#options.fetch);
      if (request.signal?.aborted) throw abortError("aborted");
      const call = this.#open(request, body, request.headers, up, down);
      if (request.signal) this.#listen(call, request.signal);
      const started = this.#host.now();
      const latest = takeLatest === undefined ? BY_RULE : takeLatest ? YES : NO;
      this.#host.open(call, (w) => {
        const name = this.#host.name(w, request.name);
        // A call that waited has its time measured here, see #await.
        const left = call.early?.done ? 0 : (timeout ?? -1);
        wire.writeCall(w, this.#id, call.id, name, key, variant, query, latest, (up ? 1 : 0) | (down ? 2 : 0), started, left);
      });
      if (this.#host.waits(call)) this.#await(call, request, query, timeout);
      return call.promise;
    } catch (error) {
      return refused(error);
    }
  }

  #account(route: number, data: unknown): Promise<Record<string, unknown>> {
    try {
      const call = this.#open({ name: route === ROUTE_LOGIN ? "login" : "register" }, toBody(data), undefined, false, false);
      const started = this.#host.now();
      this.#host.open(call, (w) => wire.writeAccount(w, this.#id, call.id, route === ROUTE_REGISTER ? 1 : 0, started, -1));
      return call.promise as Promise<Record<string, unknown>>;
    } catch (error) {
      return refused(error);
    }
  }

  #open(request: FailedRequest, body: RequestBody, headers: OpenCall["headers"], measureUpload: boolean, measureDownload: boolean): OpenCall {
    if (this.#closed) throw abortError("closed");
    let resolve!: (value: unknown) => void;
    let reject!: (error: unknown) => void;
    const promise = new Promise((fulfil, refuse) => {
      resolve = fulfil;
      reject = refuse;
    });
    return {
      id: ++lastCall, client: this.#side, request, body, headers, measureUpload, measureDownload,
      resolve, reject, promise, onClose: [], sent: false, early: undefined,
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

  /**
   * A call that waits for the core: its network may begin, if the core would start it in any case,
   * and its time runs.
   */
  #await(call: OpenCall, request: ApiRequest, query: number, timeout = this.#options.timeout ?? 0): void {
    if (timeout > 0 && timeout <= maxDelay) {
      const timer = setTimeout(() => {
        if (this.#host.waits(call) && !call.early?.done) this.#host.drop(call, new TimeoutError(call.request, timeout));
      }, timeout);
      unref(timer);
      call.onClose.push(() => clearTimeout(timer));
    }
    const { name } = request;
    if (typeof this.#options.headers === "function" || !isRouteName(name)) return;
    if (name === "session") this.#host.begin(call, ROUTE_SESSION);
    else if (query === YES || (query === BY_RULE && matchesRule(this.#options, name))) this.#host.begin(call, ROUTE_NAME);
  }

  /** Makes the client in a core. */
  #openIn(w: Writer): void {
    const { autoAbort, timeout = 0 } = this.#options;
    const words = Array.isArray(autoAbort) ? (autoAbort as readonly string[]) : undefined;
    wire.writeOpen(w, this.#id, words ? 2 : autoAbort === undefined ? 0 : 1, timeout, (words ?? []).join("\n"));
  }

  #navigate(): void {
    const { loginUrl = "/login", navigate = (url: string) => globalThis.location?.assign(url) } = this.#options;
    navigate(loginUrl);
  }

  #idle(): void {
    for (const resolve of this.#idlers.splice(0)) resolve();
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

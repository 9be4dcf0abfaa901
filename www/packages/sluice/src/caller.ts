import { BY_RULE, YES, choice, matchesRule, queryChoice } from "./auto-abort.js";
import { emptyBody, toBody, type RequestBody } from "./body.js";
import type { OpenCall, StandIn } from "./call.js";
import type { EndpointInterface } from "./endpoint/index.js";
import { TimeoutError, UsageError, abortError } from "./errors.js";
import type { Host } from "./host.js";
import type { AnyEndpoint } from "./infer.js";
import type { Live } from "./live/live.js";
import { numberOf, scopeOf } from "./names.js";
import { canMeasureUploads } from "./network.js";
import type { ClientOptions } from "./options.js";
import type { RequestsPromise } from "./redux/requests-promise.js";
import type { TypedRequest } from "./redux/types.js";
import { refused } from "./refused.js";
import { checkRequest, isRouteName, keyText, targetsOf, type ApiRequest, type RequestRef } from "./request.js";
import { writeRetryOf } from "./retry.js";
import { ROUTE_LOGIN, ROUTE_NAME, ROUTE_REGISTER, ROUTE_SESSION, type Side } from "./side.js";
import { clientMeta, latestOf, metaOf, type CallMeta } from "./steps/meta.js";
import type { RequestAction } from "./steps/types.js";
import { maxDelay } from "./timer.js";
import type { Command, Prepare, Ways, Write } from "./ways.js";
import type { Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

let lastCall = 0;

/** Makes the calls of a client: each is a promise, and a command that the host gives to the core. */
export class Caller implements Ways {
  /** Every call is refused. */
  closed = false;
  readonly #id: number;
  readonly #host: Host;
  readonly #side: Side;
  readonly #options: ClientOptions;
  /** Who counts the calls by name, on a server. */
  readonly #counting: RequestsPromise | null;

  constructor(host: Host, side: Side, counting: RequestsPromise | null) {
    this.#id = side.id;
    this.#host = host;
    this.#side = side;
    this.#options = side.options;
    this.#counting = counting;
  }

  /** A call by name. Of a hook it has a variant, its data as text. */
  named(request: ApiRequest, hook?: string): Promise<unknown> {
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
      const call = this.open(request, body, undefined, undefined, meta);
      if (signal) this.#listen(call, signal);
      this.#host.open(call, (w) => {
        const name = numberOf(request.name, w);
        if (meta) this.#host.code.writeCallMeta(w, meta, hook !== undefined);
        writeRetryOf(w, request.retry);
        // The time of a call that waited was measured here, see #await: the core's is that of what comes after its outcome.
        const started = call.early?.done ? this.#host.now() : call.started;
        wire.writeCall(w, this.#id, call.id, name, key, variant, query, choice(takeLatest), (call.upload ? 1 : 0) | (call.download ? 2 : 0), started, timeout ?? -1);
      });
      this.#counting?.count(this.#actionOf(request) as TypedRequest, call.promise);
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

  fetch = (endpoint: AnyEndpoint, args: readonly unknown[], key: string, as?: StandIn): Promise<unknown> => {
    const { signal, timeout, name } = endpoint;
    if (signal?.aborted) throw abortError("aborted");
    const call = this.open({ name, data: args[0] }, emptyBody, { endpoint, args, as }, undefined, this.#metaOf(endpoint, args));
    if (signal) this.#listen(call, signal);
    this.#host.open(call, (w) => this.#side.data.core!.commands.fetch(w, call, endpoint, key, args, timeout ?? -1));
    this.#limit(call, timeout);
    return call.promise;
  };

  /** Sends the request of an endpoint, without the store. */
  async ask(endpoint: EndpointInterface, args: readonly unknown[]): Promise<unknown> {
    const { signal, timeout, name } = endpoint;
    if (signal?.aborted) throw abortError("aborted");
    const call = this.open({ name, data: args[0] }, emptyBody, undefined, undefined, { ...this.#stepsOf(endpoint, args), driver: { endpoint, args } });
    if (signal) this.#listen(call, signal);
    this.#host.open(call, (w) => this.#side.data.core!.commands.ask(w, call, endpoint));
    this.#limit(call, timeout);
    return call.promise;
  }

  /** Has the core change what is stored. `written` is what stays here of it. */
  write = (name: string, written: unknown, command: Command): Write => this.#toWrite(name, written, (call) => this.#host.open(call, (w) => command(w, call.id)));

  /** The same where that depends on what is stored when all calls before were made. */
  writeLate = (name: string, prepare: Prepare): Write =>
    this.#toWrite(name, undefined, (call) =>
      this.#host.openLate(call, () => {
        const command = prepare();
        return command && ((w) => command(w, call.id));
      }),
    );

  live = (who: string): Live | undefined => {
    if (!this.#options.subscriber) throw new UsageError(`${who} needs the client's option subscriber`);
    return this.#side.live;
  };

  together = (writes: readonly Write[]): void => this.#host.together(writes);

  #toWrite(name: string, written: unknown, begin: (call: OpenCall) => void): Write {
    if (this.closed) return { promise: Promise.resolve(), begin() {}, drop() {} };
    const call = this.open({ name }, emptyBody, undefined, written);
    return { promise: call.promise as Promise<void>, begin: () => begin(call), drop: call.reject };
  }

  /** Begins or ends a subscription. */
  subscribe = (endpoint: AnyEndpoint, args: readonly unknown[], command: (w: Writer, call: OpenCall) => void, as?: StandIn): Promise<void> => {
    if (this.closed) return Promise.resolve();
    const call = this.open({ name: endpoint.name, data: args[0] }, emptyBody, { endpoint, args, as }, undefined, this.#metaOf(endpoint, args));
    this.#host.open(call, (w) => command(w, call));
    return call.promise as Promise<void>;
  };

  /** A login or a registration, by its route. */
  account(route: number, data: unknown): Promise<Record<string, unknown>> {
    try {
      const call = this.open({ name: route === ROUTE_LOGIN ? "login" : "register" }, toBody(data));
      this.#host.open(call, (w) => wire.writeAccount(w, this.#id, call.id, route === ROUTE_REGISTER ? 1 : 0, call.started, -1));
      return call.promise as Promise<Record<string, unknown>>;
    } catch (error) {
      return refused(error);
    }
  }

  /** Makes a call, which is not with the host yet. */
  open(request: ApiRequest, body: RequestBody, endpoint?: OpenCall["endpoint"], written?: unknown, meta?: CallMeta): OpenCall {
    if (this.closed) throw abortError("closed");
    if (endpoint || written !== undefined || meta?.normal) this.#side.sweeper.arm();
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
    if (name !== "logout") call.scope = scopeOf(this.#id, name, key, variant);
    const { headers, concurrency } = this.#options;
    if (typeof headers === "function" || concurrency || this.#side.ssr === "client" || !isRouteName(name)) return;
    if (name === "session") this.#host.begin(call, ROUTE_SESSION, takeLatest === true);
    else if (query === YES || (query === BY_RULE && matchesRule(this.#options, name))) this.#host.begin(call, ROUTE_NAME, takeLatest !== false);
  }

  /** The result of the newest pending request that is meant; `null` if there is none. */
  join(ref: RequestRef): Promise<unknown> {
    try {
      const [target] = targetsOf([ref]);
      const call = this.open({ name: target!.name }, emptyBody);
      this.#host.open(call, (w) => {
        wire.writeTarget(w, target!.name, target!.key, target!.flags);
        wire.writeJoin(w, this.#id, call.id);
      });
      return call.promise;
    } catch (error) {
      return refused(error);
    }
  }
}

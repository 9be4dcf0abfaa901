import type { Meter, OpenCall, Transfer } from "../call.js";
import { jsonOf } from "../data/transmit.js";
import { valueOf } from "../value.js";
import type { Answer } from "../network.js";
import { report } from "../record.js";
import type { NamedConfig } from "../side.js";
import { NoResponse, drive, isCancelled } from "./drive.js";
import { checked, isResponse } from "./response.js";
import { STEP_ABORT, STEP_ERROR, STEP_GET_DATA, STEP_GET_ERROR, STEP_REQUEST, STEP_SUCCESS } from "./meta.js";
import type { Interceptors, RequestAction, RequestConfig, RequestResponse, RequestsStore } from "./types.js";

/** What came of a step, as core/meta.go numbers it. */
export const DONE = 0;
export const RECOVERED = 1;
export const THREW = 2;
export const WAITING = 3;
const LISTED = 4;

/** That a body is JSON, as core/answer.go numbers it. */
const JSON_KIND = 1;

/** Where endpoints send, as core/effect.go numbers it. */
const ROUTE_ENDPOINT = 5;

/** What goes through the steps of one request. */
export class Flow {
  readonly call: OpenCall;
  /** As it is sent. */
  config: RequestConfig;
  response: RequestResponse | undefined;
  error: unknown;
  /** Whether the error is there, which may be `undefined`. */
  failed = false;
  /** What an answer was, before the steps. */
  #read: unknown;
  #action: RequestAction;
  #functions: Interceptors;
  #store: RequestsStore;
  /** Counts the functions that were awaited. */
  #turn = 0;

  constructor(call: OpenCall, store: RequestsStore, polled = false) {
    this.call = call;
    const { action, broken, functions } = call.meta!;
    this.#action = polled ? { ...action, meta: { ...action.meta, polled } } : action;
    this.config = configOf(action);
    if (broken) this.fail(broken.error);
    this.#functions = functions;
    this.#store = store;
  }

  fail(error: unknown): void {
    this.error = error;
    this.failed = true;
  }

  /** Runs a step. `current` is the present data. Gives the verdict, or a promise of it. */
  run(step: number, current: () => unknown): number | Promise<number> {
    const own = isOwn(step);
    const functions: Interceptors = own ? this.call.meta!.own : this.#functions;
    const { action } = this;
    try {
      switch (own ? step - 1 : step) {
        case STEP_REQUEST:
          return this.#then(functions.onRequest!(this.config, action, this.#store), (config) => {
            if (config !== undefined) this.config = config;
            return Array.isArray(this.config) ? LISTED : DONE;
          });
        case STEP_SUCCESS:
          return this.#then(functions.onSuccess!(this.response!, action, this.#store), (response) => {
            if (response !== undefined) this.response = checked(response);
          });
        case STEP_ERROR:
          return this.#then(functions.onError!(this.error, action, this.#store), (recovered) => {
            if (!isResponse(recovered)) return undefined;
            this.response = recovered;
            this.failed = false;
            return RECOVERED;
          });
      }
      if (step === STEP_GET_DATA) this.response = { ...this.response!, data: this.call.meta!.own.getData!(this.response!.data, current()) };
      else if (step === STEP_GET_ERROR) this.fail(this.call.meta!.own.getError!(this.error));
      return DONE;
    } catch (error) {
      this.fail(error);
      return THREW;
    }
  }

  /** Runs a step of which nothing is to come: an abort's, or one of a request that was answered without the network. */
  async runAside(step: number, data: unknown, error: unknown): Promise<void> {
    const own = isOwn(step);
    const functions: Interceptors = own ? this.call.meta!.own : this.#functions;
    const { action } = this;
    try {
      switch (own ? step - 1 : step) {
        case STEP_ABORT:
          return void (await functions.onAbort!(action, this.#store));
        case STEP_REQUEST:
          return void (await functions.onRequest!(this.config, action, this.#store));
        case STEP_SUCCESS:
          return void (await functions.onSuccess!({ data }, action, this.#store));
        case STEP_ERROR:
          await functions.onError!(error, action, this.#store);
      }
    } catch (thrown) {
      if (thrown !== error) report(thrown); // to throw the error again is to leave it as it is
    }
  }

  /** It is to be sent again: what came of it is of no interest. */
  again(): void {
    this.response = undefined;
  }

  /** Sends the request: by its driver, else as the client sends calls by name. */
  async transmit(route: number, meter: Meter, signal: AbortSignal): Promise<Answer> {
    const { client, meta, upload, download } = this.call;
    const { driver } = meta!;
    if (typeof driver === "object") return client.transmit(ROUTE_ENDPOINT, { ...this.call, endpoint: driver }, meter, signal, this.config as NamedConfig);
    if (!driver) return client.transmit(route, this.call, meter, signal, this.config as NamedConfig);
    const response = await drive(driver, this.config, this.action, { ...(upload && { upload: meter.upload }), ...(download && { download: meter.download }) }, signal);
    if (!signal.aborted) this.response = response; // else another attempt may be on its way
    return { status: 200, ok: true, kind: JSON_KIND, note: 0, retryAfter: 0, text: "", value: response.data };
  }

  /** Gives a transfer of an endpoint what the steps have made of its outcome. */
  give(transfer: Transfer): void {
    const { answer } = transfer;
    const { endpoint } = this.call.endpoint!;
    transfer.endpoint = endpoint;
    if (this.failed) {
      transfer.answer = undefined;
      transfer.cause = this.error;
    } else if (!answer || this.response!.data !== this.#read) {
      const { data } = this.response!;
      transfer.answer = undefined;
      try {
        const text = endpoint.schema === undefined && !endpoint.update ? "" : jsonOf(endpoint.name, data);
        transfer.answer = { status: 200, ok: true, kind: JSON_KIND, note: 0, retryAfter: 0, text, value: data };
      } catch (error) {
        this.fail((transfer.cause = error));
      }
    }
  }

  /** Takes what came of it. Of an error that the core has not made, it says what kind that is, see Failed in jsbridge/wire/format.go. */
  take({ answer, cause }: Transfer): number | undefined {
    if (answer) {
      this.#read = valueOf(answer);
      this.response ??= { data: this.#read, status: answer.status };
      return undefined;
    }
    if (this.call.endpoint) this.fail(cause);
    if (!this.call.meta!.driver) return undefined;
    const final = cause instanceof NoResponse;
    this.fail(final ? cause.error : cause);
    return (isCancelled(cause) ? 2 : 0) | (final ? 8 : 0);
  }

  /** As functions see it. */
  get action() {
    const action = this.#action;
    if (configOf(action) === this.config) return action;
    return (this.#action = action.payload ? { ...action, payload: { ...action.payload, request: this.config } } : { ...action, request: this.config });
  }

  #then<T>(result: T | PromiseLike<T>, use: (value: T) => number | void): number | Promise<number> {
    if (!isPromise(result)) return use(result) ?? DONE;
    const turn = ++this.#turn;
    const over = () => this.#turn !== turn; // its time was, and others run since
    return Promise.resolve(result)
      .then((value) => (over() ? DONE : (use(value) ?? DONE)))
      .catch((error: unknown) => {
        if (!over()) this.fail(error);
        return THREW;
      });
  }
}

/** The functions of a request come after those of its client. */
function isOwn(step: number): boolean {
  return step === STEP_REQUEST + 1 || step === STEP_SUCCESS + 1 || step === STEP_ERROR + 1 || step === STEP_ABORT + 1;
}

/** What an action wants to be sent. */
export function configOf({ request, payload }: { readonly request?: RequestConfig; readonly payload?: { readonly request?: RequestConfig } }): RequestConfig {
  return payload ? payload.request : request;
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === "function";
}

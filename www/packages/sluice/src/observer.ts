import { CrashError, abortReason, isAbort } from "./errors.js";
import { tell, type QuerySnapshot } from "./record.js";
import type { ApiRequest } from "./request.js";
import type { NamedWatch } from "./watch.js";

/**
 * One named request with its data, kept up to date for whoever shows it: asked for when the first
 * one comes, and again after a reset, a restart of the core, or at will. All who show the same
 * request share one observer, thus one call. What framework bindings build on.
 */
export class Observer<T = unknown> {
  /** The request as its latest user gave it. */
  request: ApiRequest;
  /**
   * Why the last call came to nothing that the snapshot shows: an error when it never became a
   * request, `null` when it was aborted; else `undefined`.
   */
  failure: unknown;
  #watch: NamedWatch;
  #send: (request: ApiRequest) => Promise<unknown>;
  #leave: () => void;
  #listeners = new Set<() => void>();
  #unwatch: (() => void) | undefined;
  #asks = 0;
  #asking = 0;
  #crashes = 0;
  #once: Promise<unknown> | null | undefined;

  constructor(watch: NamedWatch, request: ApiRequest, send: (request: ApiRequest) => Promise<unknown>, leave: () => void) {
    this.#watch = watch;
    this.request = request;
    this.#send = send;
    this.#leave = leave;
  }

  get = (): QuerySnapshot<T> => this.#watch.get() as QuerySnapshot<T>;

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    if (!this.#unwatch) {
      this.#unwatch = this.#watch.subscribe(this.#changed);
      if (!this.get().loading && this.#asking === 0) void this.#ask().catch(() => {});
    }
    return () => {
      if (!this.#listeners.delete(own) || this.#listeners.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  };

  /** Asks again. The promise is that of the call. */
  refetch = (): Promise<T> => {
    this.#crashes = 0;
    return this.#ask() as Promise<T>;
  };

  /**
   * Where nothing is ever mounted: asks, once, if nothing is known. While that goes on, a promise of its end, which
   * does not reject.
   */
  once(): Promise<unknown> | undefined {
    const { pristine, loading } = this.get();
    const over = () => (this.#once = null);
    if (this.#once === undefined && (pristine || loading)) this.#once = this.#ask().then(over, over);
    return this.#once ?? undefined;
  }

  /** Whoever showed it has moved on to other data: a pending query is superseded if nobody else shows it. */
  leave(): void {
    if (this.#listeners.size === 0) this.#leave();
  }

  #changed = (): void => {
    const { pristine, stale, loading } = this.get();
    if (!pristine) this.failure = undefined;
    // A call of its own that is still open decides when it settles, see #failed.
    if ((pristine || stale) && !loading && this.#asking === 0) void this.#ask().catch(() => {});
    tell(this.#listeners);
  };

  #ask(): Promise<unknown> {
    const ask = ++this.#asks;
    this.#asking++;
    const failed = this.failure !== undefined;
    this.failure = undefined;
    const answer = this.#send(this.request);
    if (failed) tell(this.#listeners);
    answer.then(
      () => {
        this.#asking--;
        this.#crashes = 0;
      },
      (error: unknown) => {
        this.#asking--;
        if (ask === this.#asks && this.#listeners.size > 0) this.#failed(error);
      },
    );
    return answer;
  }

  #failed(error: unknown): void {
    const again = () => void this.#ask().catch(() => {});
    const reason = abortReason(error);
    if (reason === "reset") {
      if (!this.get().loading) again();
    } else if (error instanceof CrashError && ++this.#crashes === 1) {
      again(); // once: if this very request is what the core cannot bear, it is shown as failed
    } else if (this.get().error !== error) {
      this.failure = isAbort(error) && reason !== "closed" ? null : error;
      tell(this.#listeners);
    }
  }
}

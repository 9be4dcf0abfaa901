import type { ApiRequest } from "./request.js";
import type { QuerySnapshot } from "./record.js";
import type { NamedWatch } from "./watch.js";

/**
 * One named request with its data, kept up to date for whoever shows it: asked for when the first
 * one comes, and again after a reset, a restart of the core, or at will. All who show the same
 * request share one observer, thus one call. What framework bindings build on.
 */
export class Observer<T = unknown> {
  /** The request as its latest user gave it. */
  request: ApiRequest;
  #watch: NamedWatch;
  #ask: (request: ApiRequest) => Promise<unknown>;
  #leave: (record: number) => void;
  #listeners = new Set<() => void>();
  #unwatch: (() => void) | undefined;

  constructor(watch: NamedWatch, request: ApiRequest, ask: (request: ApiRequest) => Promise<unknown>, leave: (record: number) => void) {
    this.#watch = watch;
    this.request = request;
    this.#ask = ask;
    this.#leave = leave;
  }

  get = (): QuerySnapshot<T> => this.#watch.get() as QuerySnapshot<T>;

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    if (!this.#unwatch) {
      this.#unwatch = this.#watch.subscribe(this.#changed);
      if (!this.get().loading) this.#askQuietly();
    }
    return () => {
      if (!this.#listeners.delete(own) || this.#listeners.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  };

  /** Asks again. The promise is that of the call. */
  refetch = (): Promise<T> => this.#ask(this.request) as Promise<T>;

  /** Whoever showed it has moved on to other data: a pending query is superseded if nobody else shows it. */
  leave(): void {
    if (this.#listeners.size === 0) this.#leave(this.#watch.record);
  }

  #changed = (): void => {
    const { pristine, stale, loading } = this.get();
    if ((pristine || stale) && !loading) this.#askQuietly();
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) listener();
    }
  };

  #askQuietly(): void {
    this.#ask(this.request).catch(() => {}); // the error is shown by the snapshot
  }
}

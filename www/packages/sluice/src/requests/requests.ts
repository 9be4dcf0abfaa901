import { refused } from "../refused.js";
import { UsageError, TimeoutError, abortError, isAbort } from "../errors.js";
import { checkTimeout, type ClientOptions } from "../options.js";
import { checkSignal } from "../request.js";
import type { Sweeper } from "../sweeper.js";
import { maxDelay, type Timers } from "../timer.js";
import { carryOut, type RequestResolver } from "./carry-out.js";
import { Library } from "./library.js";
import type { MemoryCache } from "./memory-cache.js";
import { Request } from "./request.js";
import { Resolution, failedRequest, nameOf, type Home } from "./resolution.js";
import { resolver } from "./resolver.js";
import { Live } from "./result.js";

/** Options of `apiRequest` with a Request. */
export interface RequestOptions {
  /** Aborts this call; the work goes on while others wait for it. */
  readonly signal?: AbortSignal;
  /** Of this call, in ms; 0 and the default: none. */
  readonly timeout?: number;
}

/** What Requests need of a host. */
interface RequestsHost {
  readonly running: boolean;
  readonly now: () => number;
  readonly timers: Timers;
  send(write: () => void, fail: (error: unknown) => void, call: undefined, prepare: () => boolean): void;
}

/** The Requests of one client. */
export class Requests implements Home {
  readonly library = new Library();
  readonly caches = new Set<MemoryCache>();
  readonly now: () => number;
  readonly limit: number | undefined;
  #host: RequestsHost;
  #sweeper: Pick<Sweeper, "arm">;
  #resolver: RequestResolver;
  /** Follow what somebody waits for, each for one of them. */
  #held = new Set<Live>();
  #closed = false;

  constructor(host: RequestsHost, { resolver: chain, maxResponseBytes }: ClientOptions, sweeper: Pick<Sweeper, "arm" | "beside">) {
    this.#host = host;
    this.#sweeper = sweeper;
    sweeper.beside = () => this.#sweep();
    this.now = host.now;
    this.limit = maxResponseBytes;
    this.#resolver = chain ?? resolver.memoryCache(resolver.fromLibrary(this.library));
  }

  /** Has a request carried out, whoever waits for it. `null`: nobody takes it. */
  resolve(request: Request<object>): Live | null {
    if (!(request instanceof Request)) throw new UsageError("resolve takes an instance of Request");
    const result = this.#give(request);
    if (result) this.#hold(result);
    return result ?? null;
  }

  /** The same as a promise of the answer. An abort raises no `unhandledrejection` when nobody holds it. */
  ask(request: Request<object>, { signal, timeout = 0 }: RequestOptions = {}): Promise<unknown> {
    try {
      checkTimeout(timeout);
      checkSignal(signal);
      if (signal?.aborted) throw abortError("aborted");
      const result = this.#give(request);
      if (!result) throw noResolver(request);
      const { timers } = this.#host;
      const own = this.#hold(result);
      const promise = own.then();
      const aborted = () => own.end(abortError("aborted"));
      const late = () => own.end(new TimeoutError(failedRequest(request), timeout));
      const timer = timeout > 0 && timeout <= maxDelay ? timers.setTimeout(late, timeout) : undefined;
      signal?.addEventListener("abort", aborted);
      const over = () => {
        if (!own.complete) return;
        signal?.removeEventListener("abort", aborted);
        timers.clearTimeout(timer);
        if (isAbort(own.value)) promise.catch(() => {});
      };
      own.hooks.push(over);
      over();
      if (signal?.aborted) aborted(); // by the resolver
      return promise;
    } catch (error) {
      return refused(error);
    }
  }

  #give(request: Request<object>): Live | undefined {
    const live = new Live();
    const fail = (error: unknown) => live.become("failure", error);
    if (this.#closed) fail(abortError("closed"));
    else if (this.#host.running) return this.#begin(request);
    else {
      // All calls that wait for the core wait in order.
      this.#host.send(() => {}, fail, undefined, () => {
        const given = live.complete ? undefined : this.#begin(request);
        if (given) live.follow(given);
        else fail(noResolver(request));
        return false;
      });
    }
    return live;
  }

  #begin(request: Request<object>): Live | undefined {
    this.#sweeper.arm();
    try {
      return carryOut(this.#resolver, new Resolution(request, this));
    } catch (error) {
      const live = new Live();
      live.become("failure", error);
      return live;
    }
  }

  /** Holds a Result until it is complete. */
  #hold(result: Live): Live {
    const own = new Live();
    own.hooks.push(() => {
      if (!own.complete) return;
      this.#held.delete(own);
      own.stop?.();
    });
    this.#held.add(own);
    own.follow(result);
    return own;
  }

  /** Empties the caches. What is in flight is not stored, but still answers who waits for it. */
  clear(): void {
    for (const cache of this.caches) cache.clear();
  }

  /**
   * Empties the caches and gives what ends all that is in flight now with an error, except for the work of mutations.
   * What waits for the core is not in flight.
   */
  end(error: unknown): () => void {
    this.clear();
    const held = [...this.#held].filter(({ state }) => this.#closed || state !== "init");
    return () => {
      for (const own of held) own.end(error, true);
    };
  }

  close(): void {
    this.#closed = true;
    this.end(abortError("closed"))();
  }

  /** Resolves when something that is in flight now has ended; nothing: there is nothing. */
  settled(): Promise<unknown> | undefined {
    return this.#held.size > 0 ? Promise.allSettled(this.#held) : undefined;
  }

  #sweep(): boolean {
    let left = false;
    for (const cache of this.caches) left = cache.sweep() || left;
    return left;
  }
}

function noResolver(request: object): UsageError {
  return new UsageError(`no resolver for ${nameOf(request)}`);
}

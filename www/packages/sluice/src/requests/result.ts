import { tell } from "../record.js";
import { INSIDE, type Resolution } from "./resolution.js";
import { states, types, type ResultState } from "./types.js";

/** What a resolver is given beside the request. */
export interface ResolverContext {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Sets the Result's state to `"progress"`, with this value. */
  readonly progress: (value: unknown) => void;
}

/** The same, with what combinators need of it. */
export interface Context extends ResolverContext {
  readonly [INSIDE]?: Resolution;
}

/** What a resolution has come to so far, shared by all who wait for it. Values are given by reference: they are only to be read. */
export type Result<T = unknown> = ResultMethods<T> &
  (
    | { readonly state: "init" | "pending"; readonly value: undefined }
    | { readonly state: "progress"; readonly value: unknown }
    | { readonly state: "success"; readonly value: T }
    | { readonly state: "failure"; readonly value: unknown }
  );

interface ResultMethods<T> extends PromiseLike<T> {
  /** Calls `listener` after each change, until what it returns is called. */
  subscribe(listener: (result: Result<T>) => void): () => void;
  /** Of a promise of the first success, or of the failure. It is made when this is called first. */
  then<A = T, B = never>(fulfilled?: ((value: T) => A | PromiseLike<A>) | null, rejected?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<A | B>;
}

/** A Result that is our own, and who holds it. */
export class Live {
  state: ResultState;
  value: unknown = undefined;
  /** Work that is ended from outside may go on. */
  mutation: boolean;
  /** Told of each change before all others; and of the end of work that has gone on unheard, as `late`. */
  readonly hooks: ((late: boolean) => void)[] = [];
  /** Ends what it follows. */
  stop: ((error: unknown) => void) | undefined;
  #listeners = new Set<() => void>();
  #holders = new Set<object>();
  #controller: AbortController | undefined;
  #promise: Promise<unknown> | undefined;
  #unheard = false;

  constructor(state: "init" | "pending", mutation = false) {
    this.state = state;
    this.mutation = mutation;
  }

  get complete(): boolean {
    return types.result.complete.match(this);
  }

  /** Aborted when the last holder has left before it was complete. */
  #aborter(): AbortController {
    return (this.#controller ??= new AbortController());
  }

  /** What a resolver is given that works for it. */
  context(resolution: Resolution): Context {
    const aborter = () => this.#aborter();
    return {
      get signal() {
        return aborter().signal;
      },
      progress: (value) => this.become("progress", value),
      [INSIDE]: resolution,
    };
  }

  /** Goes on to a state, if that may follow the present one. */
  become(state: ResultState, value: unknown, error?: unknown): void {
    const step = states.indexOf(state) - states.indexOf(this.state);
    if (step < 0 || (step === 0 && state !== "progress" && state !== "success")) {
      if (this.#unheard && states.indexOf(state) > 2) for (const hook of this.hooks) hook(true);
      return;
    }
    this.state = state;
    this.value = value;
    for (const hook of this.hooks) hook(false);
    if (error !== undefined && !this.#unheard) {
      this.stop?.(error);
      this.#aborter().abort(error);
    }
    tell(this.#listeners);
  }

  hold(holder: object): void {
    this.#holders.add(holder);
  }

  /** The last one to leave ends it; `unheard`: the work of a mutation goes on. */
  leave(holder: object, error: unknown, unheard: boolean): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0 || this.complete) return;
    this.#unheard = unheard && this.mutation;
    this.become("failure", error, error);
  }

  subscribe(listener: (result: Result<never>) => void): () => void {
    const told = () => listener(this as Result<never>);
    this.#listeners.add(told);
    return () => void this.#listeners.delete(told);
  }

  then(fulfilled?: ((value: never) => unknown) | null, rejected?: ((error: unknown) => unknown) | null): Promise<never> {
    this.#promise ??= new Promise((resolve, reject) => {
      const settle = () => {
        if (this.state === "success") resolve(this.value);
        if (this.state === "failure") reject(this.value);
      };
      settle();
      this.#listeners.add(settle);
    });
    return this.#promise.then(fulfilled as never, rejected) as Promise<never>;
  }
}

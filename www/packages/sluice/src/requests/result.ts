import { tell } from "../record.js";
import type { INSIDE, Resolution } from "./resolution.js";
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
  state: ResultState = "init";
  value: unknown = undefined;
  /** Told of each change before all others; and of the end of work that has gone on unheard, as `late`. */
  readonly hooks: ((late: boolean) => void)[] = [];
  /** Ends what it follows. */
  stop: ((error?: unknown, unheard?: boolean) => void) | undefined;
  #listeners = new Set<() => void>();
  #holders = new Set<Live>();
  #controller: AbortController | undefined;
  #promise: Promise<unknown> | undefined;
  #unheard = false;

  /** `mutation`: if it is ended by a reset, its work goes on. */
  constructor(readonly mutation = false) {}

  get complete(): boolean {
    return types.result.complete.match(this);
  }

  /** Aborted when it is ended from outside. */
  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  /** Goes on to a state, if that may follow the present one. */
  become(state: ResultState, value?: unknown): void {
    const step = states.indexOf(state) - states.indexOf(this.state);
    if (step > 0 || (step === 0 && (state === "progress" || state === "success"))) {
      this.state = state;
      this.value = value;
      for (const hook of this.hooks) hook(false);
      tell(this.#listeners);
    } else if (this.#unheard && states.indexOf(state) > 2) for (const hook of this.hooks) hook(true);
  }

  /** Fails from outside; `unheard`: the work of a mutation goes on. */
  end(error: unknown, unheard = false): void {
    if (this.complete) return;
    this.#unheard = unheard && this.mutation;
    if (!this.#unheard) this.stop?.(error, unheard);
    this.become("failure", error);
    if (!this.#unheard) (this.#controller ??= new AbortController()).abort(error);
  }

  /** Goes the way of another Result, and holds it. */
  follow(source: Result | Live): void {
    const ours = source instanceof Live ? source : undefined;
    if (ours) ours.#holders.add(this);
    const told = () => this.become(source.state, source.value);
    const unsubscribe = source.subscribe(told);
    this.stop = (error, unheard) => {
      unsubscribe();
      // The last one to leave ends it.
      if (ours && ours.#holders.delete(this) && ours.#holders.size === 0) ours.end(error, unheard);
    };
    told();
  }

  subscribe(listener: (result: Result<never>) => void): () => void {
    const told = () => listener(this as unknown as Result<never>);
    this.#listeners.add(told);
    return () => void this.#listeners.delete(told);
  }

  then(fulfilled?: ((value: never) => unknown) | null, rejected?: ((error: unknown) => unknown) | null): Promise<never> {
    this.#promise ??= new Promise((resolve, reject) => {
      const settle = () => this.complete && (this.state === "success" ? resolve : reject)(this.value);
      settle();
      this.#listeners.add(settle);
    });
    return this.#promise.then(fulfilled as never, rejected) as Promise<never>;
  }
}

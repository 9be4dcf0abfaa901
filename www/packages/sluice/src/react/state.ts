import { createContext } from "react";
import { State, UsageError, type Controller } from "sluice";

/**
 * The present state, with what optimistic updates show. Who uses this context is rendered again after each
 * commit; as long as nobody reads it, no state is made.
 */
export const StateContext = createContext<State>(
  lazily(() => {
    throw new UsageError("there is no state here; wrap the tree in <Provider>");
  }),
);

/** A state that is asked for when something of it is read. */
function lazily(read: () => State): State {
  return new Proxy({} as State, {
    get: (_, member) => Reflect.get(read(), member) as unknown,
    getPrototypeOf: () => State.prototype,
  });
}

/** The state that a Provider gives. */
export class CurrentState {
  #controller: Controller;
  #listeners = new Set<() => void>();
  /** What was given last, once somebody has read it. */
  #known: State | undefined;
  #unobserve: (() => void) | undefined;
  #value: State;

  constructor(controller: Controller) {
    this.#controller = controller;
    let first: State | undefined;
    this.#value = lazily(() => {
      if (!first) {
        this.#known = first = controller.getView();
        this.#observe();
      }
      return first;
    });
  }

  get = (): State => this.#value;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#observe();
    return () => {
      this.#listeners.delete(listener);
      this.#unobserve?.();
      this.#unobserve = undefined;
    };
  };

  /** Goes along with what is committed, if somebody reads it and it is mounted. */
  #observe(): void {
    if (!this.#known || this.#listeners.size === 0) return;
    this.#unobserve ??= this.#controller.observe(this.#changed);
    this.#changed();
  }

  #changed = (): void => {
    const state = this.#controller.getView();
    if (state === this.#known) return;
    this.#value = this.#known = state;
    for (const listener of [...this.#listeners]) listener();
  };
}

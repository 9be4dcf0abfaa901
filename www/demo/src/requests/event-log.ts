import type { Interceptors, RequestAction } from "sluice";

import { codeOf } from "../errors";

/** Something that went through a function that all requests of a client go through. */
export interface PassedEvent {
  readonly id: number;
  readonly hook: "onRequest" | "onSuccess" | "onError" | "onAbort";
  /** The request's name. */
  readonly name: string;
  /** What is known of it, in a few characters. */
  readonly note: string;
  /** Milliseconds since its onRequest; undefined of that itself. */
  readonly took: number | undefined;
}

const capacity = 60;

/** What went through the functions of a client, as an external store. */
export class EventLog {
  #events: readonly PassedEvent[] = [];
  #nextId = 1;
  /** By what the request asks for: the action is another one when a function has changed the request. */
  readonly #began = new WeakMap<object, number>();
  readonly #listeners = new Set<() => void>();

  /** Newest first, the last 60. */
  readonly get = (): readonly PassedEvent[] => this.#events;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The functions. None of them changes anything. */
  readonly interceptors = {
    onRequest: (request, action) => {
      this.#began.set(action.meta ?? action, performance.now());
      this.#note("onRequest", action, Array.isArray(request) ? `${request.length} at once` : "");
    },
    // What is answered without the network has no status.
    onSuccess: ({ status }, action) => this.#note("onSuccess", action, status === undefined ? "from the cache" : [status].flat().join(" and ")),
    onError: (error, action) => this.#note("onError", action, codeOf(error)),
    onAbort: (action) => this.#note("onAbort", action, ""),
  } satisfies Interceptors;

  clear(): void {
    this.#show([]);
  }

  #note(hook: PassedEvent["hook"], action: RequestAction, note: string): void {
    const began = this.#began.get(action.meta ?? action);
    const took = hook === "onRequest" || began === undefined ? undefined : performance.now() - began;
    const { requestKey } = action.meta ?? {};
    const name = requestKey === undefined ? action.type : `${action.type} ${requestKey}`;
    this.#show([{ id: this.#nextId++, hook, name, note, took }, ...this.#events].slice(0, capacity));
  }

  #show(events: readonly PassedEvent[]): void {
    this.#events = events;
    for (const listener of [...this.#listeners]) listener();
  }
}

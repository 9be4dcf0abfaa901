import { getMutation, getQuery, joinRequest } from "sluice/redux";
import type { ReduxStore } from "./store.js";
import { aside } from "./ask.js";
import { idOf, refOf, type Named } from "./watchers.js";

/** In ms. A component that is mounted within that time after the answer it has waited for does not ask again. */
const grace = 1000;

interface Waiting {
  readonly promise: Promise<void>;
  /** What has asked: the identity of action and variables. */
  readonly asked: readonly unknown[] | undefined;
  /** Set when it is over. */
  until: number | undefined;
}

const stores = new WeakMap<ReduxStore, Map<string, Waiting>>();

function waitingOf(store: ReduxStore): Map<string, Waiting> {
  let waiting = stores.get(store);
  if (!waiting) stores.set(store, (waiting = new Map<string, Waiting>()));
  return waiting;
}

/** A server has no page. */
export const onServer = typeof document === "undefined";

/**
 * What a component throws that waits for a request: the same promise for all who wait for it. `ask` begins it, if
 * something is to begin: not while React renders. `joins`: the component will ask for it in the page.
 */
export function wait(store: ReduxStore, named: Named, ask: (() => unknown) | undefined, asked: readonly unknown[], joins: boolean): Promise<void> {
  const all = waitingOf(store);
  const id = idOf(named);
  const known = all.get(id);
  if (known && known.until === undefined) {
    // The page will ask for it once more.
    if (onServer && joins) queueMicrotask(() => aside(store.dispatch(joinRequest(refOf(named), true) as never)));
    return known.promise;
  }
  const waiting: Waiting = {
    asked: ask && asked,
    until: undefined,
    promise: Promise.resolve()
      .then(() => {
        if (ask) aside(ask());
        return idle(store, named);
      })
      .finally(() => {
        if (onServer) return void all.delete(id);
        waiting.until = Date.now() + grace;
        setTimeout(() => all.get(id) === waiting && all.delete(id), grace);
      }),
  };
  all.set(id, waiting);
  return waiting.promise;
}

/** Whether a component that is mounted has just waited for what it would ask for. */
export function wasAsked(store: ReduxStore, named: Named, asked: readonly unknown[]): boolean {
  const waiting = stores.get(store)?.get(idOf(named));
  if (!waiting?.asked || (waiting.until !== undefined && Date.now() > waiting.until)) return false;
  return waiting.asked.length === asked.length && waiting.asked.every((value, i) => Object.is(value, asked[i]));
}

function idle(store: ReduxStore, named: Named): Promise<void> {
  const isIdle = () => !getQuery(store.getState(), named).loading && !getMutation(store.getState(), named).loading;
  return new Promise((resolve) => {
    if (isIdle()) return resolve();
    const stop = store.subscribe(() => {
      if (!isIdle()) return;
      stop();
      resolve();
    });
  });
}

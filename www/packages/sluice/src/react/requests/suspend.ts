import { getMutation, getQuery, joinRequest } from "sluice/redux";
import type { ReduxStore } from "./store.js";
import { aside } from "./ask.js";
import { idOf, refOf, type Pair } from "./named.js";

/** In ms. A component that is mounted within that time after the answer it has waited for does not ask again. */
const grace = 1000;

interface Waiting {
  readonly promise: Promise<void>;
  /** What has asked: the identity of action and variables. */
  readonly asked: readonly unknown[] | undefined;
  /** Set when it is over. */
  until: number | undefined;
  /** Set when it is over, and what was begun has left nothing to show: it was aborted, is silent, or of another type or key. */
  vain?: true;
  /** What the action's creator has thrown. */
  thrown?: { readonly error: unknown };
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
export function wait(store: ReduxStore, named: Pair, ask: (() => unknown) | undefined, asked: readonly unknown[], joins: boolean): Promise<void> {
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
        try {
          if (ask) aside(ask());
        } catch (error) {
          waiting.thrown = { error };
        }
        return idle(store, named);
      })
      .then(() => {
        if (ask && getQuery(store.getState(), named).pristine) waiting.vain = true;
        waiting.until = Date.now() + grace;
        const over = () => void (all.get(id) === waiting && all.delete(id));
        if (!onServer) setTimeout(() => (waiting.vain && !waiting.thrown) || over(), grace);
        else if (!waiting.vain) over();
      }),
  };
  all.set(id, waiting);
  return waiting.promise;
}

/** Whether nothing has come of what was waited for last: to wait for it again would be for ever. Throws what an action's creator has thrown. */
export function inVain(store: ReduxStore, named: Pair): boolean {
  const waiting = stores.get(store)?.get(idOf(named));
  if (waiting?.thrown) throw waiting.thrown.error;
  return waiting?.vain === true;
}

/** Whether a component that is mounted has just waited for what it would ask for. */
export function wasAsked(store: ReduxStore, named: Pair, asked: readonly unknown[]): boolean {
  const waiting = stores.get(store)?.get(idOf(named));
  if (!waiting?.asked || (waiting.until !== undefined && Date.now() > waiting.until)) return false;
  return waiting.asked.length === asked.length && waiting.asked.every((value, i) => Object.is(value, asked[i]));
}

function idle(store: ReduxStore, named: Pair): Promise<void> {
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

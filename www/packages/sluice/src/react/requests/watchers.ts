import { addWatcher, removeWatcher } from "sluice/redux";
import { idOf, type Pair } from "./named.js";
import type { ReduxStore } from "./store.js";

interface Watched {
  /** Of the count in the state: type + key, or with NUL between where another request has that name. */
  readonly name: string;
  count: number;
}

class Watchers {
  #watched = new Map<string, Watched>();
  #names = new Set<string>();
  #store: ReduxStore;

  constructor(store: ReduxStore) {
    this.#store = store;
  }

  /** Gives what ends it. `alone` is called if nobody shows the request then, nor does after what React mounts in its place or, in StrictMode, again. */
  add(named: Pair): (alone?: () => void) => void {
    const id = idOf(named);
    const { type, requestKey } = named;
    let watched = this.#watched.get(id);
    if (!watched) {
      const name = type + requestKey;
      watched = { name: this.#names.has(name) ? `${type}\0${requestKey}` : name, count: 0 };
      this.#watched.set(id, watched);
      this.#names.add(watched.name);
    }
    const { name } = watched;
    watched.count++;
    this.#store.dispatch(addWatcher(name) as never);
    const isAlone = () => !((this.#store.getState().requests.watchers[name] ?? 0) > 0);
    return (alone) => {
      if (--watched.count === 0) {
        this.#watched.delete(id);
        this.#names.delete(name);
      }
      this.#store.dispatch(removeWatcher(name) as never);
      if (alone && isAlone()) queueMicrotask(() => isAlone() && alone());
    };
  }
}

const known = new WeakMap<ReduxStore, Watchers>();

/** Who shows requests of a store. */
export function watchersOf(store: ReduxStore): Watchers {
  let watchers = known.get(store);
  if (!watchers) known.set(store, (watchers = new Watchers(store)));
  return watchers;
}

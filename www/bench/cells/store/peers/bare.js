import { get, parse, path } from "../subject.js";

export const shape = "rest";

/** A Map of parsed answers, and a Set of listeners for each key: the least that can be done. */
export function open({ fetch }) {
  const values = new Map();
  const listeners = new Map();
  const stale = new Set();

  const read = (kind, id) => values.get(path(kind, id));
  const put = (key, value) => {
    values.set(key, value);
    for (const listener of listeners.get(key) ?? []) listener();
  };
  const load = async (kind, id) => put(path(kind, id), await get(fetch, path(kind, id)));
  const watch = (kind, id, told) => {
    const key = path(kind, id);
    const own = () => told();
    if (!listeners.has(key)) listeners.set(key, new Set());
    listeners.get(key).add(own);
    if (!values.has(key)) void load(kind, id);
    return { read: () => read(kind, id), stop: () => listeners.get(key).delete(own) };
  };

  return {
    read,
    watchList: (kind, told) => watch(kind, undefined, told),
    watchItem: watch,
    fetchList: (kind) => load(kind),
    fetchItem: load,
    write: (kind, id, bytes) => put(path(kind, id), parse(bytes)),
    fill: (kind, items) => items.forEach((item) => values.set(path(kind, item.id), item)),
    invalidate: (kind, id) => stale.add(path(kind, id)),
    invalidateAll: (kind) => [...values.keys()].forEach((key) => key.startsWith(kind) && stale.add(key)),
  };
}

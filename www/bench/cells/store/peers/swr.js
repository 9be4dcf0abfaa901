import { createCacheHelper, defaultConfig, initCache } from "swr/_internal";
import { get, parse, path } from "../subject.js";

export const shape = "rest";

/**
 * Outside React SWR has the cache and `mutate`; what useSWR does between the two when it subscribes
 * and when it asks is done here with the same parts. The cache is made as SWRConfig makes one for
 * its option `provider`.
 */
export function open({ fetch }) {
  const cache = new Map();
  const [, mutate] = initCache(cache);
  const { compare } = defaultConfig;

  const load = async (kind, id) => {
    const [read, write] = createCacheHelper(cache, path(kind, id));
    write({ isValidating: true });
    const fresh = await get(fetch, path(kind, id));
    const { data } = read();
    write({ isValidating: false, isLoading: false, error: undefined, data: compare(data, fresh) ? data : fresh });
  };

  const watch = (kind, id, told) => {
    const key = path(kind, id);
    const [read, , subscribe] = createCacheHelper(cache, key);
    let shown = read().data;
    const stop = subscribe(key, (current, previous) => {
      if (!compare(previous.data, current.data)) told();
    });
    if (shown === undefined) void load(kind, id);
    const snapshot = () => {
      const { data } = read();
      if (data !== shown && !compare(data, shown)) shown = data;
      return shown;
    };
    return { read: snapshot, stop };
  };

  return {
    client: cache,
    watchList: (kind, told) => watch(kind, undefined, told),
    watchItem: watch,
    fetchList: (kind) => load(kind),
    fetchItem: load,
    write: (kind, id, bytes) => mutate(path(kind, id), parse(bytes), { revalidate: false }),
    fill: (kind, items) => items.forEach((data) => createCacheHelper(cache, path(kind, data.id))[1]({ data })),
  };
}

import { QueryClient, QueryObserver, notifyManager } from "@tanstack/query-core";
import { get, parse, path } from "../subject.js";

export const shape = "rest";

export function open({ fetch }) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } });
  client.mount();
  const keyOf = (kind, id) => (id === undefined ? [kind] : [kind, id]);
  const query = (kind, id) => ({ queryKey: keyOf(kind, id), queryFn: () => get(fetch, path(kind, id)) });

  /** What useBaseQuery does when it mounts, and each time it renders. */
  const watch = (kind, id, told) => {
    const observer = new QueryObserver(client, client.defaultQueryOptions(query(kind, id)));
    return {
      stop: observer.subscribe(notifyManager.batchCalls(told)),
      read: () => observer.trackResult(observer.getOptimisticResult(client.defaultQueryOptions(query(kind, id)))).data,
    };
  };

  const load = (kind, id) => client.fetchQuery({ ...query(kind, id), staleTime: 0 });

  return {
    client,
    query,
    watchList: (kind, told) => watch(kind, undefined, told),
    watchItem: watch,
    fetchList: (kind) => load(kind),
    fetchItem: load,
    write: (kind, id, bytes) => void client.setQueryData(keyOf(kind, id), parse(bytes)),
    fill: (kind, items) => items.forEach((item) => client.setQueryData(keyOf(kind, item.id), item)),
    invalidate: (kind, id) => client.invalidateQueries({ queryKey: keyOf(kind, id), exact: true }),
    invalidateAll: (kind) => client.invalidateQueries({ queryKey: [kind] }),
  };
}

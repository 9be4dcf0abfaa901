import { clearRequestsCache, getQuerySelector, handleRequests } from "@redux-requests/core";
import { applyMiddleware, combineReducers, legacy_createStore as createStore } from "redux";
import { get, parse, path } from "../subject.js";

export const shape = "rest";

const fillType = "BENCH_FILL";
const listType = (kind) => `FETCH_${kind.toUpperCase()}`;
const itemType = (kind) => `FETCH_ONE_OF_${kind.toUpperCase()}`;

/** Automatic normalisation of everything that has an id; a driver of one's own, since axios is not what is measured. */
export function open({ fetch }) {
  const { requestsReducer, requestsMiddleware } = handleRequests({
    driver: ({ url }) => get(fetch, url).then((data) => ({ data })),
    normalize: true,
    cache: true,
  });
  const reducer = combineReducers({ requests: requestsReducer });
  const filling = (state, action) => (action.type === fillType ? action.fill(state) : reducer(state, action));
  const store = createStore(filling, applyMiddleware(...requestsMiddleware));

  const listAction = (kind) => ({ type: listType(kind), request: { url: path(kind) } });
  const itemAction = (kind, id) => ({ type: itemType(kind), request: { url: path(kind, id) }, meta: { requestKey: id } });

  /** As useQuery does it: a selector that runs on every change of the store. */
  const watch = (action, told) => {
    const select = getQuerySelector({ type: action.type, requestKey: action.meta?.requestKey });
    const read = () => select(store.getState()).data ?? undefined;
    const stop = store.subscribe(told);
    if (read() === undefined) void store.dispatch(action);
    return { read, stop };
  };
  const load = async (action) => {
    const { error } = await store.dispatch(action);
    if (error) throw error;
  };

  return {
    client: store,
    normalises: true,
    asksForEach: true,
    listAction,
    itemAction,
    watchList: (kind, told) => watch(listAction(kind), told),
    watchItem: (kind, id, told) => watch(itemAction(kind, id), told),
    fetchList: (kind) => load(listAction(kind)),
    fetchItem: (kind, id) => load(itemAction(kind, id)),
    /** A local update of normalised data. */
    write: (kind, id, bytes) => void store.dispatch({ type: "UPDATED", meta: { localData: parse(bytes) } }),
    /** Queries and times of the cache as a state from a server would bring them; not normalised. */
    fill(kind, values) {
      const entries = values.map((value) => [`${itemType(kind)}${value.id}`, value]);
      const timeout = Date.now() + 86_400_000;
      const query = (data) => ({ data, pending: 0, error: null, pristine: false, ref: {}, normalized: false, usedKeys: null });
      const fill = ({ requests }) => ({
        requests: {
          ...requests,
          queries: { ...requests.queries, ...Object.fromEntries(entries.map(([key, data]) => [key, query(data)])) },
          cache: { ...requests.cache, ...Object.fromEntries(entries.map(([key]) => [key, { cacheKey: undefined, timeout }])) },
        },
      });
      store.dispatch({ type: fillType, fill });
    },
    invalidate: (kind, id) => void store.dispatch(clearRequestsCache([{ requestType: itemType(kind), requestKey: id }])),
    invalidateAll: () => void store.dispatch(clearRequestsCache()),
  };
}

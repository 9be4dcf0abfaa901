import { getQuery, getQuerySelector, handleRequests } from "@redux-requests/core";
import { applyMiddleware, combineReducers, legacy_createStore as createStore } from "redux";
import { get, liked, patch, path } from "../subject.js";

export const shape = "rest";

/** The documentation's `updateDataOptimistic` and `revertData` of a mutation. */
export function open({ fetch }) {
  const { requestsReducer, requestsMiddleware } = handleRequests({
    driver: ({ url, id, likes }) => (id === undefined ? get(fetch, url) : patch(fetch, id, likes)).then((data) => ({ data })),
  });
  const store = createStore(combineReducers({ requests: requestsReducer }), applyMiddleware(...requestsMiddleware));
  const type = "FETCH_POSTS";
  return {
    client: store,
    watchList(kind, told) {
      const select = getQuerySelector({ type });
      const stop = store.subscribe(told);
      void store.dispatch({ type, request: { url: path(kind) } });
      return { read: () => select(store.getState()).data ?? undefined, stop };
    },
    change(id, likes) {
      const before = getQuery(store.getState(), { type }).data.find((post) => post.id === id).likes;
      const update = { updateDataOptimistic: (posts) => liked(posts, id, likes), revertData: (posts) => liked(posts, id, before) };
      return store.dispatch({ type: "UPDATE_POST", request: { url: path("posts", id), method: "patch", id, likes }, meta: { mutations: { [type]: update } } });
    },
  };
}

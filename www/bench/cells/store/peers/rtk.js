import { configureStore } from "@reduxjs/toolkit";
import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query";
import { parse } from "../subject.js";

export const shape = "rest";

/** `makeApi` is the createApi of the entry point for React, where hooks are wanted. */
export function open({ fetch }, makeApi = createApi) {
  const api = makeApi({
    baseQuery: fetchBaseQuery({ baseUrl: new URL("/api/", location.href).href, fetchFn: fetch }),
    tagTypes: ["posts", "users"],
    keepUnusedDataFor: 86_400,
    endpoints: (build) => ({
      list: build.query({ query: (kind) => kind }),
      posts: build.query({ query: (id) => `posts/${id}`, providesTags: (result, error, id) => [{ type: "posts", id }] }),
      users: build.query({ query: (id) => `users/${id}`, providesTags: (result, error, id) => [{ type: "users", id }] }),
    }),
  });
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
    // By default some actions tell with the next frame: the wait for it would be all that is measured.
    enhancers: (defaults) => defaults({ autoBatch: { type: "tick" } }),
  });
  const { dispatch } = store;

  /** The subscription that useQuery holds, and the selector that it runs on every change of the store. */
  const watch = (endpoint, argument, told) => {
    const request = dispatch(api.endpoints[endpoint].initiate(argument));
    const select = api.endpoints[endpoint].select(argument);
    const unsubscribe = store.subscribe(told);
    return {
      read: () => select(store.getState()).data,
      stop() {
        unsubscribe();
        request.unsubscribe();
      },
    };
  };
  const load = (endpoint, argument) => dispatch(api.endpoints[endpoint].initiate(argument, { forceRefetch: true })).unwrap();

  return {
    client: { api, store },
    watchList: (kind, told) => watch("list", kind, told),
    watchItem: watch,
    fetchList: (kind) => load("list", kind),
    fetchItem: load,
    write: (kind, id, bytes) => void dispatch(api.util.updateQueryData(kind, id, (draft) => void Object.assign(draft, parse(bytes)))),
    fill: (kind, items) => void dispatch(api.util.upsertQueryEntries(items.map((value) => ({ endpointName: kind, arg: value.id, value })))),
    invalidate: (kind, id) => void dispatch(api.util.invalidateTags([{ type: kind, id }])),
  };
}

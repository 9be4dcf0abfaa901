import { configureStore } from "@reduxjs/toolkit";
import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query";

export const shape = "rest";

function store(fetch) {
  const api = createApi({
    baseQuery: fetchBaseQuery({ baseUrl: new URL("/api/", location.href).href, fetchFn: fetch }),
    endpoints: (build) => ({
      getThing: build.query({ query: (id) => ({ url: "getThing", method: "POST", body: { id } }) }),
    }),
  });
  const { dispatch } = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
  });
  return { api, dispatch };
}

/** The subscription stays, so that the answer is kept. */
export function sequential(fetch) {
  const { api, dispatch } = store(fetch);
  return (i) => dispatch(api.endpoints.getThing.initiate(i)).unwrap();
}

export function burst(fetch) {
  const { api, dispatch } = store(fetch);
  let last;
  return (i) => {
    last?.abort();
    last = dispatch(api.endpoints.getThing.initiate(i));
    return last.unwrap();
  };
}

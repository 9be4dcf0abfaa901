import { configureStore } from "@reduxjs/toolkit";
import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query";
import { ofClient, ofRequest } from "../four.js";

/** The documentation's base query that wraps another; those of one endpoint are its `extraOptions`. */
const wrapped = (base) => async (request, api, own) => {
  const result = await base(own.onRequest(ofClient.onRequest(request)), api, own);
  return result.error ? result : own.onSuccess(ofClient.onSuccess(result));
};

/** The subscription stays, so that the answer is kept. */
export function open(fetch, intercepted) {
  const base = fetchBaseQuery({ baseUrl: new URL("/api/", location.href).href, fetchFn: fetch });
  const api = createApi({
    baseQuery: intercepted ? wrapped(base) : base,
    endpoints: (build) => ({
      getThing: build.query({ query: (id) => ({ url: "getThing", method: "POST", body: { id } }), ...(intercepted && { extraOptions: ofRequest }) }),
    }),
  });
  const { dispatch } = configureStore({ reducer: { [api.reducerPath]: api.reducer }, middleware: (defaults) => defaults().concat(api.middleware) });
  return (i) => dispatch(api.endpoints.getThing.initiate(i)).unwrap();
}

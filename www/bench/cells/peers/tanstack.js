import { QueryClient } from "@tanstack/query-core";
import { post } from "../post.js";

export const shape = "rest";

export function sequential(fetch) {
  const client = new QueryClient();
  client.mount();
  return (i) => client.fetchQuery({ queryKey: ["getThing", i], queryFn: ({ signal }) => post(fetch, "/api/getThing", { id: i }, signal) });
}

/** One key; each call cancels the one before, as the guide on query cancellation shows. */
export function burst(fetch) {
  const client = new QueryClient();
  client.mount();
  const queryKey = ["getThing"];
  return (i) => {
    void client.cancelQueries({ queryKey });
    return client.fetchQuery({ queryKey, retry: false, queryFn: ({ signal }) => post(fetch, "/api/getThing", { id: i }, signal) });
  };
}

import { post } from "../post.js";

export const shape = "rest";

export function sequential(fetch) {
  return (i) => post(fetch, "/api/getThing", { id: i });
}

/** One AbortController per call, the one before aborted by hand. */
export function burst(fetch) {
  let last;
  return (i) => {
    last?.abort();
    last = new AbortController();
    return post(fetch, "/api/getThing", { id: i }, last.signal);
  };
}

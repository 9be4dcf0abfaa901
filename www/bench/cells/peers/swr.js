import { initCache } from "swr/_internal";
import { post } from "../post.js";

export const shape = "rest";

/**
 * Outside React SWR offers `mutate` (and `preload`, which keeps no answer): the answer is fetched
 * and put into the cache under its key. No request is shared, repeated or aborted on this way.
 * The cache is made as SWRConfig makes one for its option `provider`.
 */
export function sequential(fetch) {
  const [, mutate] = initCache(new Map());
  return (i) => mutate(["getThing", i], post(fetch, "/api/getThing", { id: i }), { revalidate: false });
}

import { createClient } from "sluice";
import { liked } from "../subject.js";

export const shape = "rest";

/** Calls by name: the mutation says what becomes of the query's data. */
export async function open({ fetch }) {
  const client = createClient({ fetch, wasm: "sluice.wasm" });
  await client.ready;
  return {
    client,
    watchList(kind, told) {
      const watched = client.watch({ type: "getPosts" });
      const stop = watched.subscribe(told);
      void client.apiRequest({ name: "getPosts" });
      return { read: () => watched.get().data ?? undefined, stop };
    },
    change: (id, likes) => client.apiRequest({ name: "updatePost", data: { id, likes }, mutations: { getPosts: { updateDataOptimistic: (posts) => liked(posts, id, likes) } } }),
  };
}

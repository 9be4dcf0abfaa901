import { QueryClient, QueryObserver, notifyManager } from "@tanstack/query-core";
import { listOf } from "../lists.js";
import { socket } from "../socket.js";

export function open({ fetch, url, count }) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } });
  client.mount();
  socket(url, (patch) => {
    count();
    // It is told which list the post is in, and has not to look for it.
    client.setQueryData(["posts", listOf(patch.id)], (posts) => posts?.map((post) => (post.id === patch.id ? { ...post, ...patch } : post)));
  });
  return async (number, told) => {
    const query = { queryKey: ["posts", number], queryFn: async () => (await fetch(`/api/posts/${number}`)).json() };
    await client.fetchQuery(query);
    const observer = new QueryObserver(client, client.defaultQueryOptions(query));
    observer.subscribe(notifyManager.batchCalls(told));
    return () => observer.trackResult(observer.getOptimisticResult(client.defaultQueryOptions(query))).data;
  };
}

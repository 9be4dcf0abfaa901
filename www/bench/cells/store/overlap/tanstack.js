import { MutationObserver } from "@tanstack/query-core";
import { open as openStore } from "../peers/tanstack.js";
import { liked, patch } from "../subject.js";

export { shape } from "../peers/tanstack.js";

/** The documentation's guide: cancel, snapshot and write; put the snapshot back on an error; refetch when it is settled. */
export function open(network, settled = (client, queryKey) => client.invalidateQueries({ queryKey })) {
  const subject = openStore(network);
  const { client } = subject;
  const queryKey = ["posts"];
  const observer = new MutationObserver(client, {
    mutationKey: queryKey,
    mutationFn: ({ id, likes }) => patch(network.fetch, id, likes),
    async onMutate({ id, likes }) {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (posts) => liked(posts, id, likes));
      return { before };
    },
    onError: (_error, _variables, made) => void client.setQueryData(queryKey, made.before),
    onSettled: () => settled(client, queryKey),
  });
  return { ...subject, change: (id, likes) => observer.mutate({ id, likes }) };
}

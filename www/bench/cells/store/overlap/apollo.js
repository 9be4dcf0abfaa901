import { open as openStore } from "../peers/apollo.js";

export { shape } from "../peers/apollo.js";

/** The documentation's `optimisticResponse`; what comes back is merged into the cache by itself. */
export function open(network) {
  const subject = openStore(network);
  const { client, documents } = subject;
  return {
    ...subject,
    change: (id, likes) => client.mutate({ mutation: documents.updatePost, variables: { id, likes }, optimisticResponse: { updatePost: { __typename: "Post", id, likes } } }),
  };
}

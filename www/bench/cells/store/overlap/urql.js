import { open as openStore } from "../peers/urql.js";

export { shape } from "../peers/urql.js";

/** Graphcache's option `optimistic`, which the store has. */
export function open(network) {
  const subject = openStore(network);
  const { client, documents } = subject;
  return { ...subject, change: (id, likes) => client.mutation(documents.updatePost, { id, likes }).toPromise() };
}

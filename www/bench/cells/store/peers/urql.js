import { Client, createRequest, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { pipe, subscribe } from "wonka";
import { operations, types } from "../graphql.js";
import { itemBytes, singular } from "../shape.js";

export const shape = "graphql";

const documents = operations(gql);

/** The documentation's local resolvers: a thing that came with a list is not asked for again. */
const resolvers = { Query: Object.fromEntries(Object.entries(types).map(([field, __typename]) => [field, (_, { id }) => ({ __typename, id })])) };
const optimistic = { updatePost: ({ id, likes }) => ({ __typename: "Post", id, likes }) };

/** Data comes in as answers alone, so a write is an answer to a query that is asked again. */
export function open(network) {
  const client = new Client({
    url: new URL("/graphql", location.href).href,
    exchanges: [cacheExchange({ resolvers, optimistic }), fetchExchange],
    fetch: network.fetch,
    preferGetMethod: false,
  });

  /** As useQuery subscribes: it keeps the latest result as its state. */
  const watch = (request, field, told) => {
    let data;
    const listen = subscribe((result) => {
      data = result.data?.[field];
      told();
    });
    const { unsubscribe } = pipe(client.executeQuery(request), listen);
    return { read: () => data, stop: unsubscribe };
  };
  const fetchItem = async (kind, id) => {
    const { error } = await client.query(documents.items[kind], { id }, { requestPolicy: "network-only" }).toPromise();
    if (error) throw error;
  };
  const write = (kind, id, bytes) => {
    network.set(kind, bytes, id);
    return fetchItem(kind, id);
  };

  return {
    client,
    documents,
    normalises: true,
    watchList: (kind, told) => watch(createRequest(documents.lists[kind], {}), kind, told),
    watchItem: (kind, id, told) => watch(createRequest(documents.items[kind], { id }), singular[kind], told),
    fetchList: (kind) => client.query(documents.lists[kind], {}, { requestPolicy: "network-only" }).toPromise(),
    fetchItem,
    write,
    async fill(kind, values) {
      for (const value of values) await write(kind, value.id, itemBytes(shape, kind, value));
    },
    layer: (kind, id, likes) => void client.mutation(documents.updatePost, { id, likes }).toPromise(),
  };
}

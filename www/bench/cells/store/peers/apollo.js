import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client/core";
import { operations, types } from "../graphql.js";
import { singular, typed } from "../shape.js";
import { parse } from "../subject.js";

export const shape = "graphql";

const documents = operations(gql);

/** The documentation's cache redirects: a thing that came with a list is not asked for again. */
const redirects = Object.fromEntries(
  Object.entries(types).map(([field, __typename]) => [field, { read: (_, { args, toReference }) => toReference({ __typename, id: args.id }) }]),
);

export function open({ fetch }) {
  const client = new ApolloClient({
    link: new HttpLink({ uri: "/graphql", fetch }),
    cache: new InMemoryCache({ typePolicies: { Query: { fields: redirects } } }),
  });

  const watch = (options, field, told) => {
    const observable = client.watchQuery(options);
    const subscription = observable.subscribe(told);
    return { read: () => observable.getCurrentResult().data?.[field], stop: () => subscription.unsubscribe() };
  };
  const item = (kind, id) => ({ query: documents.items[kind], variables: { id } });
  const write = (kind, id, data) => client.writeQuery({ ...item(kind, id), data });

  return {
    client,
    documents,
    normalises: true,
    watchList: (kind, told) => watch({ query: documents.lists[kind] }, kind, told),
    watchItem: (kind, id, told) => watch(item(kind, id), singular[kind], told),
    fetchList: (kind) => client.query({ query: documents.lists[kind], fetchPolicy: "network-only" }),
    fetchItem: (kind, id) => client.query({ ...item(kind, id), fetchPolicy: "network-only" }),
    write: (kind, id, bytes) => void write(kind, id, parse(bytes).data),
    fill: (kind, values) => values.forEach((value) => write(kind, value.id, { [singular[kind]]: typed(kind, value) })),
    layer(kind, id, likes) {
      const optimisticResponse = { updatePost: { __typename: "Post", id, likes } };
      void client.mutate({ mutation: documents.updatePost, variables: { id, likes }, optimisticResponse });
    },
  };
}

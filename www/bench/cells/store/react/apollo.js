import { ApolloProvider, useQuery } from "@apollo/client/react";
import { createElement } from "react";
import { singular } from "../shape.js";

export { open, shape } from "../peers/apollo.js";

export function bind({ client, documents }) {
  return {
    Provider: ({ children }) => createElement(ApolloProvider, { client }, children),
    useItem: (kind, id) => useQuery(documents.items[kind], { variables: { id } }).data?.[singular[kind]],
  };
}

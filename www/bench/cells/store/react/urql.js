import { createElement } from "react";
import { Provider, useQuery } from "urql";
import { singular } from "../shape.js";

export { open, shape } from "../peers/urql.js";

export function bind({ client, documents }) {
  return {
    Provider: ({ children }) => createElement(Provider, { value: client }, children),
    useItem: (kind, id) => useQuery({ query: documents.items[kind], variables: { id } })[0].data?.[singular[kind]],
  };
}

import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createElement } from "react";

export { open, shape } from "../peers/tanstack.js";

export function bind({ client, query }) {
  return {
    Provider: ({ children }) => createElement(QueryClientProvider, { client }, children),
    useItem: (kind, id) => useQuery(query(kind, id)).data,
  };
}

import { createElement } from "react";
import { Provider, useSuspense } from "sluice/react";

export { open, shape } from "../peers/sluice.js";

export function bind({ client, endpoints: { items } }) {
  return {
    Provider: ({ children }) => createElement(Provider, { client }, children),
    useItem: (kind, id) => useSuspense(items[kind], { id }),
  };
}

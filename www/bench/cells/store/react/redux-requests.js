import { useQuery } from "@redux-requests/react";
import { createElement } from "react";
import { Provider } from "react-redux";

export { open, shape } from "../peers/redux-requests.js";

export function bind({ client: store, itemAction }) {
  return {
    Provider: ({ children }) => createElement(Provider, { store }, children),
    useItem(kind, id) {
      const { type, meta } = itemAction(kind, id);
      return useQuery({ type, requestKey: meta.requestKey }).data;
    },
  };
}

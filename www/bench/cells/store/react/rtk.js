import { createApi } from "@reduxjs/toolkit/query/react";
import { createElement } from "react";
import { Provider } from "react-redux";
import { open as openStore } from "../peers/rtk.js";

export { shape } from "../peers/rtk.js";

export const open = (network) => openStore(network, createApi);

export function bind({ client: { api, store } }) {
  return {
    Provider: ({ children }) => createElement(Provider, { store }, children),
    useItem: (kind, id) => api.endpoints[kind].useQuery(id).data,
  };
}

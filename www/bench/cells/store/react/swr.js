import { createElement } from "react";
import { SWRConfig } from "swr";
import useSWRImmutable from "swr/immutable";
import { path } from "../subject.js";

export { open, shape } from "../peers/swr.js";

const fetcher = () => Promise.reject(new Error("everything is there"));

export function bind({ client: cache }) {
  const value = { provider: () => cache, fetcher };
  return {
    Provider: ({ children }) => createElement(SWRConfig, { value }, children),
    useItem: (kind, id) => useSWRImmutable(path(kind, id)).data,
  };
}

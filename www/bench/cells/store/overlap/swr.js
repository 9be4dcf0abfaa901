import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";
import useSWR, { SWRConfig } from "swr";
import { get, liked, patch, path } from "../subject.js";

export const shape = "rest";

/** The documentation's `mutate` of a hook with `optimisticData`; its defaults put back and revalidate. With React, since the hook revalidates. */
export function open({ fetch }) {
  let shown;
  let mutate;
  function List({ kind, told }) {
    const { data, mutate: bound } = useSWR(kind, () => get(fetch, path(kind)));
    useEffect(() => {
      shown = data;
      mutate = bound;
      told();
    });
    return null;
  }
  return {
    watchList(kind, told) {
      const root = createRoot(document.createElement("div"));
      root.render(createElement(SWRConfig, { value: { provider: () => new Map() } }, createElement(List, { kind, told })));
      return { read: () => shown, stop: () => root.unmount() };
    },
    change: (id, likes) =>
      mutate(patch(fetch, id, likes), {
        optimisticData: (_kept, displayed) => liked(displayed, id, likes),
        populateCache: (post, posts) => liked(posts, id, post.likes),
      }),
  };
}

import { createElement, Fragment, useSyncExternalStore } from "react";

export { open, shape } from "../peers/bare.js";

export function bind(subject) {
  const watches = new Map();
  const watch = (kind, id) => watches.get(id) ?? watches.set(id, hold(subject, kind, id)).get(id);
  return {
    Provider: ({ children }) => createElement(Fragment, null, children),
    useItem(kind, id) {
      const { subscribe, read } = watch(kind, id);
      return useSyncExternalStore(subscribe, read);
    },
  };
}

/** Functions for one thing that stay the same from render to render. */
function hold(subject, kind, id) {
  return {
    subscribe: (told) => subject.watchItem(kind, id, told).stop,
    read: () => subject.read(kind, id),
  };
}

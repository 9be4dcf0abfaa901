import "../idle.js";
import { createReducer } from "@data-client/core";
import { Controller, ControllerContext, StateContext, useSuspense } from "@data-client/react";
import { createElement, useMemo, useReducer } from "react";
import { parse } from "../subject.js";

export { open, shape } from "../peers/data-client.js";

/**
 * CacheProvider of 0.10 makes elements that React 19 refuses; what it does for reads and writes is
 * done here with its parts. It begins with what the store of the other rows holds.
 */
export function bind({ endpoints: { items }, store }) {
  const initial = store.getState();
  let change;
  const controller = new Controller({ dispatch: (action) => Promise.resolve(change(action)), getState: () => initial });
  const reducer = createReducer(controller);

  function Provider({ children }) {
    const [state, dispatch] = useReducer(reducer, initial);
    change = dispatch;
    const view = useMemo(() => state.optimistic.reduce(reducer, state), [state]);
    return createElement(ControllerContext.Provider, { value: controller }, createElement(StateContext.Provider, { value: view }, children));
  }

  return {
    Provider,
    useItem: (kind, id) => useSuspense(items[kind], { id }),
    write: (kind, id, bytes) => void controller.setResponse(items[kind], { id }, parse(bytes)),
  };
}

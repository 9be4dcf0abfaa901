import { configureStore } from "@reduxjs/toolkit";
import { applyMiddleware, combineReducers, legacy_createStore, type Middleware } from "redux";
import { onTestFinished, vi, expect } from "vitest";
import { createRequestsStore, handleRequestsWith, type DispatchRequest, type RequestsOptions, type RequestsState } from "sluice/redux";
import { scripted, type ScriptedEngine } from "./engine.js";

export type Options = Partial<RequestsOptions> & { readonly preloaded?: RequestsState; readonly prepare?: (engine: ScriptedEngine) => void; readonly serializableCheck?: object };

/** The types of all that reaches the reducers, and the actions. */
function recorded() {
  const actions: { type: string; [member: string]: unknown }[] = [];
  const recorder: Middleware = () => (next) => (action) => {
    actions.push(action as never);
    return next(action);
  };
  return { actions, recorder };
}

/** A store of Redux, with requests that the test answers. */
export function plainStore({ preloaded, prepare, ...options }: Options = {}) {
  const script = scripted(prepare);
  const { actions, recorder } = recorded();
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequestsWith(script.factory, { driver: async () => ({ data: null }), ...options });
  const reducer = combineReducers({ requests: requestsReducer });
  const made = legacy_createStore(reducer, preloaded && { requests: preloaded }, applyMiddleware<DispatchRequest>(...requestsMiddleware, recorder));
  const store = createRequestsStore(made);
  return { store, actions, requestsPromise, middlewares: requestsMiddleware.length, types: () => actions.map(({ type }) => type), engine: script.engine, requests: () => store.getState().requests };
}

/** The same made by Redux Toolkit with its checks on; what these find fails the test. */
export function toolkitStore({ preloaded, prepare, serializableCheck, ...options }: Options = {}) {
  const complaints = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  onTestFinished(() => {
    for (const complaint of complaints) {
      expect(complaint.mock.calls).toEqual([]);
      complaint.mockRestore();
    }
  });
  const script = scripted(prepare);
  const { actions, recorder } = recorded();
  const { requestsReducer, requestsMiddleware } = handleRequestsWith(script.factory, { driver: async () => ({ data: null }), ...options });
  const made = configureStore({
    reducer: { requests: requestsReducer },
    middleware: (usual) => usual({ serializableCheck: { warnAfter: 10_000, ...serializableCheck }, immutableCheck: { warnAfter: 10_000 } }).concat(requestsMiddleware).concat(recorder),
    ...(preloaded && { preloadedState: { requests: preloaded } }),
  });
  const store = createRequestsStore(made);
  return { store, actions, types: () => actions.map(({ type }) => type), engine: script.engine, requests: () => store.getState().requests };
}

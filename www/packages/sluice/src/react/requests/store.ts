import { UsageError } from "sluice";
import type { RequestsState } from "../../redux/state.js";

/** What hooks need of a Redux store whose state has `requests`. */
export interface ReduxStore {
  getState(): { readonly requests: RequestsState };
  dispatch(action: never): unknown;
  subscribe(listener: () => void): () => void;
}

/** Reducers beside that of requests, by the member of the state that each keeps. */
export type ExtraReducers = Readonly<Record<string, (state: never, action: never) => unknown>>;

/** Middlewares as Redux has them. */
export type Middlewares = readonly ((api: never) => (next: never) => (action: unknown) => unknown)[];

type Action = { readonly type: string };
type Reducer = (state: unknown, action: Action) => unknown;
type Dispatch = (action: unknown) => unknown;
type Middleware = (api: { getState(): unknown; dispatch: Dispatch }) => (next: Dispatch) => Dispatch;

/** Makes a store for applications that have none: what of Redux is needed, without Redux. */
export function makeStore({ requestsReducer }: { readonly requestsReducer: (state: never, action: never) => unknown }, middlewares: Middlewares, extra: ExtraReducers = {}, initial: Readonly<Record<string, unknown>> = {}): ReduxStore {
  const reducers = Object.entries({ requests: requestsReducer, ...extra }) as [string, Reducer][];
  const listeners = new Set<() => void>();
  const reduced = (before: Readonly<Record<string, unknown>>, action: Action) => Object.fromEntries(reducers.map(([name, reducer]) => [name, reducer(before[name], action)]));
  let state = reduced(initial, { type: "@@INIT" });
  let dispatch: Dispatch = () => {
    throw new UsageError("a middleware dispatches while it is made");
  };
  const getState = () => state;
  const api = { getState, dispatch: ((action) => dispatch(action)) as Dispatch };
  dispatch = middlewares
    .map((middleware) => (middleware as unknown as Middleware)(api))
    .reduceRight<Dispatch>((next, wrap) => wrap(next), (action) => {
      if (typeof (action as Partial<Action> | undefined)?.type !== "string") throw new UsageError("an action is an object with a type");
      const after = reduced(state, action as Action);
      if (reducers.some(([name]) => after[name] !== state[name])) state = after;
      for (const listener of [...listeners]) listener();
      return action;
    });
  return {
    getState: getState as unknown as ReduxStore["getState"],
    dispatch,
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}

import { createElement, useMemo, useState, type ReactNode } from "react";
import { UsageError } from "sluice";
import { createRequestsStore, handleRequests } from "sluice/redux";
import type { RequestsOptions } from "../../redux/options.js";
import type { WithRequests } from "../../redux/store.js";
import { RequestsContext, type RequestsDefaults } from "./context.js";
import { makeStore, type ExtraReducers, type Middlewares, type ReduxStore } from "./store.js";

/** Give either a store whose state has `requests`, or options to make one. The rest are defaults of hooks: `false`. */
export type RequestsProviderProps = Partial<RequestsDefaults> & {
  readonly children?: ReactNode;
  /** Is called with the store while the provider is rendered. */
  readonly getStore?: (store: WithRequests<ReduxStore>) => void;
} & (
  | { readonly store: ReduxStore; readonly requestsConfig?: undefined }
  | {
      readonly store?: undefined;
      /** Options of `handleRequests`. What else belongs to the store is read once, as they are. */
      readonly requestsConfig: RequestsOptions;
      /** Reducers of other members of the state. */
      readonly extraReducers?: ExtraReducers;
      /** Gives all middlewares, made of those for requests. */
      readonly getMiddleware?: (requestsMiddleware: Middlewares[number][]) => Middlewares;
      readonly initialState?: object;
    }
);

/** Hands a store, and what hooks do by default, to the components below. */
export function RequestsProvider(props: RequestsProviderProps): ReactNode {
  const { children, suspense = false, autoLoad = false, autoReset = false, throwError = false, suspenseSsr = false } = props;
  const [made] = useState(() => (props.store ? undefined : storeOf(props)));
  const store = props.store ?? made;
  if (!store) throw new UsageError("RequestsProvider has neither store nor requestsConfig");
  props.getStore?.(createRequestsStore(store));
  const value = useMemo(() => ({ store, suspense, autoLoad, autoReset, throwError, suspenseSsr }), [store, suspense, autoLoad, autoReset, throwError, suspenseSsr]);
  return createElement(RequestsContext.Provider, { value }, children);
}

function storeOf({ requestsConfig, extraReducers, getMiddleware, initialState }: Extract<RequestsProviderProps, { store?: undefined }>): ReduxStore | undefined {
  if (!(requestsConfig as RequestsOptions | undefined)) return undefined;
  const handled = handleRequests(requestsConfig);
  const { requestsMiddleware } = handled;
  return makeStore(handled, getMiddleware?.(requestsMiddleware) ?? requestsMiddleware, extraReducers, initialState as Readonly<Record<string, unknown>>);
}

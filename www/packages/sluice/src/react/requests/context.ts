import { createContext, useContext } from "react";
import { UsageError } from "sluice";
import type { DispatchRequest } from "../../redux/types.js";
import type { ReduxStore } from "./store.js";

/** What hooks do where they are not told. */
export interface RequestsDefaults {
  /** Waits with Suspense while a query is loading. */
  readonly suspense: boolean;
  /** Loads when it is mounted, and when the action or a variable changes. */
  readonly autoLoad: boolean;
  /** Resets a request when the last component that shows it is gone. */
  readonly autoReset: boolean;
  /** Throws errors, for a boundary. */
  readonly throwError: boolean;
  /** Waits on a server, too. */
  readonly suspenseSsr: boolean;
}

export interface RequestsValue extends RequestsDefaults {
  readonly store: ReduxStore;
}

export const RequestsContext = createContext<RequestsValue | undefined>(undefined);

/** The store and defaults of the nearest provider; throws `UsageError` outside of one. */
export function useRequests(): RequestsValue {
  const value = useContext(RequestsContext);
  if (!value) throw new UsageError("there is no store here; wrap the tree in <RequestsProvider store={store}>");
  return value;
}

/** `dispatch` of the store, typed for requests. */
export function useDispatchRequest(): DispatchRequest {
  return useRequests().store.dispatch as DispatchRequest;
}

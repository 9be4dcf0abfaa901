import type { DispatchRequest } from "./types.js";

/** A store, of which the compiler knows what `dispatch` gives for requests; `dispatchRequest` is `dispatch`. */
export type WithRequests<S extends { dispatch(action: never): unknown }> = Omit<S, "dispatch"> & {
  readonly dispatch: DispatchRequest & S["dispatch"];
  readonly dispatchRequest: DispatchRequest;
};

/** The store, with `dispatchRequest`. Its middlewares are those of `handleRequests`. */
export function createRequestsStore<S extends { dispatch(action: never): unknown }>(store: S): WithRequests<S> {
  const dispatchRequest = ((action: unknown) => store.dispatch(action as never)) as DispatchRequest;
  return { ...store, dispatchRequest } as unknown as WithRequests<S>;
}

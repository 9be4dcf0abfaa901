export {
  abort,
  abortRequests,
  addWatcher,
  clearRequestsCache,
  closeWebsocket,
  error,
  getWebsocket,
  joinRequest,
  openWebsocket,
  removeWatcher,
  resetRequests,
  stopPolling,
  stopSubscriptions,
  success,
} from "./redux/actions.js";
/** @internal What carries requests out, and how it is put in. */
export type { Engine, EngineFactory, Pass, RequestEvent } from "./redux/engine.js";
/** @internal */
export { handleRequestsWith } from "./redux/handle-requests.js";
export { handleRequests } from "./redux/handle-requests.js";
export type { HandledRequests } from "./redux/handle-requests.js";
export type { RequestsMiddleware } from "./redux/middleware/handler.js";
export type { RequestsOptions } from "./redux/options.js";
/** @internal */
export { withPatch, type Patch } from "./redux/patch.js";
export type { RequestsReducer } from "./redux/reducer.js";
export { isRequestAction, isRequestActionQuery, isResponseAction } from "./redux/request-action.js";
export type { FailedRequests } from "./redux/requests-promise.js";
export {
  getMutation,
  getMutationSelector,
  getQuery,
  getQuerySelector,
  getWebsocketState,
  type MutationProps,
  type QueryProps,
  type QueryState,
  type MutationState,
} from "./redux/select.js";
export type * from "./redux/state.js";
export { createRequestsStore, type WithRequests } from "./redux/store.js";
export type * from "./redux/types.js";
export type { Driver, Drivers, Interceptors, RequestMeta, RequestResponse } from "sluice";

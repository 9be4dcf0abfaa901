export { createClient, type ApiCall, type Client } from "./client.js";
export { apiRequest, configure } from "./default-client.js";
export {
  ApiError,
  CrashError,
  LoadError,
  NetworkError,
  TimeoutError,
  UsageError,
  abortReason,
  isAbort,
  type AbortReason,
  type FailedRequest,
} from "./errors.js";
export * from "./requests/index.js";
export type { WasmSource } from "./loader.js";
export type { Observer } from "./observer.js";
export type { ClientOptions, FetchFunction, HeaderMap } from "./options.js";
export { ExpiryStatus, type QuerySnapshot } from "./record.js";
export type { GcOptions } from "./sweeper.js";
export type { ApiRequest, RequestRef } from "./request.js";
export { graphqlSubscriber, type GraphqlSubscriberOptions } from "./live/graphql.js";
export type * from "./live/types.js";
export type { Retry } from "./retry.js";
export type { MutationState, Watch, WatchProps } from "./watch.js";
export type * from "./steps/types.js";
export type * from "./steps/driver.js";
export { axiosDriver, type AxiosAnswer, type AxiosInstance, type AxiosRequest } from "./drivers/axios.js";
export { fetchDriver, type FetchDriverOptions, type FetchResponse } from "./drivers/fetch.js";
export { gql, graphqlDriver, type GraphqlDriverOptions, type GraphqlRequest } from "./drivers/graphql.js";
export { mockDriver, type MockRequest } from "./drivers/mock.js";
export { promiseDriver, type PromiseDriverOptions, type PromiseRequest } from "./drivers/promise.js";
export type { Cancellable } from "./drivers/cancellable.js";
export type { FetchRequest, ReadResponse, ResponseType } from "./drivers/exchange.js";
export { Controller } from "./controller.js";
export type { AnyEndpoint, ArgsOf, DataOf, StoredResponse } from "./infer.js";
export { INVALID, State } from "./data/state.js";
export { pkOf } from "./data/mark.js";
export { SchemaError } from "./errors.js";
export { DevToolsManager, IdlingNetworkManager, LogoutManager, NetworkManager, PollingSubscription, SubscriptionManager, actionTypes, getDefaultManagers } from "./managers/index.js";
export type * from "./managers/index.js";
export { all, array, Delete, collection, Entity, entity, invalidate, object, query, schema, union, values } from "./schema/index.js";
/** @internal What running.ts needs that is there once. */
export { abortError, checkSize } from "./errors.js";
export { mark } from "./data/mark.js";
export { functionOf, handleOf } from "./schema/functions.js";
export { SchemaNode } from "./schema/node.js";
export { fromText, toText } from "./steps/text.js";
/** @internal */
export { nameText, targetsOf } from "./request.js";
/** @internal */
export { blend, same, share } from "./share.js";
/** @internal What sluice/react needs beside. */
export { nodeOf, skeleton } from "./schema/index.js";
/** @internal */
export { report } from "./record.js";
export type * from "./schema/index.js";
export { Endpoint, endpoint, resource } from "./endpoint/index.js";
export type * from "./endpoint/index.js";

export { plainArgs } from "./args.js";
export { contentOf, readAnswer, type AnswerSource, type Content, type Reader } from "./answer.js";
export { bodyOf, requestOf, type EndpointInterface, type ResultOf } from "./endpoint.js";
export { Endpoint, endpoint, type EndpointConstructor, type EndpointFactory, type HttpEndpoint } from "./factory.js";
export type { EndpointContext, EndpointOptions, Live, Snapshot, Updater } from "./options.js";
export { resource, type Resource, type ResourceOptions } from "./resource.js";
export { perform } from "./run.js";
export type { ListPath, PathArgs, PathParams, QueryParams, Scalar } from "./types.js";

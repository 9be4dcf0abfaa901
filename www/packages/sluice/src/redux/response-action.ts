import type { RequestResponse } from "sluice";
import { abort, error, success } from "./actions.js";
import type { TypedRequest, ResponseAction } from "./types.js";

const metaOf = (request: TypedRequest): ResponseAction["meta"] => ({ ...request.meta, requestAction: request });

/** What tells of a success: a Flux standard action if the request is one. */
export function successAction(request: TypedRequest, response: RequestResponse): ResponseAction {
  return { type: success(request.type), ...(request.payload ? { payload: response } : { response }), meta: metaOf(request) };
}

/** What tells of an error. */
export function errorAction(request: TypedRequest, cause: unknown): ResponseAction {
  return { type: error(request.type), ...(request.payload ? { payload: cause, error: true } : { error: cause }), meta: metaOf(request) };
}

/** What tells of an abort. */
export function abortAction(request: TypedRequest): ResponseAction {
  return { type: abort(request.type), meta: metaOf(request) };
}

/** A request with more meta. */
export function withMeta(request: TypedRequest, meta: Readonly<Record<string, unknown>>): TypedRequest {
  return { ...request, meta: { ...request.meta, ...meta } };
}

import type { RequestResponse } from "sluice";
import { abort, error, success } from "./actions.js";
import type { RequestAction, ResponseAction } from "./types.js";

const metaOf = (request: RequestAction): ResponseAction["meta"] => ({ ...request.meta, requestAction: request });

/** What tells of a success: a Flux standard action if the request is one. */
export function successAction(request: RequestAction, response: RequestResponse): ResponseAction {
  return { type: success(request.type), ...(request.payload ? { payload: response } : { response }), meta: metaOf(request) };
}

/** What tells of an error. */
export function errorAction(request: RequestAction, cause: unknown): ResponseAction {
  return { type: error(request.type), ...(request.payload ? { payload: cause, error: true } : { error: cause }), meta: metaOf(request) };
}

/** What tells of an abort. */
export function abortAction(request: RequestAction): ResponseAction {
  return { type: abort(request.type), meta: metaOf(request) };
}

/** A request with more meta. */
export function withMeta(request: RequestAction, meta: Readonly<Record<string, unknown>>): RequestAction {
  return { ...request, meta: { ...request.meta, ...meta } };
}

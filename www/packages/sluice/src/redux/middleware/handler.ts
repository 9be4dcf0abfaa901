import type { Middleware } from "redux";
import type { RequestsAction } from "../actions.js";
import { patchOf } from "../patch.js";
import type { Next, StoreApi } from "../session.js";
import type { DispatchRequest } from "../types.js";

export type RequestsMiddleware = Middleware<DispatchRequest>;

/** A middleware of what the engine has not seen yet: an action that has a patch comes from it. */
export function middleware(make: (api: StoreApi) => (action: RequestsAction, next: Next) => unknown): RequestsMiddleware {
  return (api) => {
    const handle = make(api);
    return (next) => (action) => {
      if (typeof action !== "object" || action === null || patchOf(action)) return next(action);
      return handle(action as RequestsAction, next);
    };
  };
}

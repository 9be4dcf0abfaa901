import { ABORT_REQUESTS, JOIN_REQUEST, RESET_REQUESTS } from "../actions.js";
import type { RequestEvent } from "../engine.js";
import { Joins } from "../joins.js";
import type { Rules } from "../options.js";
import { withPatch } from "../patch.js";
import { isLocalMutation, isResponseAction } from "../request-action.js";
import { abortAction, errorAction, successAction, withMeta } from "../response-action.js";
import { passing, type Next, type Session, type StoreApi } from "../session.js";
import type { TypedRequest, RequestResult, ResponseAction } from "../types.js";
import { middleware } from "./handler.js";

/** Requests, and what controls them. */
export const sending = (session: (api: StoreApi) => Session, rules: Rules) =>
  middleware((api) => {
    const { engine, store } = session(api);
    const joins = new Joins();
    return (action, next) => {
      if (rules.isRequest(action)) {
        const request: TypedRequest = action;
        const { result, resolve, reject } = joins.open(request); // who hears of it may join it already
        try {
          engine.request(request, (event) =>
            told(event, store, event.polled ? store.dispatch : next, resolve, (error, told) => {
              thrown.set(request, told);
              reject(error);
            }),
          );
        } catch (error) {
          reject(error);
        }
        return result;
      }
      switch (action.type) {
        case ABORT_REQUESTS:
          return passing(action, next, (pass) => engine.abort(action.requests, pass));
        case RESET_REQUESTS:
          return passing(action, next, (pass) => engine.reset(action.requests, action.abortPending, action.resetCached, pass));
        case JOIN_REQUEST:
          next(action);
          return joins.newest(action.requestType) ?? engine.join(action.requestType);
        default:
          if (isResponseAction(action) || !isLocalMutation(action)) return next(action);
          return passing(action, next, (pass) => engine.local(action, pass));
      }
    };
  });

/** What was told of requests whose promise was rejected. */
const thrown = new WeakMap<object, Told>();

type Told = Pick<RequestResult, "action">;

export function thrownOf(request: object): Told | undefined {
  return thrown.get(request);
}

const ignored = () => {};

/**
 * Has the reducers know of an event; `begin` is how a request reaches them. The request's promise knows after them; if
 * they throw, or who listens to the store does, that is what it rejects with.
 */
export function told(event: RequestEvent, store: StoreApi, begin: Next | StoreApi["dispatch"], resolve: (result: RequestResult) => void = ignored, reject: (error: unknown, told: Told) => void = ignored): void {
  const { cached, polled, patch } = event;
  const request = cached || polled ? withMeta(event.action, { ...(cached && { cacheResponse: cached }), ...(polled && { polled }) }) : event.action;
  const silent = request.meta?.silent === true;
  if (event.kind === "request") {
    // What is told of polling goes through all middlewares, and is not to be sent again.
    if (!silent) begin(withPatch(request, polled ? (patch ?? {}) : patch));
    return;
  }
  const tell = (action: ResponseAction, end: (told: Told) => void): void => {
    if (silent) return end({});
    const told = { action: withPatch(action, patch) };
    try {
      store.dispatch(told.action);
    } catch (error) {
      if (polled) throw error; // nobody waits for it
      return reject(error, told);
    }
    end(told);
  };
  switch (event.kind) {
    case "success":
      return tell(successAction(request, event.response), (told) => resolve({ ...told, ...(event.response as { data: never }) }));
    case "error":
      return tell(errorAction(request, event.error), (told) => (event.thrown ? reject(event.error, told) : resolve({ ...told, error: event.error })));
    case "abort":
      return tell(abortAction(request), (told) => resolve({ ...told, isAborted: true }));
  }
}

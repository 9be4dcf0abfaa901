import type { RequestsStore } from "sluice";
import type { Engine, EngineFactory, Pass } from "./engine.js";
import type { RequestsOptions } from "./options.js";
import { withPatch } from "./patch.js";
import type { StateWithRequests } from "./state.js";

/** What middlewares have of their store. */
export interface StoreApi {
  getState(): StateWithRequests;
  dispatch(action: object): unknown;
}

/** What belongs to one store. */
export interface Session {
  readonly engine: Engine;
  /** As the functions of users get it. */
  readonly store: RequestsStore & StoreApi;
}

/** Gives each store its session, made when the first of its middlewares is. */
export function sessions(options: RequestsOptions, engineOf: EngineFactory): (api: StoreApi) => Session {
  const known = new WeakMap<StoreApi["getState"], Session>();
  return (api) => {
    let session = known.get(api.getState);
    if (!session) {
      const { getState } = api;
      const dispatch = (action: unknown) => api.dispatch(action as object);
      const store: Session["store"] = { getState, dispatch, dispatchRequest: dispatch as RequestsStore["dispatchRequest"] };
      known.set(getState, (session = { engine: engineOf(options, store), store }));
    }
    return session;
  };
}

export type Next = (action: unknown) => unknown;

/** Has the engine do what an action asks for. Gives what the next middleware does, as for any action. */
export function passing(action: object, next: Next, run: (pass: Pass) => void): unknown {
  let result: unknown = action;
  run((patch) => void (result = next(withPatch(action, patch))));
  return result;
}

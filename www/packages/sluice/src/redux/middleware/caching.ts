import { CLEAR_REQUESTS_CACHE } from "../actions.js";
import { passing, type Session, type StoreApi } from "../session.js";
import { middleware } from "./handler.js";

/** Forgetting of cached answers; the engine gives them itself. */
export const caching = (session: (api: StoreApi) => Session) =>
  middleware((api) => {
    const { engine } = session(api);
    return (action, next) => {
      if (action.type !== CLEAR_REQUESTS_CACHE) return next(action);
      return passing(action, next, (pass) => engine.clearCache(action.requests, pass));
    };
  });

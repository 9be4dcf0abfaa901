import { STOP_POLLING } from "../actions.js";
import { passing, type Session, type StoreApi } from "../session.js";
import { middleware } from "./handler.js";

/** The end of polling; the engine does the polling itself. */
export const polling = (session: (api: StoreApi) => Session) =>
  middleware((api) => {
    const { engine } = session(api);
    return (action, next) => {
      if (action.type !== STOP_POLLING) return next(action);
      return passing(action, next, (pass) => engine.stopPolling(action.requests, pass));
    };
  });

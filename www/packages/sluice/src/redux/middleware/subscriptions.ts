import { CLOSE_WEBSOCKET, GET_WEBSOCKET, OPEN_WEBSOCKET, STOP_SUBSCRIPTIONS } from "../actions.js";
import { isSubscriptionAction } from "../request-action.js";
import { passing, type Session, type StoreApi } from "../session.js";
import type { SubscriptionAction } from "../types.js";
import { middleware } from "./handler.js";

/** Subscriptions, and the socket. */
export const subscriptions = (session: (api: StoreApi) => Session) =>
  middleware((api) => {
    const { engine } = session(api);
    return (action, next) => {
      switch (action.type) {
        case OPEN_WEBSOCKET:
          return passing(action, next, (pass) => engine.openWebsocket(action.props, pass));
        case CLOSE_WEBSOCKET:
          return passing(action, next, (pass) => engine.closeWebsocket(action.code, pass));
        case STOP_SUBSCRIPTIONS:
          return passing(action, next, (pass) => engine.stopSubscriptions(action.subscriptions, action, pass));
        case GET_WEBSOCKET:
          next(action);
          return engine.websocket();
        default:
          if (!isSubscriptionAction(action)) return next(action);
          return passing(action, next, (pass) => engine.subscribe(action as unknown as SubscriptionAction, pass));
      }
    };
  });

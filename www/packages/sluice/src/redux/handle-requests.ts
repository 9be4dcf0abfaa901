import { coreEngine } from "./core-engine.js";
import type { EngineFactory } from "./engine.js";
import { caching } from "./middleware/caching.js";
import { counting } from "./middleware/counting.js";
import type { RequestsMiddleware } from "./middleware/handler.js";
import { polling } from "./middleware/polling.js";
import { rehydration } from "./middleware/rehydration.js";
import { sending } from "./middleware/sending.js";
import { subscriptions } from "./middleware/subscriptions.js";
import { rulesOf, type RequestsOptions } from "./options.js";
import { reducerOf, type RequestsReducer } from "./reducer.js";
import { RequestsPromise } from "./requests-promise.js";
import { sessions } from "./session.js";

/** What a Redux store needs for requests. */
export interface HandledRequests {
  /** To be mounted at `requests`. */
  readonly requestsReducer: RequestsReducer;
  /** To be given to the store in this order. */
  readonly requestsMiddleware: [RequestsMiddleware, ...RequestsMiddleware[]];
  /** With `ssr: "server"`, unless it is disabled: when there is nothing more to wait for. */
  readonly requestsPromise: RequestsPromise | null;
}

/** What a Redux store needs to have requests carried out, and their state kept. */
export function handleRequests(options: RequestsOptions): HandledRequests {
  return handleRequestsWith(coreEngine, options);
}

/** The parts of {@link handleRequests}, with what carries requests out. */
export function handleRequestsWith(engineOf: EngineFactory, options: RequestsOptions): HandledRequests {
  const rules = rulesOf(options);
  const session = sessions(options, engineOf);
  const { ssr, cache, subscriber, disableRequestsPromise } = options;
  const server = ssr === "server";
  const requestsPromise = server && !disableRequestsPromise ? new RequestsPromise() : null;
  const all: (RequestsMiddleware | false | null | undefined)[] = [
    (subscriber || options.client?.live) && !server && subscriptions(session),
    !server && polling(session),
    requestsPromise && counting(requestsPromise, rules),
    ssr === "client" && rehydration(session, rules, options),
    cache && caching(session),
    sending(session, rules),
  ];
  const requestsMiddleware = all.filter(Boolean) as RequestsMiddleware[] as HandledRequests["requestsMiddleware"];
  return { requestsReducer: reducerOf(rules, options), requestsMiddleware, requestsPromise };
}

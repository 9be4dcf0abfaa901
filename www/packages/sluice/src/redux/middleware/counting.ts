import type { Rules } from "../options.js";
import type { RequestsPromise } from "../requests-promise.js";
import type { RequestResult } from "../types.js";
import { middleware } from "./handler.js";
import { thrownOf } from "./sending.js";

/** Tells the server's promise of requests that begin and end. */
export const counting = (promise: RequestsPromise, rules: Rules) =>
  middleware(() => (action, next) => {
    if (!rules.isRequest(action)) return next(action);
    const { dependentRequestsNumber = 0, isDependentRequest = false } = action.meta ?? {};
    promise.begin(dependentRequestsNumber);
    const end = (result: RequestResult) => promise.end(result, dependentRequestsNumber, isDependentRequest);
    const result = next(action) as Promise<RequestResult>;
    Promise.resolve(result).then(end, (error: unknown) => end({ error, ...thrownOf(action) }));
    return result;
  });

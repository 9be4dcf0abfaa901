import type { DriverActions } from "../steps/driver.js";
import type { RequestAction, RequestResponse } from "../steps/types.js";
import { cancellable, type Cancellable } from "./cancellable.js";

/** What {@link promiseDriver} waits for. */
export interface PromiseRequest {
  readonly promise: unknown;
}

/** Options of {@link promiseDriver}. */
export interface PromiseDriverOptions {
  /** Makes the response of what the promise resolves with. Default: that is its data. */
  readonly processResponse?: (value: never) => RequestResponse | Promise<RequestResponse>;
}

/** Makes a driver that waits for a promise in the request. To cancel it only drops what comes of the promise. */
export function promiseDriver({ processResponse = (data) => ({ data }) }: PromiseDriverOptions = {}): (
  request: PromiseRequest,
  action: RequestAction,
  driverActions: DriverActions,
) => Cancellable<RequestResponse> {
  return (request, _action, actions) => {
    void Promise.resolve(request?.promise).catch(() => {}); // it may be dropped before anybody looks at it
    return cancellable(request, actions, async () => processResponse((await request.promise) as never));
  };
}

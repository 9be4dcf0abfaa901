import { UsageError } from "../errors.js";
import { show, type FetchFunction } from "../options.js";
import type { DriverActions } from "../steps/driver.js";
import type { RequestAction } from "../steps/types.js";
import { cancellable, type Cancellable } from "./cancellable.js";
import { exchange, type FetchRequest } from "./exchange.js";

/** Options of {@link fetchDriver}. */
export interface FetchDriverOptions {
  /** Comes before each address that names no host. Default `""`. */
  readonly baseURL?: string;
  /** Default the host's. */
  readonly AbortController?: new () => AbortController;
}

/** What {@link fetchDriver} gives of a success. */
export interface FetchResponse {
  /** As `responseType` says. */
  readonly data: unknown;
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Makes a driver of `fetch`, by default the host's as it is when a request is made. An answer that is no success
 * rejects with the `Response`, whose `data` is the body: JSON, else text.
 */
export function fetchDriver(
  fetch?: FetchFunction,
  { baseURL = "", AbortController }: FetchDriverOptions = {},
): (request: FetchRequest, action: RequestAction, driverActions: DriverActions) => Cancellable<FetchResponse> {
  return (request, _action, actions) =>
    cancellable(
      request,
      actions,
      async (signal) => {
        const { url } = request;
        if (typeof url !== "string") throw new UsageError(`url is ${show(url)}; give a string`);
        const whole = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url) ? url : baseURL + url;
        const { data, status, headers } = await exchange(fetch, { ...request, url: whole }, actions, signal);
        return { data, status, headers };
      },
      AbortController,
    );
}

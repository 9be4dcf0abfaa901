import { UsageError, isAbort } from "../errors.js";
import type { Meter } from "../call.js";
import type { Driver, DriverActions, DriverPromise } from "./driver.js";
import { checked } from "./response.js";
import type { RequestAction, RequestConfig, RequestResponse } from "./types.js";

/** A response that is none: the request ends with this error, whatever functions for errors there are. */
export class NoResponse extends Error {
  constructor(readonly error: unknown) {
    super();
  }
}

/**
 * Has a driver carry out what an action asks for: of a list, each. Rejects with what the driver rejects with, with
 * the first of a list, whose others are cancelled then; with {@link NoResponse} if what it gave is no response.
 */
export function drive(driver: Driver, config: RequestConfig, action: RequestAction, meter: Partial<Meter>, signal: AbortSignal): Promise<RequestResponse> {
  return Array.isArray(config) ? driveAll(driver, config, action, signal) : driveOne(driver, config, action, meter, signal);
}

async function driveOne(driver: Driver, config: RequestConfig, action: RequestAction, { upload, download }: Partial<Meter>, signal: AbortSignal): Promise<RequestResponse> {
  const actions: DriverActions = { signal, ...(upload && { setUploadProgress: upload }), ...(download && { setDownloadProgress: download }) };
  const promise = driver(config, action, actions) as DriverPromise | undefined;
  if (typeof promise?.then !== "function") throw new UsageError("a driver gives a promise");
  const cancel = () => promise.cancel?.();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const response = await promise;
    try {
      return checked(response);
    } catch (error) {
      throw new NoResponse(error);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

async function driveAll(driver: Driver, configs: readonly RequestConfig[], action: RequestAction, signal: AbortSignal): Promise<RequestResponse> {
  const all = new AbortController();
  const abort = () => all.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    const responses = await Promise.all(configs.map((config) => driveOne(driver, config, action, {}, all.signal)));
    const names = Object.keys(responses[0] ?? { data: [] });
    return Object.fromEntries(names.map((name) => [name, responses.map((response) => response[name as keyof RequestResponse])])) as unknown as RequestResponse;
  } catch (error) {
    all.abort(error);
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Whether a driver says that it was cancelled. */
export function isCancelled(error: unknown): boolean {
  return error === "REQUEST_ABORTED" || isAbort(error);
}

import type { RequestAction, RequestFunction } from "./types.js";

/** What a driver may use while it carries out a request. */
export interface DriverActions {
  /** Aborted when the request is. */
  readonly signal: AbortSignal;
  /** 0–100. Only where that is measured. */
  readonly setDownloadProgress?: (percent: number) => void;
  readonly setUploadProgress?: (percent: number) => void;
}

/** What a driver gives: a promise of a response, which may have a method to cancel the request. */
export type DriverPromise = Promise<{ readonly data: unknown }> & { readonly cancel?: () => void };

/**
 * Carries out requests: is given what the action asks for, of a list one after the other. The promise resolves with
 * `{ data }`, and `status`, `headers` or what else there is; it rejects with the error or, once cancelled, with
 * `"REQUEST_ABORTED"` or an `AbortError`. What it throws counts as a rejection.
 */
export type Driver<Config = unknown> = RequestFunction<[request: Config, action: RequestAction, driverActions: DriverActions], DriverPromise | PromiseLike<{ readonly data: unknown }>>;

import { isAbort } from "./errors.js";

/** A rejection. An abort raises no `unhandledrejection` when nobody holds the promise. */
export function refused(error: unknown): Promise<never> {
  const promise = Promise.reject<never>(error);
  if (isAbort(error)) promise.catch(() => {});
  return promise;
}

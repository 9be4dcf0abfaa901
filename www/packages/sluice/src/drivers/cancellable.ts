import { abortError, isAbort } from "../errors.js";
import type { DriverActions } from "../steps/driver.js";

/** What a driver gives. `cancel()` rejects it with an `AbortError`; once it is settled that does nothing. */
export type Cancellable<T> = Promise<T> & { cancel(): void };

/**
 * Begins work that may be cancelled: by the promise's method, by the signal of the request's actions, by one of the
 * request's own. The promise is settled then, whether or not the work heeds the signal it is given, and what becomes
 * of the work is dropped. Work whose signal is aborted already does not begin. Nothing is thrown, all is rejected.
 */
export function cancellable<T>(
  request: object,
  actions: DriverActions,
  work: (signal: AbortSignal) => Promise<T>,
  Controller: new () => AbortController = AbortController,
): Cancellable<T> {
  let cancel = (): void => {};
  const promise = new Promise<T>((resolve, reject) => {
    const controller = new Controller();
    const signals = [actions.signal, (request as RequestInit).signal];
    let open = true;
    const close = () => {
      open = false;
      for (const signal of signals) signal?.removeEventListener("abort", onAbort);
    };
    const end = (reason?: unknown) => {
      if (!open) return;
      close();
      reject(isAbort(reason) ? (reason as DOMException) : abortError("aborted"));
      controller.abort();
    };
    const onAbort = ({ target }: Event) => end((target as AbortSignal).reason);
    cancel = () => end();
    for (const signal of signals) {
      if (signal?.aborted) return end(signal.reason);
      signal?.addEventListener("abort", onAbort);
    }
    work(controller.signal).finally(close).then(resolve, reject);
  });
  return Object.assign(promise, { cancel });
}

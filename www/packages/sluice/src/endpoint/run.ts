import { defaultClient } from "../default-client.js";
import { TimeoutError, abortError } from "../errors.js";
import { maxDelay } from "../timer.js";
import type { EndpointInterface } from "./endpoint.js";

/** Carries out a request by the endpoint's own function: it is called at once, and may throw. What it gives has been through `process`. */
export function perform(endpoint: EndpointInterface, args: readonly unknown[], signal: AbortSignal): unknown {
  const fetch = endpoint.fetch as (...args: unknown[]) => unknown;
  const process = endpoint.process as ((...args: unknown[]) => unknown) | undefined;
  const given = [...args];
  // So that the context stands where the function expects it, also behind an argument left out.
  while (given.length < fetch.length - 1) given.push(undefined);
  const answer = fetch.call(endpoint, ...given, { signal });
  return process ? Promise.resolve(answer).then((value) => process.call(endpoint, value, ...args)) : answer;
}

/** Calls an endpoint, without any store: by its function, else as a request of the default client. */
export async function call(endpoint: EndpointInterface, args: readonly unknown[]): Promise<unknown> {
  const { name, fetch, signal, timeout = 0 } = endpoint;
  if (!fetch) return defaultClient().ask(endpoint, args);
  if (signal?.aborted) throw abortError("aborted");
  const controller = new AbortController();
  const ended = new Promise((_, reject) => {
    controller.signal.onabort = () => reject(controller.signal.reason);
  });
  const abort = () => controller.abort(abortError("aborted"));
  signal?.addEventListener("abort", abort);
  const late = () => controller.abort(new TimeoutError({ name, data: args[0] }, timeout));
  const timer = timeout > 0 && timeout <= maxDelay ? setTimeout(late, timeout) : undefined;
  try {
    return await Promise.race([perform(endpoint, args, controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

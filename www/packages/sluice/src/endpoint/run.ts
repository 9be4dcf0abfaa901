import { TimeoutError, UsageError, abortError } from "../errors.js";
import { maxDelay } from "../timer.js";
import type { EndpointInterface } from "./endpoint.js";

/** Sends the request of an endpoint without an own function and gives what {@link readAnswer} makes of the answer. It measures the endpoint's timeout. */
export type Run = (endpoint: EndpointInterface, args: readonly unknown[], signal: AbortSignal) => Promise<unknown>;

let run: Run = async () => {
  throw new UsageError("there is no client to send the request");
};

/** Says how the requests of endpoints without an own function reach the network. */
export function setRun(next: Run): void {
  run = next;
}

/** Carries out a request: its function is called at once, and may throw. What it gives has been through `process`. */
export function perform(endpoint: EndpointInterface, args: readonly unknown[], signal: AbortSignal): unknown {
  const fetch = endpoint.fetch as ((...args: unknown[]) => unknown) | undefined;
  const process = endpoint.process as ((...args: unknown[]) => unknown) | undefined;
  const given = [...args];
  // So that the context stands where the function expects it, also behind an argument left out.
  while (fetch && given.length < fetch.length - 1) given.push(undefined);
  const answer = fetch ? fetch.call(endpoint, ...given, { signal }) : run(endpoint, args, signal);
  return process ? Promise.resolve(answer).then((value) => process.call(endpoint, value, ...args)) : answer;
}

/** Calls an endpoint, without any store. */
export async function call(endpoint: EndpointInterface, args: readonly unknown[]): Promise<unknown> {
  const { name, fetch, signal, timeout = 0 } = endpoint;
  if (signal?.aborted) throw abortError("aborted");
  const controller = new AbortController();
  const ended = new Promise((_, reject) => {
    controller.signal.onabort = () => reject(controller.signal.reason);
  });
  const abort = () => controller.abort(abortError("aborted"));
  signal?.addEventListener("abort", abort);
  const late = () => controller.abort(new TimeoutError({ name, data: args[0] }, timeout));
  const timer = fetch && timeout > 0 && timeout <= maxDelay ? setTimeout(late, timeout) : undefined;
  try {
    return await Promise.race([perform(endpoint, args, controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

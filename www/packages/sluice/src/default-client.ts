import { Client, type ApiCall } from "./client.js";
import { UsageError } from "./errors.js";
import { checkOptions, type ClientOptions } from "./options.js";
import type { RequestOptions } from "./requests/index.js";

let defaults: ClientOptions = {};
let shared: Client | undefined;

/** Sets the options of the default client. Throws {@link UsageError} once that client is in use. */
export function configure(options: ClientOptions): void {
  if (shared) throw new UsageError("configure comes too late: the default client is in use; call it before the first request");
  checkOptions(options);
  defaults = { ...defaults, ...options };
}

/** The default client, made on first use. */
export function defaultClient(): Client {
  return (shared ??= new Client(defaults));
}

/** Sends a named request, or has a Request carried out, on the default client. */
export const apiRequest: ApiCall = (request: unknown, options?: RequestOptions) => defaultClient().apiRequest<never>(request as never, options);


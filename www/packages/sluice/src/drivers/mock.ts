import type { DriverActions } from "../steps/driver.js";
import type { RequestAction, RequestResponse } from "../steps/types.js";
import { cancellable, type Cancellable } from "./cancellable.js";

/** What {@link mockDriver} answers with: the error, if there is one. */
export interface MockRequest {
  readonly response?: RequestResponse | undefined;
  readonly error?: unknown;
}

/** Makes a driver that answers with what the request itself says, `timeout` ms later. */
export function mockDriver({ timeout = 0 }: { readonly timeout?: number } = {}): (
  request: MockRequest,
  action: RequestAction,
  driverActions: DriverActions,
) => Cancellable<RequestResponse> {
  return (request, _action, actions) =>
    cancellable(request, actions, async (signal) => {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout);
        signal.addEventListener("abort", () => clearTimeout(timer));
      });
      const { response, error } = request;
      if (error !== undefined && error !== null) throw error as unknown;
      return response!;
    });
}

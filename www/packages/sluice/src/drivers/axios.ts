import { abortError } from "../errors.js";
import type { DriverActions } from "../steps/driver.js";
import type { RequestAction } from "../steps/types.js";
import { percent } from "../upload.js";
import { cancellable, type Cancellable } from "./cancellable.js";

/** An instance of axios: what `axios.create()` gives, or `axios` itself. */
export type AxiosInstance = (config: never) => Promise<AxiosAnswer>;

/** What of an answer of axios is used. */
export interface AxiosAnswer {
  readonly data: unknown;
  readonly status: number;
  readonly headers: unknown;
}

interface AxiosProgress {
  readonly loaded: number;
  /** Of a length that is not known `undefined` or 0. */
  readonly total?: number | undefined;
}

/** What {@link axiosDriver} looks at in what it sends; all of it goes to axios. */
export interface AxiosRequest {
  readonly signal?: unknown;
  readonly onDownloadProgress?: ((event: never) => void) | undefined;
  readonly onUploadProgress?: ((event: never) => void) | undefined;
}

/** Makes a driver of an instance of axios, which is given requests as they are and rejects with its own errors. */
export function axiosDriver(instance: AxiosInstance): (request: AxiosRequest, action: RequestAction, driverActions: DriverActions) => Cancellable<AxiosAnswer> {
  return (request, _action, actions) =>
    cancellable(request, actions, async (signal) => {
      const { setDownloadProgress: down, setUploadProgress: up } = actions;
      try {
        const { data, status, headers } = await instance({
          ...request,
          signal,
          ...(down && { onDownloadProgress: telling(down, request.onDownloadProgress) }),
          ...(up && { onUploadProgress: telling(up, request.onUploadProgress) }),
        } as never);
        return { data, status, headers };
      } catch (error) {
        throw (error as { __CANCEL__?: unknown } | undefined)?.__CANCEL__ ? abortError("aborted") : error; // by a CancelToken of the request's own
      }
    });
}

function telling(tell: (percent: number) => void, own: AxiosRequest["onUploadProgress"]) {
  return (event: AxiosProgress) => {
    own?.(event as never);
    if (event.total) tell(percent(event.loaded, event.total));
  };
}

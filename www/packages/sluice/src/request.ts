import { UsageError } from "./errors.js";
import { checkTimeout, show, type HeaderMap } from "./options.js";

/** A call of `apiRequest`. */
export interface ApiRequest {
  /** Of the route: 1–128 ASCII letters, digits, `_ - .`, in segments parted by `/`. */
  readonly name: string;
  /** Sent as JSON; FormData, Blob, ArrayBuffer, its views and URLSearchParams as they are. Default `{}`. */
  readonly data?: unknown;
  /** Keeps state and abort scope apart from other calls of the name. `""` is no key. */
  readonly requestKey?: string | number;
  /** Whether it aborts the pending call of its name and key. Default: the client's auto-abort rule. */
  readonly takeLatest?: boolean;
  /** Aborts this call. */
  readonly signal?: AbortSignal;
  /** In ms, from the call to the end of the body; 0 switches the client's default off. */
  readonly timeout?: number;
  /** Merged over the client's; `undefined` removes one. */
  readonly headers?: HeaderMap;
  readonly measureUploadProgress?: boolean;
  readonly measureDownloadProgress?: boolean;
}

/** What names requests in lists: a name, an action creator, or a pair. */
export type RequestRef =
  | string
  | { toString(): string }
  | { readonly requestType: string | { toString(): string }; readonly requestKey?: string | number; readonly anyKey?: boolean };

/** Checks what the core does not see. Throws {@link UsageError}. */
export function checkRequest(request: ApiRequest): void {
  if (typeof request !== "object" || request === null) throw new UsageError("apiRequest takes an object with a name");
  if (typeof request.name !== "string") throw new UsageError(`name is ${show(request.name)}; give the name of a route as a string`);
  checkTimeout(request.timeout);
  const { signal, headers } = request;
  if (signal !== undefined && (typeof signal !== "object" || typeof signal?.addEventListener !== "function")) {
    throw new UsageError("signal is no AbortSignal");
  }
  if (headers !== undefined && (typeof headers !== "object" || headers === null)) throw new UsageError("headers is no object");
}

const loneSurrogate = /\p{Surrogate}/u;

/** A request key as the core knows it: `""` is none. */
export function keyText(key: string | number | null | undefined): string {
  if (key === undefined || key === null) return "";
  if (typeof key === "number") return String(key);
  if (typeof key !== "string") throw new UsageError(`requestKey is ${show(key)}; give a string or a number`);
  if (loneSurrogate.test(key)) throw new UsageError("requestKey is not well-formed UTF-16: it has a lone surrogate");
  return key;
}

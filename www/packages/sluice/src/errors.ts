/** What was asked for: the argument of the call that failed. */
export interface FailedRequest {
  readonly name: string;
  readonly data?: unknown;
  readonly requestKey?: string | number;
}

/** Why a request was aborted; `"timeout"` belongs to a {@link TimeoutError}. */
export type AbortReason = "aborted" | "superseded" | "reset" | "closed" | "timeout";

/** The server answered with an error, or with something that is no answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** From the answer's envelope; `"http.502"` where there is none; `"api.invalidResponse"`. */
  declare readonly code: string;
  /** HTTP status. */
  declare readonly status: number;
  /** From the envelope, `{}` by default; `retryAfter` in seconds where the server gave it. */
  declare readonly params: Readonly<Record<string, unknown>>;
  /** The parsed body; its text (the first 64 KiB) where it is not JSON. */
  declare readonly data: unknown;
  declare readonly request: FailedRequest;

  constructor(
    message: string,
    fields: { code: string; status: number; params: Record<string, unknown>; data: unknown; request: FailedRequest },
  ) {
    super(message);
    Object.assign(this, fields);
  }
}

/** Refuses an answer whose size, in bytes, is known to be beyond a limit. */
export function checkSize(size: number, limit: number, request: FailedRequest = { name: "" }): void {
  if (size > limit) {
    throw new ApiError(`sluice: the answer is larger than maxResponseBytes, ${limit}`, { code: "api.responseTooLarge", status: 413, params: { limit }, data: undefined, request });
  }
}

/** No answer came. The request may have been carried out. `cause` is what `fetch` threw. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  declare readonly request: FailedRequest;

  constructor(request: FailedRequest, cause: unknown) {
    super(`sluice: no answer to ${request.name}`, { cause });
    this.request = request;
  }
}

/** The answer was not complete in time; the request was aborted. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  /** In ms. */
  declare readonly timeout: number;
  declare readonly request: FailedRequest;

  constructor(request: FailedRequest, timeout: number) {
    super(`sluice: no answer to ${request.name} within ${timeout} ms`);
    this.timeout = timeout;
    this.request = request;
  }
}

/** A response does not fit its schema, or lacks a key. Nothing of it was stored. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly status = 400;
  /** The name of the endpoint. */
  declare readonly endpoint: string;
  /** Where in the response, as in `articles[3].author`; `""` for the whole of it. */
  declare readonly path: string;
  declare readonly response: unknown;

  constructor(endpoint: string, path: string, message: string, response: unknown) {
    super(`sluice: ${endpoint}: ${path ? `${path} ` : "the response "}${message}`);
    Object.assign(this, { endpoint, path, response });
  }
}

/** The call is wrong; the message names the argument and what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(message: string, options?: { cause?: unknown }) {
    super(`sluice: ${message}`, options);
  }
}

/** `sluice.wasm` could not be had or started. The next call tries again. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  constructor(message: string, cause: unknown) {
    super(`sluice: ${message}`, { cause });
  }
}

/** The core failed while it worked on this request; a new one takes over. */
export class CrashError extends Error {
  override readonly name = "CrashError";
  constructor(message: string, cause?: unknown) {
    super(`sluice: the core failed: ${message}`, { cause });
  }
}

/** The property that holds the reason: the one that package abort gives and reads, too. */
const reasonOf = "abortReason";

const messages: Record<Exclude<AbortReason, "timeout">, string> = {
  aborted: "The request was aborted.",
  superseded: "The request was superseded by a newer one of the same name.",
  reset: "The request was ended by a reset or logout.",
  closed: "The client is closed.",
};

/** Makes the `DOMException` named `AbortError` of an aborted request. */
export function abortError(reason: Exclude<AbortReason, "timeout">): DOMException {
  const error = new DOMException(`sluice: ${messages[reason]}`, "AbortError");
  (error as { [reasonOf]?: AbortReason })[reasonOf] = reason;
  return error;
}

/** Whether an error says that its request was aborted, superseded, reset or closed. A timeout is none. */
export function isAbort(error: unknown): boolean {
  return (error as { name?: unknown } | null | undefined)?.name === "AbortError";
}

/** Why the request of an error was aborted; `"timeout"` for a {@link TimeoutError}, `undefined` for other errors. */
export function abortReason(error: unknown): AbortReason | undefined {
  return error instanceof TimeoutError ? "timeout" : (error as { [reasonOf]?: AbortReason } | undefined)?.[reasonOf];
}

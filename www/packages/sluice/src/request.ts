import { UsageError } from "./errors.js";
import { checkRetry } from "./retry.js";
import type { RequestMeta } from "./steps/types.js";
import { checkTimeout, show, type HeaderMap } from "./options.js";

/** A call of `apiRequest`. `Data` is what it resolves with. */
export interface ApiRequest<Data = unknown> extends RequestMeta<Data> {
  /** Of the route: 1–128 ASCII letters, digits, `_ - .`, in segments parted by `/`. */
  readonly name: string;
  /** Sent as JSON; FormData, Blob, ArrayBuffer, its views and URLSearchParams as they are. Default `{}`. */
  readonly data?: unknown;
  /** Aborts this call. */
  readonly signal?: AbortSignal;
  /** In ms, from the call to the end of the body; 0 switches the client's default off. */
  readonly timeout?: number;
  /** Merged over the client's; `undefined` removes one. */
  readonly headers?: HeaderMap;
}

/** What stands for a request's type: its text, or an action creator whose `toString()` gives it. */
type RequestType = string | ((...args: never[]) => unknown);

/**
 * What names requests in lists. A text, or an action creator, is a type without key, else the pair that spells it. A pair is
 * exact; `requestKey` is none by default, `anyKey` means all keys of the type.
 */
export type RequestRef =
  | RequestType
  | { readonly requestType: RequestType; readonly requestKey?: string | number; readonly anyKey?: boolean };

/** Checks what the core does not see. Throws {@link UsageError}. */
export function checkRequest(request: ApiRequest): void {
  if (typeof request !== "object" || request === null) throw new UsageError("apiRequest takes an object with a name");
  if (typeof request.name !== "string") throw new UsageError(`name is ${show(request.name)}; give the name of a route as a string`);
  checkTimeout(request.timeout);
  checkRetry(request.retry);
  checkSignal(request.signal);
  const { headers } = request;
  if (headers !== undefined && (typeof headers !== "object" || headers === null)) throw new UsageError("headers is no object");
}

/** Refuses what cannot be listened to. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== "function") throw new UsageError("signal is no AbortSignal");
}

/** The rule of internal/protocol/name.go, for what is sent before the core can judge it. */
export function isRouteName(name: string): boolean {
  return name.length <= 128 && /^[\w.-]+(\/[\w.-]+)*$/.test(name) && !/(^|\/)\.\.?(\/|$)/.test(name);
}

/** Requests as the core is told of them. `flags`: 1 exact, 2 any key. */
export interface Target {
  readonly name: string;
  readonly key: string;
  readonly flags: number;
}

/** Reads a list of requests. Throws {@link UsageError}. */
export function targetsOf(list: readonly RequestRef[]): Target[] {
  if (!Array.isArray(list)) throw new UsageError("the list of requests is no array");
  return (list as readonly RequestRef[]).map((ref) => {
    if (typeof ref === "object" && ref !== null && "requestType" in ref) {
      return { name: nameText(ref.requestType), key: keyText(ref.requestKey), flags: ref.anyKey ? 3 : 1 };
    }
    return { name: nameText(ref), key: "", flags: 0 };
  });
}

const loneSurrogate = /\p{Surrogate}/u;

/** The name that something stands for: itself, or what an action creator's `toString` gives. Throws {@link UsageError}. */
export function nameText(name: unknown): string {
  if (name === undefined || name === null) throw new UsageError(`a request's type is ${show(name)}; give its name`);
  const text = typeof name === "string" ? name : (name as { toString(): string }).toString();
  if (loneSurrogate.test(text)) throw new UsageError("a request's type is not well-formed UTF-16: it has a lone surrogate");
  return text;
}

/** A request key as the core knows it: `""` is none. */
export function keyText(key: string | number | null | undefined): string {
  if (key === undefined || key === null) return "";
  if (typeof key === "number") return String(key);
  if (typeof key !== "string") throw new UsageError(`requestKey is ${show(key)}; give a string or a number`);
  if (loneSurrogate.test(key)) throw new UsageError("requestKey is not well-formed UTF-16: it has a lone surrogate");
  return key;
}

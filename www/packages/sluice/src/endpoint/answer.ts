import { ApiError, checkSize, type FailedRequest } from "../errors.js";
import { isJson, keptText, retryAfter } from "../network.js";
import { isPlain } from "../schema/check.js";

/** How a body is read. */
export type Content = "json" | "text" | "blob" | "arrayBuffer" | "stream";

/** What of an endpoint decides how its answers are read. */
export interface Reader {
  /** Without one it is a route by name: its answers are JSON. */
  readonly method?: string | undefined;
  readonly content?: Content | undefined;
  readonly schema?: unknown;
  readonly process?: unknown;
}

/** What of a `Response` is read. */
export type AnswerSource = Pick<Response, "status" | "headers" | "body" | "text" | "blob" | "arrayBuffer">;

/** How the body of a success is read. A missing type counts as JSON. */
export function contentOf(reader: Reader, type: string | null): Content {
  if (reader.content) return reader.content;
  if (type === null || isJson(type)) return "json";
  if (!reader.method) return "text"; // to be refused
  return /^\s*(text\/|[^;]*[+/](xml|javascript|x-www-form-urlencoded)\s*(;|$))/i.test(type) ? "text" : "blob";
}

/**
 * Reads an answer: gives its value, `null` for an empty one. Rejects with {@link ApiError} when it is
 * none of a success, is broken, or is text where a schema expects data.
 */
export async function readAnswer(response: AnswerSource, reader: Reader, request: FailedRequest, limit = Infinity, now?: () => number): Promise<unknown> {
  const { status, headers } = response;
  const ok = status >= 200 && status < 300;
  if (status === 204) return null;
  const content = ok ? contentOf(reader, headers.get("content-type")) : "text";
  if (content === "stream") return response.body;
  if (content !== "json" && content !== "text") {
    const value = (await response[content]()) as Blob & ArrayBuffer;
    checkSize(value.size ?? value.byteLength, limit, request);
    return value.size === 0 && !reader.content ? null : value;
  }
  const text = await response.text();
  checkSize(text.length, limit, request);
  const fail = (status: number, code: string, message: string, data: unknown = text.slice(0, keptText), params = {}) => {
    throw new ApiError(message, { code, status, params, data, request });
  };
  if (!ok) {
    const data = parsed(text);
    const { code, message, params } = (data as { error?: Partial<ApiError> | null } | null | undefined)?.error ?? {};
    const told = code && typeof code === "string" && typeof message === "string";
    const seconds = retryAfter(headers.get("retry-after"), now);
    fail(status, told ? code : `http.${status}`, told ? message : `the server answered with status ${status}`, data, { ...(seconds && { retryAfter: seconds }), ...(told && isPlain(params) && params) });
  }
  const invalid = (as: number, message: string) => fail(reader.method ? as : status, "api.invalidResponse", message);
  if (content === "json") {
    const value = text === "" ? null : parsed(text);
    return value === undefined ? invalid(400, "the body is not well-formed JSON") : value;
  }
  if (reader.content) return text;
  if (text && (!reader.method || (reader.schema !== undefined && !reader.process))) invalid(404, "the body is not JSON");
  return text || null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

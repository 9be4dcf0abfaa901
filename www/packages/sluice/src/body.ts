import { UsageError } from "./errors.js";
import { show } from "./options.js";

/** The body of a request as `fetch` takes it, and its type where `fetch` would not find it. */
export interface RequestBody {
  readonly body: BodyInit;
  readonly type: string | undefined;
}

/** The body `{}`, of requests without data. */
export const emptyBody: RequestBody = { body: "{}", type: "application/json" };

/** Serialises data, at the call. Throws {@link UsageError} for what JSON cannot carry. */
export function toBody(data: unknown): RequestBody {
  if (data === undefined || data === null) return emptyBody;
  if (typeof data === "object") {
    if (data instanceof FormData || data instanceof URLSearchParams) return { body: data, type: undefined };
    if (data instanceof Blob) return { body: data, type: data.type || "application/octet-stream" };
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      return { body: data as BufferSource, type: "application/octet-stream" };
    }
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (cause) {
    throw new UsageError(`data cannot be written as JSON: ${cause instanceof Error ? cause.message : show(cause)}`, { cause });
  }
  if (text === undefined) throw new UsageError(`data cannot be written as JSON: it is a ${typeof data}`);
  return { body: text, type: "application/json" };
}

/** JSON with members sorted by name, for comparing data. `undefined` and `null` count as `{}`. */
export function canonical(data: unknown): string {
  return sorted(JSON.parse(toJson(data)));
}

function toJson(data: unknown): string {
  const { body } = toBody(data);
  if (typeof body !== "string") throw new UsageError("a hook's data must be JSON; send files and forms with client.apiRequest");
  return body;
}

/** Names go by their UTF-16 units, also those that an object would put first as numbers. */
function sorted(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  const of = value as Record<string, unknown>;
  return `{${Object.keys(of).sort().map((name) => `${JSON.stringify(name)}:${sorted(of[name])}`).join()}}`;
}

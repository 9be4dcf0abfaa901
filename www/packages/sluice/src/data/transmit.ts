import { perform, readAnswer, contentOf, type EndpointInterface } from "../endpoint/index.js";
import { ApiError, NetworkError, SchemaError, UsageError, checkSize } from "../errors.js";
import { noteOf, type Answer } from "../network.js";

const BODY_JSON = 1;

/**
 * Carries out the request of an endpoint, which is for the store or not. The bytes of an answer that only the store
 * looks at are not parsed here.
 */
export async function transmitEndpoint(endpoint: EndpointInterface, args: readonly unknown[], send: (signal: AbortSignal) => Promise<Response>, signal: AbortSignal, limit: number, now: (() => number) | undefined, stored: boolean): Promise<Answer> {
  const answer: Answer = { status: 200, ok: true, kind: BODY_JSON, note: 0, retryAfter: 0, text: "", value: null };
  const { schema, sideEffect, fetch, process, name } = endpoint;
  const request = { name, data: args[0] };
  const failed = (cause: unknown) => {
    throw signal.aborted ? signal.reason : cause instanceof ApiError ? Object.assign(cause, { request }) : cause instanceof UsageError ? cause : new NetworkError(request, cause);
  };
  if (!fetch) {
    const response = await send(signal).catch(failed);
    answer.note = noteOf(response.headers);
    answer.status = response.status;
    if (stored && schema !== undefined && !sideEffect && !process && response.ok && response.status !== 204 && contentOf(endpoint, response.headers.get("content-type")) === "json") {
      answer.bytes = new Uint8Array(await response.arrayBuffer().catch(failed));
      checkSize(answer.bytes.length, limit, request);
      if (answer.bytes.length === 0) answer.bytes = nothing;
      return answer;
    }
    const value = await readAnswer(response, endpoint, request, limit, now).catch(failed);
    answer.value = process ? await (process as (...args: readonly unknown[]) => unknown).call(endpoint, value, ...args) : value;
  } else {
    answer.value = await perform(endpoint, args, signal);
  }
  if (stored && (schema !== undefined || endpoint.update)) answer.text = jsonOf(name, answer.value);
  return answer;
}

/** The JSON of what is to be stored through a schema. */
export function jsonOf(name: string, value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw new SchemaError(name, "", `cannot be written as JSON: ${cause instanceof Error ? cause.message : String(cause)}`, value);
  }
}

const nothing = new TextEncoder().encode("null");


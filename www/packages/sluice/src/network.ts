import { show, type HeaderMap } from "./options.js";
import type { RequestBody } from "./body.js";
import { UsageError, checkSize } from "./errors.js";
import { percent, upload } from "./upload.js";

/** Kinds of bodies and notes about the session, as core/answer.go and core/session.go number them. */
const BODY_EMPTY = 0;
const BODY_JSON = 1;
const BODY_BROKEN = 2;
const BODY_OTHER = 3;
const notes: Record<string, number> = { new: 1, saved: 2, ended: 3 };

/** What an answer says about the session. */
export function noteOf(headers: Pick<Headers, "get">): number {
  return notes[headers.get("sluice-session") ?? ""] ?? 0;
}

/** How much text of an answer that is not JSON an error keeps, in UTF-16 units. */
export const keptText = 65_536;

/** What came of a request: what the core is told, and the value that stays here. */
export interface Answer {
  status: number;
  /** Whether the status is one of success. */
  ok: boolean;
  kind: number;
  note: number;
  /** In seconds, 0 for none. */
  retryAfter: number;
  /** The body, for the core. */
  text: string;
  /** The same as it came, in place of text. */
  bytes?: Uint8Array;
  /** The parsed body, or its text where it is not JSON. */
  value: unknown;
}

/** Whether an answer is a success, as core/answer.go interprets it. */
export function succeeded({ ok, kind }: Answer): boolean {
  return ok && kind <= BODY_JSON;
}

/** What goes over the network, and how. */
export interface Job {
  readonly url: string;
  /** Default `"POST"`. */
  readonly method?: string;
  readonly body: RequestBody | undefined;
  readonly headers: HeaderMap | (() => HeaderMap | Promise<HeaderMap>) | undefined;
  readonly ownHeaders: HeaderMap | undefined;
  readonly credentials: RequestCredentials;
  /** The largest body, in bytes. */
  readonly limit: number;
  /** The client's own fetch, if it has one. */
  readonly fetch: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Told in percent, as often as the network says something. */
  readonly onDownload: ((percent: number) => void) | undefined;
  /** Only where {@link canMeasureUploads}. */
  readonly onUpload: ((percent: number) => void) | undefined;
  /** The client's clock. */
  readonly now?: (() => number) | undefined;
}

/**
 * Sends the job. Rejects with {@link UsageError} when it cannot be sent as it is described, and
 * with whatever `fetch` rejects with when no answer came.
 */
export async function send(job: Job, signal: AbortSignal): Promise<Answer> {
  const made = headersOf(job);
  const headers = made instanceof Promise ? await made : made; // without a function of the user's it leaves at once
  check(job, signal);
  const answer = await (job.onUpload ? upload({ ...job, body: job.body!.body }, headers, signal, (xhr) => receiveUpload(xhr, job)) : request(job, headers, signal).then((response) => receive(response, job)));
  checkSize(answer.text.length, job.limit);
  return answer;
}

/** Sends the job and gives what came, as {@link send} does. */
export async function sendRaw(job: Job, signal: AbortSignal): Promise<Response> {
  const made = headersOf(job);
  const headers = made instanceof Promise ? await made : made;
  check(job, signal);
  return request(job, headers, signal);
}

function request({ url, method = "POST", body, credentials, limit, fetch = globalThis.fetch }: Job, headers: HeadersInit, signal: AbortSignal): Promise<Response> {
  return fetch(url, { method, headers, ...(body && { body: body.body }), credentials, signal }).then((response) => {
    checkSize(Number(response.headers.get("content-length")), limit);
    return response;
  });
}

function headersOf(job: Job): Headers | Record<string, string> | Promise<Headers> {
  return job.headers === undefined && job.ownHeaders === undefined ? headersFor(job.body) : mergedHeaders(job);
}

function check({ url, fetch }: Job, signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason; // while the headers were made
  if (!fetch && !globalThis.location && !/^[a-z][a-z\d+.-]*:/i.test(url)) {
    throw new UsageError(`baseUrl is relative (${show(url)}); outside a page give an absolute one`);
  }
}

async function receive(response: Response, job: Job): Promise<Answer> {
  return read(response.status, response.headers, await inParts(response, job.onDownload).text(), job);
}

function receiveUpload(xhr: XMLHttpRequest, job: Job): Answer {
  return read(xhr.status, { get: (name) => xhr.getResponseHeader(name) }, xhr.responseText, job);
}

/** The same response, of whose body each part is told, in percent; one whose length is not known as it is. */
export function inParts(response: Response, onDownload: Job["onDownload"]): Response {
  const { headers, body } = response;
  const total = onDownload && body ? Number(headers.get("content-length")) : 0;
  if (!(total > 0)) return response;
  let received = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, next) {
      onDownload!(percent((received += part.length), total));
      next.enqueue(part);
    },
  });
  return new Response(body!.pipeThrough(counted as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>), { headers });
}

/** Whether the host can tell how much of a body was sent: XMLHttpRequest can, a client's own fetch cannot. */
export function canMeasureUploads(fetch: Job["fetch"]): boolean {
  return !fetch && typeof XMLHttpRequest === "function";
}

function headersFor(body: RequestBody | undefined): Record<string, string> {
  const accept = "application/json";
  return body?.type === undefined ? { accept } : { accept, "content-type": body.type };
}

async function mergedHeaders(job: Job): Promise<Headers> {
  const client = typeof job.headers === "function" ? await job.headers() : job.headers;
  return headersOver(headersFor(job.body), client, job.ownHeaders);
}

/** Headers, each map over those before; one that is `undefined` is left out. Throws {@link UsageError} for what is no header. */
export function headersOver(first: HeadersInit, ...maps: readonly (HeaderMap | HeadersInit | undefined)[]): Headers {
  const headers = new Headers(first);
  for (const map of maps) {
    if (!map) continue;
    for (const [name, value] of Symbol.iterator in map ? new Headers(map) : Object.entries<string | undefined>(map as Record<string, string>)) {
      try {
        if (value === undefined) headers.delete(name);
        else headers.set(name, value);
      } catch (cause) {
        throw new UsageError(`headers: ${show(name)} with value ${show(value)} is no header`, { cause });
      }
    }
  }
  return headers;
}

/** Says what a body is. A missing type counts as JSON. */
function read(status: number, headers: { get(name: string): string | null }, text: string, { now }: Job): Answer {
  const ok = status >= 200 && status < 300;
  const answer: Answer = {
    status,
    ok,
    kind: BODY_EMPTY,
    note: noteOf(headers),
    retryAfter: ok ? 0 : retryAfter(headers.get("retry-after"), now),
    text: "",
    value: null,
  };
  if (text === "") return answer;
  const type = headers.get("content-type");
  if (ok && type !== null && !isJson(type)) {
    answer.kind = BODY_OTHER;
  } else {
    try {
      answer.value = JSON.parse(text);
      answer.kind = BODY_JSON;
      answer.text = text;
      return answer;
    } catch {
      answer.kind = BODY_BROKEN;
    }
  }
  answer.value = text.slice(0, keptText);
  return answer;
}

/** Whether a media type is one of JSON. */
export function isJson(type: string): boolean {
  return /^[^;]*[+/]json\s*(;|$)/i.test(type);
}

/** What a `Retry-After` says, in seconds; 0 for nothing. */
export function retryAfter(value: string | null, now = Date.now): number {
  if (value === null) return 0;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : Math.ceil((Date.parse(value) - now()) / 1000);
  return seconds > 0 && seconds < Infinity ? seconds : 0;
}

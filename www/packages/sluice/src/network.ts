import { show, type HeaderMap } from "./options.js";
import { emptyBody, type RequestBody } from "./body.js";
import { UsageError } from "./errors.js";
import { upload } from "./upload.js";

/** Kinds of bodies and notes about the session, as core/answer.go and core/session.go number them. */
const BODY_EMPTY = 0;
const BODY_JSON = 1;
const BODY_BROKEN = 2;
const BODY_OTHER = 3;
const notes: Record<string, number> = { new: 1, saved: 2, ended: 3 };

/** How much text of an answer that is not JSON an error keeps, in UTF-16 units. */
const keptText = 65_536;

/** What came of a request: what the core is told, and the value that stays here. */
export interface Answer {
  status: number;
  kind: number;
  note: number;
  /** In seconds, 0 for none. */
  retryAfter: number;
  /** The body, for the core. */
  text: string;
  /** The parsed body, or its text where it is not JSON. */
  value: unknown;
}

/** What goes over the network, and how. */
export interface Job {
  readonly url: string;
  readonly body: RequestBody;
  readonly headers: HeaderMap | (() => HeaderMap | Promise<HeaderMap>) | undefined;
  readonly ownHeaders: HeaderMap | undefined;
  readonly credentials: RequestCredentials;
  /** The client's own fetch, if it has one. */
  readonly fetch: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  readonly onDownload: ((percent: number) => void) | undefined;
  readonly onUpload: ((percent: number) => void) | undefined;
}

/**
 * Sends the job. Rejects with {@link UsageError} when it cannot be sent as it is described, and
 * with whatever `fetch` rejects with when no answer came.
 */
export function send(job: Job, signal: AbortSignal): Promise<Answer> {
  if (job.headers === undefined && job.ownHeaders === undefined) return transmit(job, headersFor(job.body), signal);
  return mergedHeaders(job).then((headers) => transmit(job, headers, signal));
}

/** Whether the host can tell how much of a body was sent: XMLHttpRequest can, a client's own fetch cannot. */
export function canMeasureUploads(fetch: Job["fetch"]): boolean {
  return !fetch && typeof XMLHttpRequest === "function";
}

function transmit(job: Job, headers: HeadersInit, signal: AbortSignal): Promise<Answer> {
  if (signal.aborted) return Promise.reject(signal.reason as Error); // while the headers were made
  if (!job.fetch && !globalThis.location && !/^[a-z][a-z\d+.-]*:/i.test(job.url)) {
    return Promise.reject(new UsageError(`baseUrl is relative (${show(job.url)}); outside a page give an absolute one`));
  }
  if (job.onUpload && canMeasureUploads(job.fetch)) return upload(job, headers, signal, read);
  const { fetch = globalThis.fetch } = job;
  try {
    return fetch(job.url, { method: "POST", headers, body: job.body.body, credentials: job.credentials, signal }).then((response) =>
      receive(response, job.onDownload),
    );
  } catch (error) {
    return Promise.reject(error);
  }
}

const jsonHeaders: Readonly<Record<string, string>> = Object.freeze({ accept: "application/json", "content-type": "application/json" });
const plainHeaders: Readonly<Record<string, string>> = Object.freeze({ accept: "application/json" });

function headersFor(body: RequestBody): HeadersInit {
  if (body === emptyBody || body.json) return jsonHeaders;
  return body.type === undefined ? plainHeaders : { ...plainHeaders, "content-type": body.type };
}

async function mergedHeaders(job: Job): Promise<Headers> {
  const client = typeof job.headers === "function" ? await job.headers() : job.headers;
  const headers = new Headers(headersFor(job.body));
  for (const map of [client, job.ownHeaders]) {
    for (const [name, value] of map instanceof Headers ? map : Object.entries(map ?? {})) {
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

function receive(response: Response, onDownload: Job["onDownload"]): Promise<Answer> {
  const { status, headers } = response;
  if (status === 204) return Promise.resolve(read(status, headers, ""));
  const total = onDownload ? Number(headers.get("content-length")) : 0;
  if (onDownload && total > 0 && response.body) return readInParts(response, total, onDownload);
  return response.text().then((text) => read(status, headers, text));
}

async function readInParts(response: Response, total: number, onDownload: (percent: number) => void): Promise<Answer> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let received = 0;
  let told = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    received += value.length;
    text += decoder.decode(value, { stream: true });
    const percent = Math.min(99, Math.floor((100 * received) / total));
    if (percent > told) onDownload((told = percent));
  }
  return read(response.status, response.headers, text + decoder.decode());
}

/** Says what a body is. A missing type counts as JSON. */
function read(status: number, headers: { get(name: string): string | null }, text: string): Answer {
  const answer: Answer = {
    status,
    kind: BODY_EMPTY,
    note: notes[headers.get("sluice-session") ?? ""] ?? 0,
    retryAfter: status >= 200 && status < 300 ? 0 : retryAfter(headers.get("retry-after")),
    text: "",
    value: null,
  };
  if (text === "" || status === 204) return answer;
  const type = headers.get("content-type");
  const ok = status >= 200 && status < 300;
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
  answer.value = text.length > keptText ? text.slice(0, keptText) : text;
  return answer;
}

function isJson(type: string): boolean {
  return /^[^;]*[+/]json\s*(;|$)/i.test(type);
}

function retryAfter(value: string | null): number {
  if (value === null) return 0;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return seconds > 0 && seconds < Infinity ? seconds : 0;
}


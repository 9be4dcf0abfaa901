import { toBody } from "../body.js";
import { UsageError } from "../errors.js";
import { canMeasureUploads, headersOver, inParts } from "../network.js";
import { show, type FetchFunction, type HeaderMap } from "../options.js";
import type { DriverActions } from "../steps/driver.js";
import { upload } from "../upload.js";

/** What becomes of a body; `null`: it is not read, and the data is `null`. */
export type ResponseType = "arraybuffer" | "blob" | "formData" | "json" | "text" | null;

/** What {@link fetchDriver} sends: an address, and options of `fetch`. */
export interface FetchRequest extends Omit<RequestInit, "headers"> {
  readonly url: string;
  /** Default `"json"`, of which an empty body is `null`. */
  readonly responseType?: ResponseType;
  /** As `fetch` takes them; one that is `undefined` is left out. */
  readonly headers?: HeadersInit | HeaderMap | undefined;
  /** In the place of `body`: sent as JSON, forms, files and bytes as they are. This is how calls by name carry theirs. */
  readonly data?: unknown;
}

/** A response, with what its body says. */
export type ReadResponse = Response & { readonly data: unknown };

const readers = { arraybuffer: "arrayBuffer", blob: "blob", formData: "formData", json: "text", text: "text" } as const;

/** Sends a request and reads the answer. Rejects with the {@link ReadResponse} if that is none of success. */
export async function exchange(fetch: FetchFunction | undefined, request: FetchRequest, actions: DriverActions, signal: AbortSignal): Promise<ReadResponse> {
  const { responseType: type = "json" } = request;
  if (type !== null && !Object.hasOwn(readers, type)) {
    throw new UsageError(`responseType is ${show(type)}; it may be ${Object.keys(readers).join(", ")} or null`);
  }
  const response = await send(fetch, request, actions, signal);
  const data = response.ok ? await read(response, type, actions) : await errorOf(response);
  Object.assign(response, { data });
  if (!response.ok) throw response as unknown;
  return response as ReadResponse;
}

async function send(fetch: FetchFunction | undefined, request: FetchRequest, { setUploadProgress, setDownloadProgress }: DriverActions, signal: AbortSignal): Promise<Response> {
  const { url, responseType: _, data, method, headers: own, body: given, credentials, signal: __, ...others } = request;
  const { body, type } = given === undefined && "data" in request ? toBody(data) : { body: given, type: undefined };
  const headers = headersOver(type ? { "content-type": type } : {}, own);
  // What XMLHttpRequest does not know goes without being measured.
  const measured = setUploadProgress && canMeasureUploads(fetch) && method && body && !(body instanceof ReadableStream) && credentials !== "omit" && !Object.keys(others).length;
  if (!measured) return (fetch ?? globalThis.fetch)(url, { ...others, method, headers, body, credentials, signal });
  return upload({ url, method, body, credentials, onUpload: setUploadProgress, onDownload: setDownloadProgress }, headers, signal, responseOf, "arraybuffer");
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = [...xhr.getAllResponseHeaders().matchAll(/^(.+?): ?(.*)$/gm)].map(([, name, value]) => [name, value] as [string, string]);
  const body = xhr.response as ArrayBuffer;
  return new Response(body.byteLength ? body : null, { status: xhr.status, statusText: xhr.statusText, headers });
}

async function read(response: Response, type: ResponseType, { setDownloadProgress }: DriverActions): Promise<unknown> {
  if (type === null) return null;
  const data: unknown = await inParts(response, setDownloadProgress)[readers[type]]();
  return type === "json" ? (data === "" ? null : JSON.parse(data as string)) : data;
}

async function errorOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => ""); // the connection broke; the status says more than that
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

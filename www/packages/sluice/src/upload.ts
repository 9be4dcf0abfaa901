import type { Job } from "./network.js";

/** What is sent, of what network.ts and drivers have. */
interface Upload extends Partial<Pick<Job, "onUpload" | "onDownload">> {
  readonly url: string;
  /** Default `"POST"`. */
  readonly method?: string | undefined;
  readonly body: BodyInit;
  readonly credentials?: RequestCredentials | undefined;
}

/** Sends by XMLHttpRequest, which alone tells how much of a body has been sent. `read` makes what it gives of the answer. */
export function upload<T>(job: Upload, headers: HeadersInit, signal: AbortSignal, read: (xhr: XMLHttpRequest) => T, responseType: XMLHttpRequestResponseType = ""): Promise<T> {
  return new Promise<XMLHttpRequest>((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(job.method ?? "POST", job.url);
    xhr.responseType = responseType;
    xhr.withCredentials = job.credentials === "include";
    for (const [name, value] of new Headers(headers)) xhr.setRequestHeader(name, value);
    const leave = () => xhr.abort();
    const progress = (tell: (percent: number) => void) => (event: ProgressEvent) => {
      if (event.lengthComputable) tell(percent(event.loaded, event.total));
    };
    if (job.onUpload) xhr.upload.onprogress = progress(job.onUpload);
    if (job.onDownload) xhr.onprogress = progress(job.onDownload);
    xhr.onload = () => resolve(xhr);
    xhr.onerror = () => reject(new TypeError("the upload failed"));
    xhr.onabort = () => reject(signal.reason as Error);
    xhr.onloadend = () => signal.removeEventListener("abort", leave);
    signal.addEventListener("abort", leave, { once: true });
    xhr.send(job.body as XMLHttpRequestBodyInit);
  }).then(read);
}

/** How much of a body has gone by, as a whole number. A compressed one is longer than announced. */
export function percent(loaded: number, total: number): number {
  return Math.min(100, Math.floor((100 * loaded) / total));
}

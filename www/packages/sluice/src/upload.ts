import type { Answer, Job } from "./network.js";

/** Reads an answer: as network.ts does for `fetch`. */
type Read = (status: number, headers: { get(name: string): string | null }, text: string) => Answer;

/** Sends a job by XMLHttpRequest, which alone tells how much of a body has been sent. */
export function upload(job: Job, headers: HeadersInit, signal: AbortSignal, read: Read): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", job.url);
    xhr.withCredentials = job.credentials === "include";
    for (const [name, value] of new Headers(headers)) xhr.setRequestHeader(name, value);
    const leave = () => xhr.abort();
    const progress = (tell: (percent: number) => void) => (event: ProgressEvent) => {
      if (event.lengthComputable) tell((100 * event.loaded) / event.total);
    };
    if (job.onUpload) xhr.upload.onprogress = progress(job.onUpload);
    if (job.onDownload) xhr.onprogress = progress(job.onDownload);
    xhr.onload = () => resolve(read(xhr.status, { get: (name) => xhr.getResponseHeader(name) }, xhr.responseText));
    xhr.onerror = () => reject(new TypeError("the upload failed"));
    xhr.onabort = () => reject(signal.reason as Error);
    xhr.onloadend = () => signal.removeEventListener("abort", leave);
    signal.addEventListener("abort", leave, { once: true });
    xhr.send(job.body!.body as XMLHttpRequestBodyInit);
  });
}

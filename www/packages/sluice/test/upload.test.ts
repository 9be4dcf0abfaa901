import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NetworkError, abortReason, type ClientOptions } from "../src/index.js";
import { ready, rejection, type Setup } from "./harness.js";

type Handler = ((event: { lengthComputable: boolean; loaded: number; total: number }) => void) | null;

/** XMLHttpRequest in the test's hands. */
class Upload {
  static last: Upload;
  static refuseToOpen = false;
  readonly headers: Record<string, string> = {};
  readonly upload: { onprogress: Handler } = { onprogress: null };
  method = "";
  url = "";
  withCredentials = false;
  body: unknown;
  aborted = false;
  status = 0;
  responseText = "";
  onprogress: Handler = null;
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onloadend: (() => void) | null = null;

  constructor() {
    Upload.last = this;
  }
  open(method: string, url: string): void {
    if (Upload.refuseToOpen) throw new SyntaxError("not an address");
    this.method = method;
    this.url = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getResponseHeader(name: string): string | null {
    return name === "content-type" ? "application/json" : null;
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.aborted = true;
    this.onabort?.();
    this.onloadend?.();
  }

  sent(loaded: number, total: number): void {
    this.upload.onprogress?.({ lengthComputable: total > 0, loaded, total });
  }
  received(loaded: number, total: number): void {
    this.onprogress?.({ lengthComputable: true, loaded, total });
  }
  answer(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.onload?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  Upload.refuseToOpen = false;
  vi.stubGlobal("XMLHttpRequest", Upload);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const file = new Blob(["abc"]);

async function uploading(request: object = {}, options: ClientOptions = {}): Promise<Setup & { answer: Promise<unknown>; seen: (number | null)[] }> {
  const setup = await ready({ baseUrl: "https://host.example/api", fetch: undefined, ...options });
  const watch = setup.client.watch({ type: "saveFile" });
  const seen: (number | null)[] = [];
  watch.subscribe(() => seen.push(watch.get().uploadProgress));
  const answer = setup.client.apiRequest({ name: "saveFile", data: file, measureUploadProgress: true, ...request });
  return { ...setup, answer, seen };
}

describe("an upload that is measured", () => {
  test("goes by XMLHttpRequest, with the same address, headers and credentials", async () => {
    const { answer } = await uploading({ headers: { "x-a": "1" } }, { credentials: "include" });
    await vi.waitFor(() => expect(Upload.last.body).toBe(file));
    const { method, url, headers, withCredentials } = Upload.last;
    expect([method, url, withCredentials]).toEqual(["POST", "https://host.example/api/saveFile", true]);
    expect(headers).toEqual({ accept: "application/json", "content-type": "application/octet-stream", "x-a": "1" });
    Upload.last.answer(200, '{"id":1}');
    expect(await answer).toEqual({ id: 1 });
  });

  test("rises from 0, tells each percent once, and is 100 only with a success", async () => {
    const { answer, seen } = await uploading();
    for (const loaded of [1, 1, 500, 400, 999, 1000]) Upload.last.sent(loaded, 1000);
    Upload.last.answer(200, "null");
    await answer;
    expect(seen).toEqual([0, 50, 99, 100]);
    expect(await answer).toBeNull();
  });

  test("is told nothing by events without a length", async () => {
    const { answer, seen } = await uploading();
    Upload.last.sent(500, 0);
    expect(seen).toEqual([0]);
    Upload.last.answer(200, "null");
    await answer;
  });

  test("may be measured both ways", async () => {
    const { client, answer } = await uploading({ measureDownloadProgress: true });
    Upload.last.sent(10, 10);
    Upload.last.received(5, 10);
    const { uploadProgress, downloadProgress } = client.getQuery({ type: "saveFile" });
    expect([uploadProgress, downloadProgress]).toEqual([99, 50]);
    Upload.last.answer(200, "null");
    await answer;
  });

  test.each<[number, string, object]>([
    [413, '{"error":{"code":"api.tooLarge","message":"too large"}}', { code: "api.tooLarge", status: 413 }],
    [200, "<html>", { code: "api.invalidResponse" }],
  ])("has its answer read as any other: %i %s", async (status, text, error) => {
    const { answer } = await uploading();
    Upload.last.answer(status, text);
    expect(await rejection(answer)).toMatchObject(error);
  });

  test("is aborted with its call, and rejects with NetworkError when it fails", async () => {
    const controller = new AbortController();
    const { client, answer } = await uploading({ signal: controller.signal });
    controller.abort();
    expect(Upload.last.aborted).toBe(true);
    expect(abortReason(await rejection(answer))).toBe("aborted");

    const failing = client.apiRequest({ name: "saveFile", data: file, measureUploadProgress: true });
    Upload.last.onerror?.();
    expect(await rejection(failing)).toBeInstanceOf(NetworkError);

    Upload.refuseToOpen = true;
    const refused = client.apiRequest({ name: "saveFile", data: file, measureUploadProgress: true });
    expect(await rejection(refused)).toMatchObject({ name: "NetworkError", cause: new SyntaxError("not an address") });
  });
});

import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { ApiError, Client, QuerySnapshot } from "sluice";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, open, type WatchedPage } from "../lib/browser.js";
import { root, serveRoutes, type Server } from "../lib/server.js";

let server: Server;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveRoutes(), launch()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

const MiB = 2 ** 20;

const types: Readonly<Record<string, string>> = { js: "text/javascript", wasm: "application/wasm" };

/** A page with nothing but a client. */
const blankPage = `<!doctype html><link rel="icon" href="data:," /><title>Progress</title>
<script type="module">
  import { createClient, fetchDriver } from "/pkg/index.js";
  globalThis.client = createClient();
  globalThis.driven = createClient({ driver: fetchDriver(undefined, { baseURL: "/api" }) });
  await Promise.all([client.ready, driven.ready]);
  globalThis.running = true;
</script>`;

/** Opens it with a core that runs, and then a network that carries a number of bytes per second each way. */
async function openSlow(throughput: number, expected?: RegExp): Promise<WatchedPage> {
  const pattern = "**/pkg/*";
  await context.route(pattern, (route) => {
    const name = new URL(route.request().url()).pathname.slice("/pkg/".length);
    if (name === "") return route.fulfill({ contentType: "text/html", body: blankPage });
    return route.fulfill({ contentType: types[name.split(".").pop()!]!, body: readFileSync(`${root}www/packages/sluice/dist/${name}`) });
  });
  const watched = await open(context, `${server.url}/pkg/`, expected);
  await watched.page.waitForFunction("globalThis.running"); // else what is still to be loaded is asked of the server, which has none of it
  await context.unroute(pattern); // nothing stands between the page and the server
  const session = await context.newCDPSession(watched.page);
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, uploadThroughput: throughput, downloadThroughput: throughput });
  return watched;
}

/** What a watcher saw at each notification, and how the call ended. */
interface Seen {
  readonly uploads: (number | null)[];
  readonly downloads: (number | null)[];
  readonly errors: number;
  readonly answer?: unknown;
  readonly failed?: { readonly name: string; readonly code: string; readonly status: number };
  /** The names of the headers that the driver gave. */
  readonly headers?: readonly string[];
}

interface Call {
  readonly name: string;
  /** The size of the file to send, 0 for none. */
  readonly file: number;
  readonly up?: boolean;
  readonly down?: boolean;
}

/** Makes a call in the page, under a watch. */
function watchCall(page: Page, call: Call): Promise<Seen> {
  return page.evaluate(async ({ name, file, up = false, down = false }): Promise<Seen> => {
    const { client } = globalThis as unknown as { client: Client };
    const watch = client.watch({ type: name });
    const snapshots: QuerySnapshot[] = [];
    const unsubscribe = watch.subscribe(() => snapshots.push(watch.get()));
    const form = new FormData();
    form.set("title", "Holiday");
    form.set("file", new Blob([new Uint8Array(file).fill(65)], { type: "image/png" }), "holiday.png");
    const outcome = await client
      .apiRequest({ name, data: file > 0 ? form : {}, measureUploadProgress: up, measureDownloadProgress: down })
      .then(
        (answer) => ({ answer: Array.isArray(answer) ? answer.length : answer }),
        (error: ApiError) => ({ failed: { name: error.name, code: error.code, status: error.status } }),
      );
    unsubscribe();
    return {
      uploads: snapshots.map((snapshot) => snapshot.uploadProgress),
      downloads: snapshots.map((snapshot) => snapshot.downloadProgress),
      errors: snapshots.filter((snapshot) => snapshot.error !== null).length,
      ...outcome,
    };
  }, call);
}

const total = 3 * MiB;
const rate = 2 * MiB; // an upload of the file takes 1.5 s

/** Expects integers that rise from 0 with each notification, several of them short of 100. */
function expectRising(percents: readonly (number | null)[]): void {
  expect(percents[0]).toBe(0);
  expect(percents).toEqual([...new Set(percents as number[])].sort((a, b) => a - b));
  expect(percents.filter((percent) => !Number.isInteger(percent))).toEqual([]);
  expect(percents.filter((percent) => percent! > 0 && percent! < 99).length).toBeGreaterThan(3);
}

test("an upload is seen to rise from 0 to 100, one notification for each integer that it changes to", async () => {
  const { page, problems } = await openSlow(rate);
  const { uploads, downloads, ...outcome } = await watchCall(page, { name: "upload", file: total, up: true });
  expect(outcome).toEqual({ errors: 0, answer: total });
  expectRising(uploads);
  expect(uploads.at(-1)).toBe(100);
  expect(new Set(downloads)).toEqual(new Set([null]));
  expect(problems).toEqual([]);
});

test("an upload that its route does not take is refused with 415, and never seen at 100", async () => {
  const { page, problems } = await openSlow(rate, /415/);
  const { uploads, ...outcome } = await watchCall(page, { name: "save", file: total, up: true });
  expect(outcome).toMatchObject({ errors: 1, failed: { name: "ApiError", code: "api.unsupportedMediaType", status: 415 } });
  expectRising(uploads.slice(0, -1)); // the last one tells of the error
  expect(uploads.at(-1)).toBe(uploads.at(-2));
  expect(Math.max(...(uploads as number[]))).toBeLessThan(100);
  expect(problems).toEqual([]);
});

test("an upload that is not measured tells of its beginning and its end only", async () => {
  const { page, problems } = await openSlow(2 * rate);
  const { uploads, downloads, ...outcome } = await watchCall(page, { name: "upload", file: total });
  expect(outcome).toEqual({ errors: 0, answer: total });
  expect(uploads).toEqual([null, null]);
  expect(downloads).toEqual([null, null]);
  expect(problems).toEqual([]);
});

for (const [up, way] of [
  [false, "by itself"],
  [true, "beside the upload"],
] as const) {
  test(`a download of known length is measured ${way}, and is at 100 only once all is there`, async () => {
    const { page, problems } = await openSlow(rate);
    const answered = page.waitForResponse(/\/api\/download$/);
    const { uploads, downloads, ...outcome } = await watchCall(page, { name: "download", file: 0, down: true, up });
    expect(outcome).toEqual({ errors: 0, answer: 20_000 });
    expect(Number((await answered).headers()["content-length"])).toBeGreaterThan(2_000_000);
    expect(downloads.at(-1)).toBe(100);
    expect(downloads.filter((percent) => percent === 100)).toHaveLength(1);
    if (up) {
      // Each notification changes one of the two; the body of two bytes is gone at once.
      expectRising([...new Set(downloads)]);
      expect(new Set(uploads)).toEqual(new Set([0, 99, 100]));
      const pairs = downloads.map((percent, i) => `${percent}/${uploads[i]}`);
      expect(pairs).toEqual([...new Set(pairs)]);
    } else {
      expectRising(downloads);
      expect(new Set(uploads)).toEqual(new Set([null]));
    }
    expect(problems).toEqual([]);
  });
}

/** The same by `fetchDriver`, whose requests name their address themselves. */
function watchDriven(page: Page, { name, file, up = false, down = false }: Call): Promise<Seen> {
  return page.evaluate(async ({ name, file, up, down }): Promise<Seen> => {
    const { driven } = globalThis as unknown as { driven: Client };
    const watch = driven.watch({ type: name });
    const snapshots: QuerySnapshot[] = [];
    const unsubscribe = watch.subscribe(() => snapshots.push(watch.get()));
    const data = new FormData();
    data.set("file", new Blob([new Uint8Array(file).fill(65)]), "holiday.png");
    let headers: string[] = [];
    const outcome = await driven
      .apiRequest({
        name,
        onRequest: () => ({ url: `/${name}`, method: "POST", data: file > 0 ? data : {} }),
        onSuccess: (response) => void (headers = [...(response.headers as Headers).keys()]),
        measureUploadProgress: up,
        measureDownloadProgress: down,
      })
      .then(
        (answer) => ({ answer: Array.isArray(answer) ? answer.length : answer, headers }),
        (response: Response & { data: { error: ApiError } }) => ({ failed: { name: response.constructor.name, code: response.data.error.code, status: response.status } }),
      );
    unsubscribe();
    return {
      uploads: snapshots.map((snapshot) => snapshot.uploadProgress),
      downloads: snapshots.map((snapshot) => snapshot.downloadProgress),
      errors: snapshots.filter((snapshot) => snapshot.error !== null).length,
      ...outcome,
    };
  }, { name, file, up, down });
}

test("fetchDriver: an upload is seen to rise from 0 to 100, and has the answer's headers", async () => {
  const { page, problems } = await openSlow(rate);
  const { uploads, downloads, headers, ...outcome } = await watchDriven(page, { name: "upload", file: total, up: true });
  expect(outcome).toEqual({ errors: 0, answer: total });
  expectRising(uploads);
  expect(uploads.at(-1)).toBe(100);
  expect(new Set(downloads)).toEqual(new Set([null]));
  expect(headers).toContain("content-type");
  expect(problems).toEqual([]);
});

test("fetchDriver: an upload that its route does not take is refused with 415, and never seen at 100", async () => {
  const { page, problems } = await openSlow(rate, /415/);
  const { uploads, ...outcome } = await watchDriven(page, { name: "save", file: total, up: true });
  expect(outcome).toMatchObject({ errors: 1, failed: { name: "Response", code: "api.unsupportedMediaType", status: 415 } });
  expect(uploads[0]).toBe(0);
  expect(Math.max(...(uploads as number[]))).toBeLessThan(100);
  expect(problems).toEqual([]);
});

for (const [up, way] of [
  [false, "by fetch"],
  [true, "by XMLHttpRequest"],
] as const) {
  test(`fetchDriver: a download of known length is measured ${way}`, async () => {
    const { page, problems } = await openSlow(rate);
    const { downloads, ...outcome } = await watchDriven(page, { name: "download", file: 0, down: true, up });
    expect(outcome).toMatchObject({ errors: 0, answer: 20_000 });
    expectRising([...new Set(downloads)]);
    expect(downloads.at(-1)).toBe(100);
    expect(downloads.filter((percent) => percent === 100)).toHaveLength(1);
    expect(problems).toEqual([]);
  });
}

test("fetchDriver: an upload that is aborted stops at once, on the network too", async () => {
  const { page, problems } = await openSlow(rate);
  const failed = page.waitForEvent("requestfailed");
  const reason = await page.evaluate(async (size) => {
    const { driven } = globalThis as unknown as { driven: Client };
    const watch = driven.watch({ type: "upload" });
    const moving = new Promise<void>((resolve) => watch.subscribe(() => watch.get().uploadProgress! > 5 && resolve()));
    const promise = driven.apiRequest({ name: "upload", onRequest: () => ({ url: "/upload", method: "POST", data: new Blob([new Uint8Array(size)]) }), measureUploadProgress: true });
    const ended = promise.then(String, (error: Error) => error.name);
    await moving;
    driven.abortRequests(["upload"]);
    return [await ended, watch.get().loading];
  }, total);
  expect(reason).toEqual(["AbortError", false]);
  expect((await failed).url()).toMatch(/\/api\/upload$/);
  expect(problems).toEqual([]);
});

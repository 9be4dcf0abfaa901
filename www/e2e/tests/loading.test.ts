import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Route } from "playwright-core";
import type { Client } from "sluice";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { root, serve, type Server } from "../lib/server.js";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let folder: string;
let faulty: Buffer;

beforeAll(async () => {
  [server, browser] = await Promise.all([serve(), launch()]);
  // A core that panics on demand: see jsbridge/fault_on.go.
  folder = mkdtempSync(join(tmpdir(), "sluice-fault-"));
  const file = join(folder, "sluice.wasm");
  execFileSync("go", ["build", "-tags", "sluicefault", "-o", file, "./wasm"], { cwd: root, env: { ...process.env, GOOS: "js", GOARCH: "wasm" } });
  faulty = readFileSync(file);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

const wasm = /\.wasm$/;

/** A page with nothing but a client. */
const faultPage = `<!doctype html><link rel="icon" href="data:," /><title>Fault</title>
<script type="module">import { createClient } from "/pkg/index.js"; globalThis.client = createClient();</script>`;

test("the first answer is on its way while the core is still being downloaded", async () => {
  const asked: string[] = [];
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await context.route(wasm, async (route: Route) => {
    await released;
    await route.continue();
  });
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { page, problems } = await open(context, server.url);
  // The page is there, its session already asked for, with no core yet.
  await expect.poll(() => asked).toContain("/api/session");
  release();
  await page.getByRole("link", { name: "Log in" }).waitFor();
  expect(asked.filter((path) => path === "/api/session")).toHaveLength(1);
  expect(problems).toEqual([]);
});

test("a core served as text works all the same", async () => {
  await context.route(wasm, async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain", "content-encoding": "identity" }, body: await response.body() });
  });
  const loaded = context.waitForEvent("requestfinished", { predicate: (request) => wasm.test(request.url()) });
  const { page, problems } = await open(context, server.url);
  await page.getByRole("link", { name: "Log in" }).waitFor();
  await loaded; // the first answers did not need it
  await page.getByRole("combobox").fill("turin");
  await page.getByRole("option").first().waitFor();
  expect(problems).toEqual([]);
});

test.each([
  ["of the core", wasm],
  ["of the code that runs it", /\/running[^/]*\.js$/],
])("a download %s that fails is tried again with the next call", async (_, address) => {
  let attempts = 0;
  await context.route(address, async (route: Route) => {
    if (++attempts === 1) await route.abort();
    else await route.continue();
  });
  const failed = context.waitForEvent("requestfailed", (request) => address.test(request.url()));
  const { page } = await open(context, server.url, /Failed to load|LoadError|ERR_FAILED/);
  await failed;
  await page.getByRole("combobox").fill("turin");
  await page.getByRole("option").first().waitFor();
  await expect.poll(() => attempts).toBe(2); // the first answers need no core
});

test("the page keeps a strict policy: nothing is refused, no global is left behind", async () => {
  const { page, problems } = await open(context, "about:blank");
  await page.addInitScript(() => {
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    Object.defineProperty(globalThis, "leftBehind", { value: () => Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && name !== "leftBehind") });
  });
  const response = await page.goto(server.url);
  expect(response!.headers()["content-security-policy"]).toBe(
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'",
  );
  await page.getByRole("link", { name: "Log in" }).waitFor();
  expect(await page.evaluate(() => (globalThis as unknown as { leftBehind(): string[] }).leftBehind())).toEqual([]);
  expect(problems).toEqual([]);
});

for (const [fault, what, stale] of [
  ["fault/prepare", "before a change", false],
  ["fault/apply", "in the middle of a change", true],
] as const) {
  test(`a panic of the core ${what} costs one call, and the page lives on`, async () => {
    await context.route("**/pkg/*", (route: Route) => {
      const name = new URL(route.request().url()).pathname.slice("/pkg/".length);
      if (name === "") return route.fulfill({ contentType: "text/html", body: faultPage });
      if (name === "sluice.wasm") return route.fulfill({ contentType: "application/wasm", body: faulty });
      return route.fulfill({ contentType: "text/javascript", body: readFileSync(`${root}www/packages/sluice/dist/${name}`) });
    });
    const { page, problems } = await open(context, `${server.url}/pkg/`);
    await page.waitForFunction("globalThis.client");
    const seen = await page.evaluate(async (fault) => {
      type Answer = { country: { name: string } };
      const { client } = globalThis as unknown as { client: Client };
      const watch = client.watch<Answer>({ type: "getCountry" });
      const ask = (code: string) => client.apiRequest<Answer>({ name: "getCountry", data: { code } });
      await ask("IS");
      const before = watch.get().data;
      const failed = await client.apiRequest({ name: fault }).then(
        () => "answered",
        (error: Error) => error.name,
      );
      const { data, stale } = watch.get();
      const kept = data === before;
      const next = await ask("NO");
      return { failed, kept, stale, next: next.country.name, shown: watch.get().data?.country.name, staleAfterwards: watch.get().stale };
    }, fault);
    expect(seen).toEqual({ failed: "CrashError", kept: true, stale, next: "Norway", shown: "Norway", staleAfterwards: false });
    expect(problems).toEqual([]);
  });
}

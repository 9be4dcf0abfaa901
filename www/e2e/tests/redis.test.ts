import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open, register } from "../lib/browser.js";
import { serve, type Server } from "../lib/server.js";

let folder: string;
let port: number;
let redis: ChildProcess;
let servers: Server[];
let browser: Browser;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

/** Starts redis-server, which keeps its data in a file. */
async function startRedis(): Promise<void> {
  redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""]);
  for await (const chunk of redis.stdout! as AsyncIterable<Buffer>) {
    if (chunk.toString().includes("Ready to accept connections")) break;
  }
}

async function stopRedis(): Promise<void> {
  const ended = once(redis, "exit");
  redis.kill("SIGTERM");
  await ended;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-redis-"));
  port = await freePort();
  await startRedis();
  servers = await Promise.all([0, 1].map(() => serve(["--redis", `redis://127.0.0.1:${port}`])));
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.stop()));
  await stopRedis();
  rmSync(folder, { recursive: true });
});

test("two servers share the sessions of one Redis, which may be restarted meanwhile", async () => {
  const [first, second] = servers as [Server, Server];
  const context = await browser.newContext();
  const { page } = await open(context, first.url);
  await register(page, first.url);
  // Cookies don't know ports: the browser is logged in at the other server too.
  const { page: other } = await open(context, second.url);
  await other.getByText("Visitor", { exact: true }).waitFor();

  await stopRedis();
  const started = Date.now();
  const answer = await context.request.post(`${second.url}/api/session`, { data: {} });
  expect(answer.status()).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { code: "store.unavailable" } });
  expect(answer.headers()["retry-after"]).toBe("1");
  expect(Date.now() - started).toBeLessThan(2500);

  await startRedis();
  await expect.poll(async () => (await context.request.post(`${second.url}/api/session`, { data: {} })).status(), { timeout: 10_000 }).toBe(200);
  await other.reload();
  await other.getByText("Visitor", { exact: true }).waitFor();
  await context.close();
}, 60_000);

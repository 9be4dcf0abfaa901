import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { happened, here, live, note, visit, write } from "../lib/atlas-live.js";
import { launch, open, register } from "../lib/browser.js";
import { startRedis, type Redis } from "../lib/redis.js";
import { serve, type Server } from "../lib/server.js";

let redis: Redis;
let servers: Server[];
let browser: Browser;

beforeAll(async () => {
  redis = await startRedis();
  servers = await Promise.all([0, 1].map(() => serve(["--redis", redis.url])));
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.stop()));
  await redis.remove();
});

test("two servers share the sessions of one Redis, which may be restarted meanwhile", async () => {
  const [first, second] = servers as [Server, Server];
  const context = await browser.newContext();
  const { page } = await open(context, first.url);
  await register(page, first.url);
  // Cookies don't know ports: the browser is logged in at the other server too.
  const { page: other } = await open(context, second.url);
  await other.getByText("Visitor", { exact: true }).waitFor();

  await redis.stop();
  const started = Date.now();
  const answer = await context.request.post(`${second.url}/api/session`, { data: {} });
  expect(answer.status()).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { code: "store.unavailable" } });
  expect(answer.headers()["retry-after"]).toBe("1");
  expect(Date.now() - started).toBeLessThan(5000); // 1.5 s, on a machine that is not busy

  await redis.start();
  await expect.poll(async () => (await context.request.post(`${second.url}/api/session`, { data: {} })).status(), { timeout: 10_000 }).toBe(200);
  await other.reload();
  await other.getByText("Visitor", { exact: true }).waitFor();
  await context.close();
}, 60_000);

test("pages at two servers see each other and each other's notes; one whose server ends resumes at another", async () => {
  const [first] = servers as [Server];
  const contexts = [await browser.newContext(), await browser.newContext()] as const;
  const one = await visit(contexts[0], `${first.url}/countries/PT`);
  const third = await serve(["--redis", redis.url]);
  const other = await visit(contexts[1], `${third.url}/countries/PT`, /WebSocket|Failed to load resource/);
  await here(one.page).toBe("2 are here, you among them: Guest × 2");
  await here(other.page).toBe("2 are here, you among them: Guest × 2");
  await write(one.page, "Tiles");
  await note(other.page).toBe("“Tiles” a guest");
  await write(other.page, "Boats");
  await note(one.page).toBe("“Boats” a guest");

  // Another server takes the address over, as behind a proxy.
  await third.stop();
  await live(other.page).getByText("Not connected", { exact: true }).waitFor();
  await write(one.page, "Tiles and boats");
  await one.page.getByText("Everybody sees it.").waitFor();
  const heir = await serve(["--redis", redis.url], third.port);
  await note(other.page).toBe("“Tiles and boats” a guest");
  const notes = (await happened(other.page)).filter((line) => line.startsWith("ON_NOTE")).slice(-2);
  expect(notes[0]).toMatch(/^ON_NOTE after id \d+, 1 event caught up resumed$/);
  expect(notes[1]).toMatch(/^ON_NOTE id \d+ event$/);
  await here(one.page).toBe("2 are here, you among them: Guest × 2");
  expect([...one.problems, ...other.problems]).toEqual([]);
  await Promise.all(contexts.map((context) => context.close()));
  await heir.stop();
}, 60_000);

test("a logout closes the sockets of all tabs, also those at the other server", async () => {
  const [first, second] = servers as [Server, Server];
  const context = await browser.newContext();
  const { page } = await open(context, first.url);
  await register(page, first.url);
  const other = await visit(context, `${second.url}/countries/GR`);
  await here(other.page).toBe("Only you are here.");
  await page.getByRole("button", { name: "Log out" }).click();
  await expect.poll(() => happened(other.page)).toEqual(expect.arrayContaining(["connection ended session", "connection code 4001 lost", "connection connected"]));
  await other.page.getByRole("link", { name: "Log in", exact: true }).first().waitFor();
  expect(other.problems).toEqual([]);
  await context.close();
}, 60_000);

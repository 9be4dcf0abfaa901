import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { bundlePage, servePage } from "../lib/pages.js";
import { proxyTo, type Proxy } from "../lib/proxy.js";
import { serveRoutes, type Server } from "../lib/server.js";
import type { Happening, LivePage } from "../pages/live.js";

declare const live: LivePage;

let server: Server;
let proxy: Proxy;
let browser: Browser;
let script: string;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [server, browser, script] = await Promise.all([serveRoutes(), launch(), bundlePage("19", "live.ts")]);
  proxy = await proxyTo(server.port);
});
afterAll(async () => {
  await browser.close();
  await proxy.stop();
  await server.stop();
});
beforeEach(async () => {
  // A page that no server has given may not talk to this machine by itself.
  context = await browser.newContext({ permissions: ["local-network-access"] });
  await servePage(context, script, "", proxy.url);
  ({ page, problems } = await visit());
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await context.close();
});

async function visit(): Promise<{ page: Page; problems: string[] }> {
  // Chromium says itself that an attempt has failed.
  const watched = await open(context, `${proxy.url}/`, /WebSocket connection to .* failed/);
  await watched.page.waitForFunction("globalThis.live");
  return watched;
}

/** A topic of this test's own: streams are the server's, and outlive a test. */
let key = 0;
beforeEach(() => void key++);

const start = (options: Parameters<LivePage["start"]>[0], confirmed = false, on = page) =>
  on.evaluate(([options, confirmed]) => live.start(options, confirmed), [options, confirmed] as const);
const listen = (type: string, payload?: unknown, on = page) => on.evaluate(([type, key, payload]) => live.listen(type, key, payload), [type, String(key), payload] as const);
const happened = (on = page): Promise<readonly Happening[]> => on.evaluate(() => live.happened);
const happens = (expected: readonly Happening[], on = page) => expect.poll(() => happened(on)).toEqual(expected);
const forget = (on = page) => on.evaluate(() => void (live.happened.length = 0));
/** Publishes the numbers from one to another, without the way that can be cut. */
async function publish(from: number, to = from): Promise<void> {
  const answer = await fetch(`${server.url}/api/publish`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ topic: "ON", key: String(key), from, to }),
  });
  expect(answer.ok).toBe(true);
}
const on = (n: number): Happening => ["ON", { n }];
const opened = (props: unknown = null): Happening => ["open", props, "sluice.v1", true];

/** A client that resumes, and has heard number 1. */
async function listening(options: Parameters<LivePage["start"]>[0] = {}): Promise<void> {
  await start({ resume: true, ...options });
  await listen("ON");
  await happens([opened(), ["subscribed"]]);
  await publish(1);
  await happens([opened(), ["subscribed"], on(1)]);
  await forget();
}

test("what is published while a connection is lost comes afterwards, once and in order", async () => {
  await listening();
  for (const from of [2, 5, 8]) {
    await page.evaluate(() => live.client.closeWebsocket(4900));
    await publish(from, from + 1);
    await happens([["close", 4900, false], opened(), ["subscribed"], on(from), on(from + 1)]);
    await forget();
    await publish(from + 2);
    await happens([on(from + 2)]);
    await forget();
  }
});

test("a connection that is cut is lost as 1006, and resumed", async () => {
  await listening();
  proxy.cut();
  await publish(2, 40);
  await happens([["close", 1006, false], opened(), ["subscribed"], ...Array.from({ length: 39 }, (_, i) => on(i + 2))]);
});

test("what the server keeps no longer is a gap, and events go on after it", async () => {
  await listening();
  await page.evaluate(() => live.client.closeWebsocket());
  await publish(2, 1100);
  await page.evaluate(() => live.client.openWebsocket());
  await happens([["close", 1000, true], opened(), ["gap"], ["missed", "expired", 1, 1100]]);
  await publish(1101);
  await happens([["close", 1000, true], opened(), ["gap"], ["missed", "expired", 1, 1100], on(1101)]);
});

test("without a heartbeat in its time the connection is closed by 3000, and another one opened", async () => {
  // The server's first ping comes after eight seconds.
  await start({ resume: true, heartbeatTimeout: 0.3, reconnectTimeout: 0 });
  await expect.poll(async () => (await happened()).slice(0, 4)).toEqual([opened(), ["close", 3000, false], opened(), ["close", 3000, false]]);
});

test("closed by 1000 it stays closed until it is opened, whatever is asked meanwhile; by 3000 it is opened again", async () => {
  await listening();
  await page.evaluate(() => live.client.closeWebsocket());
  await happens([["close", 1000, true]]);
  await page.evaluate(() => live.client.apiRequest({ name: "save", data: { name: "a" } }));
  expect(await happened()).toEqual([["close", 1000, true]]);
  await page.evaluate(() => live.client.openWebsocket("again"));
  await happens([["close", 1000, true], opened("again"), ["subscribed"]]);
  await page.evaluate(() => live.client.closeWebsocket(3000));
  await happens([["close", 1000, true], opened("again"), ["subscribed"], ["close", 3000, false], opened("again"), ["subscribed"]]);
  expect(await page.evaluate(() => live.client.getWebsocketState())).toEqual({ pristine: false, connected: true });
});

test("a lazy one waits for openWebsocket, whose props its reconnects have, too", async () => {
  await start({ resume: true, lazy: true });
  await listen("ON");
  await page.evaluate(() => live.client.apiRequest({ name: "save", data: { name: "a" } }));
  expect(await happened()).toEqual([]);
  await page.evaluate(() => live.client.openWebsocket({ token: "x" }));
  await happens([opened({ token: "x" }), ["subscribed"]]);
  proxy.cut();
  await happens([opened({ token: "x" }), ["subscribed"], ["close", 1006, false], opened({ token: "x" }), ["subscribed"]]);
});

test("with activateOn nothing is subscribed before the server's word", async () => {
  await start({ resume: true }, true);
  await listen("ON");
  // It is open, and not connected; the subscription follows the answer.
  await happens([["open", null, "sluice.v1", false], ["pong", 1], ["subscribed"]]);
  expect(await page.evaluate(() => live.client.getWebsocketState())).toEqual({ pristine: false, connected: true });
});

test("without resume the same server is a plain one, and what is published meanwhile is lost", async () => {
  await start({});
  await listen("ON", { type: "ON", requestKey: String(key) });
  await happens([["open", null, "", true]]);
  await page.evaluate(() => live.ping(7));
  await happens([["open", null, "", true], ["pong", 7]]);
  await publish(1);
  const plain = (n: number): Happening => ["ON", { n, type: `ON${key}` }];
  await happens([["open", null, "", true], ["pong", 7], plain(1)]);
  await page.evaluate(() => live.client.closeWebsocket());
  await publish(2);
  await forget();
  await page.evaluate(() => live.client.openWebsocket());
  await happens([["open", null, "", true]]);
  await page.evaluate(() => live.ping(8));
  await happens([["open", null, "", true], ["pong", 8]]);
  await publish(3);
  await happens([["open", null, "", true], ["pong", 8], plain(3)]);
});

test("a topic that is forbidden or unknown is said, once, and the others live on", async () => {
  await start({ resume: true });
  for (const type of ["ON_NOTHING", "ON_SECRET", "ON"]) await listen(type);
  const refused = [["error", "protocol", "topic.unknown"], ["error", "protocol", "topic.forbidden"]];
  await happens([opened(), ...refused, ["subscribed"]]);
  await forget();
  proxy.cut();
  await publish(1);
  await happens([["close", 1006, false], opened(), ["subscribed"], on(1)]);
});

test("a logout in another tab closes the socket by 4001; it comes back as a guest's", async () => {
  await start({ resume: true, lazy: true });
  await page.evaluate(() => live.client.register({ name: "Ada", email: "ada@example.com", password: "correct horse" }));
  await page.evaluate(() => live.client.openWebsocket());
  await listen("ON_MINE");
  await listen("ON");
  await happens([opened(), ["subscribed"], ["subscribed"]]);
  await forget();
  const other = await visit();
  await start({ lazy: true }, false, other.page);
  await other.page.evaluate(() => live.client.apiRequest({ name: "logout" }));
  await happens([["close", 4001, false], opened(), ["error", "protocol", "auth.required"], ["subscribed"]]);
  await publish(1);
  await happens([["close", 4001, false], opened(), ["error", "protocol", "auth.required"], ["subscribed"], on(1)]);
  expect(other.problems).toEqual([]);
});

test("offline nothing is tried; online an attempt that is overdue is made at once", async () => {
  await listening();
  await context.setOffline(true);
  await page.waitForFunction("!navigator.onLine");
  proxy.cut();
  await expect.poll(async () => (await happened()).length).toBeGreaterThan(0);
  await publish(2, 3);
  const lost = await happened();
  expect(lost).toEqual([["close", 1006, false]]);
  await context.setOffline(false);
  await happens([...lost, opened(), ["subscribed"], on(2), on(3)]);
});

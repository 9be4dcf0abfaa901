import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { bundlePage, servePage } from "../lib/pages.js";
import { scriptedServer, type Connection, type ScriptedServer } from "../lib/websocket.js";
import type { OptionsPage } from "../pages/live-options.js";

// Each option of a subscriber, by Chromium's WebSocket against a server that is one.
declare const live: OptionsPage;

let browser: Browser;
let script: string;
let server: ScriptedServer;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => void ([browser, script] = await Promise.all([launch(), bundlePage("19", "live-options.ts")])));
afterAll(() => browser.close());
beforeEach(async () => {
  server = await scriptedServer();
  context = await browser.newContext({ permissions: ["local-network-access"] });
  await servePage(context, script);
  ({ page, problems } = await open(context, "http://localhost:1/", /WebSocket connection to .* failed/));
  await page.waitForFunction("globalThis.live");
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await context.close();
  await server.stop();
});

const happens = (...expected: unknown[]) => expect.poll(() => page.evaluate(() => live.happened)).toEqual(expected);
const forget = () => page.evaluate(() => void (live.happened.length = 0));
/** The connection of a number, from 0, once it is there. */
async function connection(n: number): Promise<Connection> {
  await expect.poll(() => server.connections.length).toBeGreaterThan(n);
  return server.connections[n]!;
}
const heard = (of: Connection, ...expected: string[]) => expect.poll(() => of.heard).toEqual(expected);
/** What a page does, with the address of the server. */
const run = (what: (url: string) => unknown) => page.evaluate(what, server.url);

test("url and protocols reach the server as they are given", async () => {
  await run((url) => live.start({ url: `${url}/deep?a=1&b=%20`, protocols: ["one", "two"], onOpen: (_store, ws) => void live.happened.push(ws.protocol, ws.readyState) }));
  await happens("two", 1);
  expect(await connection(0)).toMatchObject({ path: "/deep?a=1&b=%20", protocols: ["one", "two"] });
});

test("protocols may be one, or none", async () => {
  await run((url) => live.start({ url, protocols: "one" }));
  expect((await connection(0)).protocols).toEqual(["one"]);
  await run((url) => live.start({ url }));
  expect((await connection(1)).protocols).toEqual([]);
});

test("WS is what makes the socket", async () => {
  await run((url) => {
    class Counted extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(`${url}/counted`, protocols);
        live.happened.push("made");
      }
    }
    live.start({ url, WS: Counted });
  });
  await happens("made", ["open", null]);
  expect((await connection(0)).path).toBe("/counted");
});

test("onSend makes of a payload what is sent, and knows for which subscription", async () => {
  await run((url) => {
    live.start({ url, onSend: (message, action) => ({ ...(message as object), for: action.type }) });
    live.client.subscription({ type: "A", payload: { n: 1 } });
    live.client.subscription({ type: "SILENT" });
  });
  await heard(await connection(0), '{"n":1,"for":"A"}');
});

test("a message passes getData and onMessage of the socket, then those of its subscription", async () => {
  await run((url) => {
    live.start({
      url,
      getData: (data) => ({ ...(data as object), first: true }),
      onMessage: (data, message) => void live.happened.push(["all", data, (message.data as string).length]),
    });
    live.client.subscription({
      type: "A",
      requestKey: "7",
      payload: "a",
      getData: (data) => ({ ...(data as object), second: true }),
      onMessage: (data, message) => void live.happened.push(["A7", data, message instanceof MessageEvent]),
    });
  });
  await happens(["open", null]);
  const { socket } = await connection(0);
  for (const text of ['{"type":"A7","v":1}', '{"type":"A","v":2}', "[3]"]) socket.send(text);
  const seven = { type: "A7", v: 1, first: true };
  await happens(["open", null], ["all", seven, 19], ["A7", { ...seven, second: true }, true], ["all", { type: "A", v: 2, first: true }, 18], ["all", { 0: 3, first: true }, 3]);
});

test("with activateOn the server's word comes first: onOpen says who it is, then what is stored goes out", async () => {
  await run((url) => {
    live.start({
      url,
      onOpen: (_store, ws) => {
        ws.send("token");
        live.happened.push(["open", live.client.getWebsocketState().connected]);
      },
      activateOn: ({ data }) => (JSON.parse(data as string) as { ok?: boolean }).ok === true,
      onMessage: (data) => void live.happened.push([data, live.client.getWebsocketState().connected]),
    });
    live.client.subscription({ type: "A", payload: "a" });
  });
  const at = await connection(0);
  await heard(at, "token");
  at.socket.send('{"ok":false}');
  await happens(["open", false], [{ ok: false }, false]);
  at.socket.send('{"ok":true}');
  await heard(at, "token", '"a"');
  await happens(["open", false], [{ ok: false }, false], [{ ok: true }, true]);
});

test("onStopSubscriptions is told before they end, and its socket still sends; later messages find nobody", async () => {
  await run((url) => {
    live.start({
      url,
      onStopSubscriptions: (keys, _action, ws) => ws?.send(`stop ${keys.join(" ")}`),
      onMessage: (data) => void live.happened.push((data as { type: string }).type),
    });
    const a = live.client.subscription({ type: "A", payload: "a", onMessage: () => void live.happened.push("of A") });
    live.client.subscription({ type: "B", payload: "b", onMessage: () => void live.happened.push("of B") });
    document.onclick = () => a.stop();
  });
  const at = await connection(0);
  await heard(at, '"a"', '"b"');
  await page.evaluate(() => document.body.click());
  await heard(at, '"a"', '"b"', "stop A");
  at.socket.send('{"type":"A"}');
  at.socket.send('{"type":"B"}');
  await happens(["open", null], "A", "B", "of B");
  at.socket.terminate();
  await run(() => live.client.openWebsocket());
  await heard(await connection(1), '"b"');
});

describe("isHeartbeatMessage", () => {
  test("keeps a connection alive; other messages do not", async () => {
    await run((url) => live.start({ url, isHeartbeatMessage: ({ data }) => data === "beat", heartbeatTimeout: 2, reconnectTimeout: null }));
    const { socket } = await connection(0);
    const beats = setInterval(() => socket.send("beat"), 100);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await happens(["open", null]);
    clearInterval(beats);
    const others = setInterval(() => socket.send('{"type":"A"}'), 100);
    await happens(["open", null], ["close", 3000]);
    clearInterval(others);
  });
});

describe("onError", () => {
  test("gets what is no JSON, once for each, and what comes next is heard", async () => {
    await run((url) => live.start({ url, onMessage: (data) => void live.happened.push(data) }));
    const { socket } = await connection(0);
    for (const data of ["oops", Buffer.from([1, 2, 3]), '{"v":1}']) socket.send(data);
    await happens(["open", null], ["error", "parse", "Error"], ["error", "parse", "Error"], { v: 1 });
    expect(await page.evaluate(() => live.client.getWebsocketState())).toEqual({ pristine: false, connected: true });
  });

  test("gets what a handler throws; other messages are handled", async () => {
    await run((url) => {
      live.start({ url });
      live.client.subscription({ type: "BAD", onMessage: () => { throw new Error("bad"); } });
      live.client.subscription({ type: "GOOD", onMessage: () => void live.happened.push("good") });
    });
    const { socket } = await connection(0);
    await happens(["open", null]);
    for (const type of ["BAD", "GOOD"]) socket.send(JSON.stringify({ type }));
    await happens(["open", null], ["error", "callback", "Error"], "good");
  });

  test("gets the browser's event where there is no server", async () => {
    await page.evaluate(() => live.start({ url: "ws://127.0.0.1:9", reconnectTimeout: null }));
    await happens(["error", "error"], ["close", 1006]);
  });
});

describe("after a loss", () => {
  test("reconnectTimeout is waited, each time as long", async () => {
    await run((url) => live.start({ url, reconnectTimeout: 0.3 }));
    await connection(0);
    server.refuse(true);
    server.connections[0]!.socket.terminate();
    await expect.poll(() => server.refused.length).toBeGreaterThan(3);
    server.refuse(false);
    await connection(1);
    const waits = server.refused.slice(1).map((at, i) => at - server.refused[i]!);
    for (const wait of waits) expect(wait).toBeGreaterThan(280);
    expect(Math.min(...waits)).toBeLessThan(600);
  });

  test("reconnectBackoff waits longer each time, up to its max", async () => {
    await run((url) => live.start({ url, reconnectTimeout: 0.1, reconnectBackoff: { factor: 2, max: 0.8, jitter: 0 } }));
    await connection(0);
    server.refuse(true);
    server.connections[0]!.socket.terminate();
    await expect.poll(() => server.refused.length).toBeGreaterThan(5);
    const waits = server.refused.slice(1, 6).map((at, i) => at - server.refused[i]!);
    [200, 400, 800, 800, 800].forEach((least, i) => expect(waits[i]).toBeGreaterThan(least - 20));
  });

  test("0 is at once, and null never", async () => {
    await run((url) => live.start({ url, reconnectTimeout: 0 }));
    (await connection(0)).socket.terminate();
    (await connection(1)).socket.close(4000);
    await happens(["open", null], ["close", 1006], ["open", null], ["close", 4000], ["open", null]);
    await run(() => live.client.close());
    await forget();
    await run((url) => live.start({ url, reconnectTimeout: null }));
    (await connection(3)).socket.terminate();
    await happens(["open", null], ["close", 1006]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.connections).toHaveLength(4);
  });

  test("by 1000 from the server it stays closed", async () => {
    await run((url) => live.start({ url, reconnectTimeout: 0 }));
    (await connection(0)).socket.close(1000);
    await happens(["open", null], ["close", 1000]);
    expect(await page.evaluate(() => live.client.getWebsocketState())).toEqual({ pristine: true, connected: false });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.connections).toHaveLength(1);
  });
});

test("a lazy one is made by openWebsocket, and the props are onOpen's", async () => {
  await run((url) => {
    live.start({ url, lazy: true });
    live.client.subscription({ type: "A", payload: "a" });
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(server.connections).toHaveLength(0);
  await run(() => live.client.openWebsocket({ token: "x" }));
  await heard(await connection(0), '"a"');
  await happens(["open", { token: "x" }]);
});

test("a message of 10 MB is taken like any other", async () => {
  await run((url) => live.start({ url, onMessage: (data) => void live.happened.push((data as { text: string }).text.length) }));
  const { socket } = await connection(0);
  socket.send(JSON.stringify({ text: "x".repeat(10 << 20) }));
  await happens(["open", null], 10 << 20);
});

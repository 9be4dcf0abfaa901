import { describe, expect, test, vi } from "vitest";
import { UsageError, createClient } from "../../src/index.js";
import { wasm } from "../harness.js";
import { live } from "./sockets.js";

const opened = { pristine: false, connected: true };

describe("the socket", () => {
  test("example 1: what was subscribed before goes out before what onOpen sends", async () => {
    const s = await live({ onOpen: (_store, ws) => ws.send('"hi"') });
    s.client.subscription({ type: "A", payload: "a" });
    s.client.subscription({ type: "B", payload: { b: 1 } });
    s.client.subscription({ type: "C" });
    expect(s.client.getWebsocketState()).toEqual({ pristine: true, connected: false });
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["a", { b: 1 }, "hi"]);
    expect(s.client.getWebsocketState()).toEqual(opened);
    expect(s.sockets).toHaveLength(1);
  });

  test("example 2: with activateOn it waits for the server's word, which is a message like any other", async () => {
    const onMessage = vi.fn();
    const s = await live({ onMessage, onOpen: (_store, ws) => ws.send('"hi"'), activateOn: ({ data }) => (JSON.parse(String(data)) as { type?: string }).type === "ok" });
    s.client.subscription({ type: "A", payload: "a" });
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["hi"]);
    expect(s.client.getWebsocketState().connected).toBe(false);
    s.socket.say({ type: "ok" });
    expect(s.client.getWebsocketState()).toEqual(opened);
    expect(s.socket.takeSent()).toEqual(["a"]);
    expect(onMessage).toHaveBeenCalledExactlyOnceWith({ type: "ok" }, expect.anything(), expect.anything());
  });

  test("example 3: a lazy one is opened by command, whose properties its reconnects have too", async () => {
    const onOpen = vi.fn();
    const s = await live({ lazy: true, onOpen });
    void s.client.apiRequest({ name: "getThing" });
    await s.clock.tick(60_000);
    expect(s.sockets).toHaveLength(0);
    s.client.openWebsocket({ token: "x" });
    s.socket.open();
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.sockets).toHaveLength(2);
    expect(onOpen.mock.calls.map(([, , props]) => props as unknown)).toEqual([{ token: "x" }, { token: "x" }]);
  });

  test("example 4: lost, it is tried every five seconds, and sends what is subscribed once it is open", async () => {
    const s = await live();
    s.client.subscription({ type: "A", payload: "a" });
    s.socket.open();
    s.socket.lose();
    expect(s.client.getWebsocketState()).toEqual({ pristine: false, connected: false });
    for (let n = 2; n < 6; n++) {
      await s.clock.tick(4999);
      expect(s.sockets).toHaveLength(n - 1);
      await s.clock.tick(1);
      expect(s.sockets).toHaveLength(n);
      if (n < 5) s.socket.lose();
    }
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["a"]);
  });

  test("example 6: closed by command it stays so, and a late close of the socket means nothing", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.client.closeWebsocket();
    expect(s.socket.closedWith).toBe(1000);
    expect(s.client.getWebsocketState()).toEqual({ pristine: true, connected: false });
    s.socket.lose(1006);
    void s.client.apiRequest({ name: "getThing" });
    await s.clock.tick(60_000);
    expect(onClose.mock.calls.map(([event]) => (event as { code: number }).code)).toEqual([1000]);
    expect(s.sockets).toHaveLength(1);
  });

  test("example 7: without heartbeats it is closed by 3000, and opened again; other messages are none", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose, isHeartbeatMessage: ({ data }) => data === '"beat"' });
    s.socket.open();
    await s.clock.tick(15_000);
    s.socket.say('"beat"');
    await s.clock.tick(15_000);
    s.socket.say('"other"');
    await s.clock.tick(4999);
    expect(onClose).not.toHaveBeenCalled();
    await s.clock.tick(1);
    expect(onClose).toHaveBeenCalledExactlyOnceWith({ code: 3000, reason: "", wasClean: false }, expect.anything(), s.socket);
    expect(s.client.getWebsocketState()).toEqual({ pristine: false, connected: false });
    await s.clock.tick(5000);
    expect(s.sockets).toHaveLength(2);
  });

  test("example 12: opened anew, the old one is closed; onClose may do so in place of the reconnect", async () => {
    const closes: number[] = [];
    const s = await live({
      onClose: ({ code }) => {
        closes.push(code);
        if (code === 1006) s.client.openWebsocket("again");
      },
    });
    s.socket.open();
    s.client.openWebsocket("p");
    expect([s.sockets.length, s.sockets[0]!.closedWith, closes]).toEqual([2, 1000, [1000]]);
    s.socket.open();
    s.socket.lose(1006);
    expect(s.sockets).toHaveLength(3);
    await s.clock.tick(60_000);
    expect(s.sockets).toHaveLength(3);
  });

  test("the code of a close is one that can be sent", async () => {
    const s = await live();
    s.socket.open();
    for (const code of [1001, 2999, 5000, 3000.5, NaN]) expect(() => s.client.closeWebsocket(code)).toThrow(UsageError);
    expect(s.client.getWebsocketState()).toEqual(opened);
    s.client.closeWebsocket(3000);
    await s.clock.tick(5000);
    expect(s.sockets).toHaveLength(2);
  });

  test("ends with its client", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.client.close();
    s.client.close();
    expect(s.socket.closedWith).toBe(1000);
    expect(onClose).toHaveBeenCalledOnce();
    await s.clock.tick(60_000);
    expect(s.sockets).toHaveLength(1);
  });

  test("where there is no WebSocket that is said, and what is subscribed stays", async () => {
    vi.stubGlobal("WebSocket", undefined);
    const s = await live({ WS: undefined as never });
    expect(s.errors).toEqual([expect.any(UsageError)]);
    vi.unstubAllGlobals();
  });

  test("an address that is none is said too", async () => {
    const s = await live({
      WS: class {
        constructor() {
          throw new SyntaxError("no");
        }
      } as never,
    });
    expect(s.errors).toEqual([expect.objectContaining({ name: "UsageError", cause: new SyntaxError("no") })]);
  });
});

describe("the option subscriber", () => {
  test.each([
    [{}, "url"],
    [{ url: 7 }, "url"],
    [{ url: "ws://x", onOpen: 1 }, "onOpen"],
    [{ url: "ws://x", heartbeatTimeout: 0 }, "heartbeatTimeout"],
    [{ url: "ws://x", reconnectTimeout: -1 }, "reconnectTimeout"],
    [{ url: "ws://x", reconnectBackoff: { jitter: 2 } }, "reconnectBackoff"],
    [{ url: "ws://x", resume: { pongTimeout: 0 } }, "resume"],
    [{ url: "ws://x", resume: null }, "resume"],
  ])("%j is refused", (subscriber, what) => {
    expect(() => createClient({ wasm, subscriber: subscriber as never })).toThrow(new RegExp(`subscriber: ${what}`));
  });

  test("without it nothing can be subscribed, and on a server nothing is", () => {
    const plain = createClient({ wasm });
    for (const use of [() => plain.subscription({ type: "A" }), () => plain.openWebsocket(), () => plain.closeWebsocket()]) expect(use).toThrow(/needs the client's option subscriber/);
    expect(plain.getWebsocketState()).toEqual({ pristine: true, connected: false });
    plain.close();
    const WS = vi.fn();
    const server = createClient({ wasm, ssr: "server", subscriber: { url: "ws://x", WS: WS as never } });
    server.subscription({ type: "A", payload: 1 }).stop();
    server.close();
    expect(WS).not.toHaveBeenCalled();
  });
});

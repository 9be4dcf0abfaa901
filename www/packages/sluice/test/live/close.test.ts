import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient } from "../../src/index.js";
import { holdCore, uncaught } from "../harness.js";
import { live, scripted, ScriptedSocket } from "./sockets.js";

describe("the end of a socket", () => {
  test.each([
    ["lost", 1006],
    ["closed by the server", 1000],
  ])("one that was %s is not closed once more with its client", async (_, code) => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.socket.lose(code);
    s.client.close();
    expect(onClose).toHaveBeenCalledOnce();
    expect(s.socket.closedWith).toBeUndefined();
  });

  test("one that was closed by command is not closed once more with its client", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.client.closeWebsocket(3000);
    s.client.close();
    expect(onClose.mock.calls.map(([event]) => event as unknown)).toEqual([{ code: 3000, reason: "", wasClean: false }]);
  });

  test("what an old one says late means nothing, also where listeners cannot be removed by a signal", async () => {
    const sockets: ScriptedSocket[] = [];
    class WS extends ScriptedSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
      override addEventListener(type: string, listener: EventListener): void {
        super.addEventListener(type, listener);
      }
    }
    const onClose = vi.fn();
    const onMessage = vi.fn();
    const s = await live({ WS: WS as never, onClose, onMessage });
    sockets[0]!.open();
    s.client.openWebsocket();
    sockets[1]!.open();
    sockets[0]!.say({ type: "A" });
    sockets[0]!.dispatchEvent(new Event("error"));
    sockets[0]!.lose();
    expect([onClose.mock.calls.length, onMessage.mock.calls.length, s.errors.length]).toEqual([1, 0, 0]);
    sockets[1]!.say({ type: "A" });
    sockets[1]!.lose();
    expect([onClose.mock.calls.length, onMessage.mock.calls.length]).toEqual([2, 1]);
  });

  test("where none could be made there is none to close", async () => {
    const onClose = vi.fn();
    const s = await live({
      onClose,
      WS: class {
        constructor() {
          throw new SyntaxError("no");
        }
      } as never,
    });
    s.client.closeWebsocket();
    s.client.openWebsocket();
    s.client.close();
    expect(onClose).not.toHaveBeenCalled();
    expect(s.errors).toHaveLength(2);
  });

  test("an onError that opens another where none can be made is called again once an attempt would be due, not for ever at once", async () => {
    let made = 0;
    const s = await live({
      onError: () => {
        if (made < 10) s.client.openWebsocket();
      },
      reconnectTimeout: 5,
      lazy: true,
      WS: class {
        constructor() {
          made++;
          throw new SyntaxError("no");
        }
      } as never,
    });
    s.client.openWebsocket();
    expect(made).toBe(2);
    await s.clock.tick(5000);
    expect(made).toBe(3);
  });

  test("a client that is closed by a message does nothing more with it", async () => {
    const uncaught = vi.fn();
    vi.stubGlobal("reportError", uncaught);
    const s = await live();
    const later = vi.fn();
    s.client.subscription({ type: "A", onMessage: () => void s.client.close(), mutations: { BOOKS: later } });
    s.client.subscription({ type: "A", onMessage: later });
    s.socket.open();
    s.socket.say({ type: "A" });
    expect([later.mock.calls.length, uncaught.mock.calls, s.errors]).toEqual([0, [], []]);
    vi.unstubAllGlobals();
  });

  test("a client that is closed by getData does nothing more with the message", async () => {
    const caught = uncaught();
    const s = await live({ getData: () => s.client.close(), onMessage: () => void late() });
    const late = vi.fn();
    s.socket.open();
    s.socket.say({ type: "A" });
    const t = await live();
    t.client.subscription({ type: "A", getData: () => t.client.close(), onMessage: late });
    t.socket.open();
    t.socket.say({ type: "A" });
    expect([late.mock.calls, s.errors, t.errors, caught]).toEqual([[], [], [], []]);
  });

  test("an event that says no code is that of a loss", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.socket.lose(0);
    expect(onClose.mock.calls.map(([event]) => event as unknown)).toEqual([{ code: 1006, reason: "", wasClean: false }]);
    expect(s.client.getWebsocketState().connected).toBe(false);
    await s.clock.tick(5000);
    expect(s.sockets).toHaveLength(2);
  });

  test("by 3000, while there is none: it is opened again all the same", async () => {
    const s = await live();
    s.socket.open();
    s.client.closeWebsocket(3000);
    await s.clock.tick(2000);
    s.client.closeWebsocket(3000);
    await s.clock.tick(3000);
    expect(s.sockets).toHaveLength(2);
  });

  test("from a server that does not speak sluice.v1 no heartbeats are expected", async () => {
    const s = await live({ resume: true });
    s.socket.open();
    await s.clock.tick(60_000);
    expect([s.sockets.length, s.client.getWebsocketState().connected]).toEqual([1, true]);
  });
});

test("of clients that share a core, one that is closed before it is there leaves the others alone", async () => {
  const core = holdCore();
  const wasm = new URL("../../dist/sluice.wasm", import.meta.url);
  const sockets: ScriptedSocket[] = [];
  const [gone, stays] = [0, 0].map(() => createClient({ wasm, subscriber: scripted(sockets) }));
  onTestFinished(() => stays!.close());
  const use = () => {
    const { stop } = gone!.subscription({ type: "A", payload: "a" });
    gone!.openWebsocket();
    gone!.closeWebsocket();
    stop();
  };
  use();
  gone!.close();
  stays!.subscription({ type: "B", payload: "b" });
  core.start();
  await stays!.ready;
  use();
  expect(sockets).toHaveLength(1);
  sockets[0]!.open();
  expect(sockets[0]!.takeSent()).toEqual(["b"]);
});

test("a listener that throws when the connection is active, or is not any more, keeps nobody from anything", async () => {
  const caught = vi.fn();
  vi.stubGlobal("reportError", caught);
  const [onOpen, onClose] = [vi.fn(), vi.fn()];
  const s = await live({ onOpen, onClose });
  const boom = new Error("boom");
  const throws = { store: s.client.live!.connection!.store, apply: () => {}, connection: vi.fn(() => { throw boom; }) };
  const after = { ...throws, connection: vi.fn() };
  s.client.live!.listeners.add(throws).add(after);
  s.client.subscription({ type: "A", payload: "a" });
  s.socket.open();
  expect([s.socket.takeSent(), onOpen.mock.calls.length, after.connection.mock.calls]).toEqual([["a"], 1, [[undefined]]]);
  const pending = s.client.apiRequest({ name: "getBooks" });
  s.client.close();
  expect([s.socket.closedWith, onClose.mock.calls.length, caught.mock.calls]).toEqual([1000, 1, [[boom], [boom]]]);
  await expect(pending).rejects.toMatchObject({ abortReason: "closed" });
  vi.unstubAllGlobals();
});

test("what is subscribed, or again, by a reaction to its being open goes out once, before what onOpen sends", async () => {
  const s = await live({ onOpen: (_store, ws) => ws.send('"hi"') });
  const by = { store: undefined as never, apply: () => Promise.resolve() };
  const again = (payload: string) => s.client.live!.take({ type: "A", subscription: payload }, listener);
  const listener = {
    ...by,
    connection: (code: number | undefined) => {
      if (code !== undefined) return;
      again("a2");
      s.client.subscription({ type: "B", payload: "b" });
    },
  };
  again("a");
  s.client.live!.listeners.add(listener);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a2", "b", "hi"]);
  s.client.live!.listeners.delete(listener);
});

test("what onStopSubscriptions throws is told of, and they end", async () => {
  const s = await live({
    onStopSubscriptions: () => {
      throw new Error("no");
    },
  });
  const onMessage = vi.fn();
  const { stop } = s.client.subscription({ type: "A", onMessage });
  s.socket.open();
  stop();
  s.socket.say({ type: "A" });
  expect(s.errors).toEqual([expect.objectContaining({ kind: "callback", cause: new Error("no") })]);
  expect(onMessage).not.toHaveBeenCalled();
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import { createTestClient } from "../../src/testing.js";
import { turn, wasm } from "../harness.js";
import { live, scripted, type ScriptedSocket } from "./sockets.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

describe("onClose that opens another one", () => {
  test.each([
    ["by the attempt that is to be", {}, [0, 5, 5, 5]],
    ["which grows", { reconnectBackoff: { jitter: 0 } }, [0, 10, 20, 40]],
    ["of five seconds where none is made unasked", { reconnectTimeout: null }, [0, 5, 5]],
  ])("does so at once, but while attempts fail it is made to wait %s", async (_, subscriber, waits) => {
    const s = await live({ ...subscriber, onClose: () => void s.client.openWebsocket("again") });
    s.socket.open();
    await s.clock.tick(5000);
    for (const seconds of waits) {
      const { length } = s.sockets;
      s.socket.lose();
      await s.clock.tick(seconds * 1000 - 1);
      expect(s.sockets).toHaveLength(seconds ? length : length + 1);
      await s.clock.tick(1);
      expect(s.sockets).toHaveLength(length + 1);
    }
  });

  test("while one is opened in its place changes its properties only", async () => {
    const onOpen = vi.fn();
    const onClose = vi.fn(() => void s.client.openWebsocket("mine"));
    const s = await live({ onOpen, onClose });
    s.socket.open();
    s.client.openWebsocket("p");
    expect([s.sockets.length, onClose.mock.calls.length]).toEqual([2, 1]);
    s.socket.open();
    expect(onOpen.mock.calls.map(([, , props]) => props as unknown)).toEqual([null, "mine"]);
    s.client.close();
    expect([s.sockets.length, onClose.mock.calls.length]).toEqual([2, 2]);
  });

  test("so it is for who reacts to the state", async () => {
    const s = await live();
    const listener = { store: undefined as never, apply: () => Promise.resolve(), connection: (code: number | undefined) => void (code === undefined || s.client.openWebsocket()) };
    s.client.live!.listeners.add(listener);
    s.client.openWebsocket();
    expect(s.sockets).toHaveLength(2);
    s.socket.lose();
    s.socket.lose();
    await s.clock.tick(4999);
    expect(s.sockets).toHaveLength(3);
    s.client.live!.listeners.delete(listener);
  });
});

test("reconnectTimeout null: it is never opened again by itself", async () => {
  const s = await live({ reconnectTimeout: null });
  s.client.subscription({ type: "A", payload: "a" });
  s.socket.open();
  s.socket.lose();
  await s.clock.tick(86_400_000);
  expect([s.sockets.length, s.client.getWebsocketState()]).toEqual([1, { pristine: false, connected: false }]);
  s.client.openWebsocket();
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a"]);
});

describe("onClose", () => {
  test("is given what the CloseEvent says", async () => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.socket.dispatchEvent(Object.assign(new Event("close"), { code: 1009, reason: "too large", wasClean: true }));
    expect(onClose).toHaveBeenCalledExactlyOnceWith({ code: 1009, reason: "too large", wasClean: true }, expect.anything(), s.sockets[0]);
    await s.clock.tick(5000);
    s.socket.lose();
    expect(onClose.mock.calls[1]![0]).toEqual({ code: 1006, reason: "", wasClean: false });
  });

  test.each([
    [1000, true],
    [3000, false],
  ])("of this side, by %i, is given as much", async (code, wasClean) => {
    const onClose = vi.fn();
    const s = await live({ onClose });
    s.socket.open();
    s.client.closeWebsocket(code);
    expect(onClose.mock.calls[0]![0]).toEqual({ code, reason: "", wasClean });
  });
});

test("onOpen is given the properties that its socket was made for", async () => {
  const onOpen = vi.fn();
  let reopens = true;
  const s = await live({
    lazy: true,
    onOpen,
    onSend: (message) => {
      if (reopens) s.client.openWebsocket("newer");
      reopens = false;
      return message;
    },
  });
  s.client.subscription({ type: "A", payload: "a" });
  s.client.openWebsocket("older");
  const [old] = s.sockets;
  old!.open();
  s.socket.open();
  expect(onOpen.mock.calls.map(([, ws, props]) => [ws === old, props as unknown])).toEqual([[true, "older"], [false, "newer"]]);
});

describe("a subscription that joins another one", () => {
  test("has its payload sent where that one has none, over each connection; not in place of another payload", async () => {
    const s = await live();
    s.socket.open();
    s.client.subscription({ type: "A" });
    expect(s.socket.takeSent()).toEqual([]);
    const { stop } = s.client.subscription({ type: "A", payload: "a" });
    s.client.subscription({ type: "A", payload: "b" });
    s.client.subscription({ type: "A" });
    expect(s.socket.takeSent()).toEqual(["a"]);
    stop();
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["a"]);
  });

  test("asks again from where it is, if delivery is resumed", async () => {
    const [one, two] = [vi.fn(), vi.fn()];
    const s = await live({ resume: true });
    s.client.subscription({ type: "A", onMessage: one });
    s.socket.open("sluice.v1");
    s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 41 });
    s.socket.takeSent();
    s.client.subscription({ type: "A", payload: "a", onMessage: two });
    expect(s.socket.takeSent()).toEqual([{ op: "unsubscribe", sid: 1 }, { op: "subscribe", sid: 2, topic: "A", payload: "a", epoch: "e1", after: 41 }]);
    s.socket.say({ op: "subscribed", sid: 2, epoch: "e1", last: 41 });
    s.socket.say({ op: "event", sid: 2, id: 42, data: {} });
    expect([one.mock.calls.length, two.mock.calls.length]).toEqual([1, 1]);
  });
});

test("onStopSubscriptions is told of what ends before there is a core when there is one: it is given a store", async () => {
  const onStopSubscriptions = vi.fn();
  const { client } = createTestClient({ wasm, subscriber: scripted([], { onStopSubscriptions }) });
  client.subscription({ type: "A" }).stop();
  await client.ready;
  await turn();
  expect(onStopSubscriptions).toHaveBeenCalledExactlyOnceWith(["A"], expect.anything(), null, expect.objectContaining({ dispatchRequest: expect.any(Function) }));
  client.close();
});

test("what is subscribed while a socket is closing is sent by the next one", async () => {
  const onSend = vi.fn((message: unknown) => message);
  const onStopSubscriptions = vi.fn();
  const s = await live({ onSend, onStopSubscriptions });
  s.socket.open();
  const [old] = s.sockets;
  old!.send = vi.fn(); // takes what is sent, and loses it
  old!.readyState = 2;
  s.client.subscription({ type: "A", payload: "a" });
  s.client.subscription({ type: "B" }).stop();
  expect([onSend.mock.calls, (old!.send as ReturnType<typeof vi.fn>).mock.calls, s.errors]).toEqual([[], [], []]);
  expect(onStopSubscriptions.mock.calls[0]![2]).toBeNull();
  old!.lose();
  await s.clock.tick(5000);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a"]);
});

describe("several who handle a message", () => {
  test("do so whichever of them throws; what they change is told once", async () => {
    const s = await live({}, { routes: { getBooks: [1], getPens: [1] } });
    await Promise.all([s.client.apiRequest({ name: "getBooks" }), s.client.apiRequest({ name: "getPens" })]);
    const boom = new Error("boom");
    const add = (data: unknown, { n }: { n: number }) => [...(data as number[]), n];
    const fails = () => {
      throw boom;
    };
    s.client.subscription({ type: "A", mutations: { getBooks: add } });
    s.client.subscription({ type: "A", onMessage: fails, mutations: { getBooks: add } });
    s.client.subscription({ type: "A", mutations: { getBooks: add, getPens: fails } });
    s.client.subscription({ type: "A", mutations: { getBooks: add, getPens: add } });
    s.socket.open();
    const seen: unknown[] = [];
    const data = () => ["getBooks", "getPens"].map((type) => s.client.getQuery({ type }).data);
    s.client.watch("getBooks").subscribe(() => void seen.push(data()));
    s.socket.say({ type: "A", n: 2 });
    expect(seen).toEqual([[[1, 2, 2], [1, 2]]]);
    await vi.waitFor(() => expect(s.errors).toHaveLength(2));
    expect(s.errors).toMatchObject([{ kind: "callback", cause: boom }, { kind: "callback", cause: boom }]);
  });
});

describe("what the other end may do", () => {
  test("messages of types that nobody has subscribed, or of none, are for the socket's onMessage alone", async () => {
    const [all, own] = [vi.fn(), vi.fn()];
    const s = await live({ onMessage: all });
    s.client.subscription({ type: "A", onMessage: own });
    s.socket.open();
    for (const message of [{ type: "B" }, { type: "a" }, { type: 1 }, {}, [], null, 7, { type: "A" }]) s.socket.say(message);
    expect([all.mock.calls.length, own.mock.calls.length, s.errors]).toEqual([8, 1, []]);
  });

  test("10 MB are a message like any other; where the other end takes no such, it says so by 1009, and the rest is sent again", async () => {
    const [onClose, onMessage] = [vi.fn(), vi.fn()];
    const s = await live({ onClose });
    const big = "x".repeat(10 << 20);
    s.client.subscription({ type: "A", payload: "a", onMessage });
    s.socket.open();
    s.socket.say({ type: "A", big });
    expect((onMessage.mock.calls[0] as [{ big: string }])[0].big).toHaveLength(10 << 20);
    const { stop } = s.client.subscription({ type: "B", payload: big });
    s.socket.dispatchEvent(Object.assign(new Event("close"), { code: 1009, reason: "read limited at 65536 bytes", wasClean: true }));
    expect(onClose.mock.calls[0]![0]).toEqual({ code: 1009, reason: "read limited at 65536 bytes", wasClean: true });
    stop();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["a"]);
  });

  test("a forged id is a hole, a repeat, or no frame: nothing is handed out for it, and the next event is", async () => {
    const onMessage = vi.fn();
    const s = await live({ resume: true });
    s.client.subscription({ type: "A", onMessage });
    s.socket.open("sluice.v1");
    s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 41 });
    s.socket.takeSent();
    for (const id of [0, 41, -1, 41.5, 2 ** 60, "42", null]) s.socket.say({ op: "event", sid: 1, id, data: "forged" });
    expect(s.errors).toHaveLength(5);
    s.socket.say({ op: "event", sid: 1, id: 2 ** 53 - 1, data: "forged" });
    expect(s.socket.takeSent()).toEqual([{ op: "unsubscribe", sid: 1 }, { op: "subscribe", sid: 2, topic: "A", epoch: "e1", after: 41 }]);
    s.socket.say({ op: "subscribed", sid: 2, epoch: "e1", last: 42 });
    s.socket.say({ op: "event", sid: 2, id: 42, data: "true" });
    expect(onMessage.mock.calls.map(([data]) => data as unknown)).toEqual(["true"]);
  });

  test("10,000 topics, of which the server takes 128: each refusal is told with its topic, the others live, and they are asked for again", async () => {
    const s = await live({ resume: true });
    let heard = 0;
    for (let i = 0; i < 10_000; i++) s.client.subscription({ type: `T${i}`, onMessage: () => heard++ });
    s.socket.open("sluice.v1");
    expect(s.socket.sent).toHaveLength(10_000);
    for (let sid = 1; sid <= 10_000; sid++) {
      if (sid > 128) s.socket.say({ op: "error", sid, code: "limit.subscriptions", message: "", retry: true });
      else s.socket.say({ op: "subscribed", sid, epoch: "e", last: 0 });
    }
    expect(s.errors).toHaveLength(10_000 - 128);
    expect(s.errors.at(-1)).toMatchObject({ kind: "protocol", code: "limit.subscriptions", message: expect.stringContaining("T9999: ") as string });
    for (let sid = 1; sid <= 128; sid++) s.socket.say({ op: "event", sid, id: 1, data: 0 });
    await s.clock.tick(100); // what comes all at once is done once a frame
    expect(heard).toBe(128);
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open("sluice.v1");
    expect(s.socket.sent).toHaveLength(10_000);
  });
});

describe("memory", () => {
  test("an event that was handled, or was not, is let go", async () => {
    const s = await live({ resume: true });
    s.client.subscription({ type: "A" });
    s.socket.open("sluice.v1");
    s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 0 });
    const gone = [1, 1, 9].map((id) => {
      const message = new MessageEvent("message", { data: JSON.stringify({ op: "event", sid: 1, id, data: {} }) });
      s.socket.dispatchEvent(message);
      return new WeakRef(message);
    });
    await turn();
    collect();
    expect(gone.filter((ref) => ref.deref() !== undefined)).toHaveLength(0);
  });

  test("of 10,000 subscriptions that ended, and 100 sockets that closed, nothing is kept", async () => {
    const s = await live({ resume: true });
    const sockets: ScriptedSocket[] = s.sockets;
    const cycles = async (times: number, opens: number) => {
      for (let i = 0; i < opens; i++) {
        s.client.openWebsocket();
        s.socket.open("sluice.v1");
        for (let n = 0; n < times / opens; n++) {
          const { stop } = s.client.subscription({ type: "A", requestKey: n, payload: "x".repeat(1000), onMessage: () => {} });
          s.socket.say({ op: "subscribed", sid: n + 1, epoch: "e", last: 0 });
          s.socket.say({ op: "event", sid: n + 1, id: 1, data: "y".repeat(1000) });
          stop();
        }
        s.client.closeWebsocket();
        sockets.length = 1;
      }
      await turn();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await cycles(10_000, 100);
    const after = await cycles(10_000, 100);
    const { subscriptions, byId, byName } = s.client.live!;
    expect([subscriptions.size, byId.size, byName.size]).toEqual([0, 0, 0]);
    expect(after - before).toBeLessThan(1 << 20); // what goes through is 20 MB
  });
});

import { describe, expect, test, vi } from "vitest";
import { turn } from "../harness.js";
import { live } from "./sockets.js";

describe("a message", () => {
  test("example 8: what is no JSON is told of, and the connection lives on", async () => {
    const onMessage = vi.fn();
    const s = await live();
    s.client.subscription({ type: "A", onMessage });
    s.socket.open();
    s.socket.say("oops");
    s.socket.dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(1) }));
    s.socket.say({ type: "A", v: 1 });
    expect(s.errors).toMatchObject([{ kind: "parse", event: { data: "oops" } }, { kind: "parse" }]);
    expect(s.client.getWebsocketState().connected).toBe(true);
    expect(onMessage).toHaveBeenCalledExactlyOnceWith({ type: "A", v: 1 }, expect.anything(), expect.anything());
  });

  test("example 9: its type spells a topic and a key", async () => {
    const s = await live();
    const [plain, keyed] = [vi.fn(), vi.fn()];
    s.client.subscription({ type: "ON", onMessage: plain });
    s.client.subscription({ type: "ON", requestKey: 7, onMessage: keyed });
    s.socket.open();
    s.socket.say({ type: "ON7" });
    expect([plain.mock.calls.length, keyed.mock.calls.length]).toEqual([0, 1]);
    s.socket.say({ type: "ON" });
    expect([plain.mock.calls.length, keyed.mock.calls.length]).toEqual([1, 1]);
  });

  test("example 10: it changes queries that are there, in one commit", async () => {
    const films = vi.fn();
    const s = await live({}, { routes: { getBooks: [1], getPens: [1] } });
    await Promise.all([s.client.apiRequest({ name: "getBooks" }), s.client.apiRequest({ name: "getPens" })]);
    const add = (data: unknown, { n }: { n: number }) => [...(data as number[]), n];
    s.client.subscription({ type: "A", mutations: { getBooks: add, getPens: add, getFilms: films } });
    s.socket.open();
    const seen: unknown[] = [];
    const watch = s.client.watch("getBooks");
    const told = vi.fn(() => void seen.push([watch.get().data, s.client.getQuery({ type: "getPens" }).data]));
    watch.subscribe(told);
    s.socket.say({ type: "A", n: 2 });
    expect(seen).toEqual([[[1, 2], [1, 2]]]);
    expect(films).not.toHaveBeenCalled();
  });

  test("goes through the socket's functions, then the subscription's", async () => {
    const log: unknown[] = [];
    const s = await live({ getData: (data) => ({ ...(data as object), seen: 1 }), onMessage: (data) => void log.push(["all", data]) });
    s.client.subscription({ type: "A", getData: (data) => (data as { seen: number }).seen + 1, onMessage: (data) => void log.push(["A", data]) });
    s.socket.open();
    s.socket.say({ type: "A" });
    s.socket.say({ type: "B" });
    s.socket.say(7);
    expect(log).toEqual([["all", { type: "A", seen: 1 }], ["A", 2], ["all", { type: "B", seen: 1 }], ["all", { seen: 1 }]]);
  });

  test("of which a function throws is told of; nothing of it is half applied, and the next one works", async () => {
    const s = await live({}, { routes: { getBooks: [1], getPens: [1] } });
    await Promise.all([s.client.apiRequest({ name: "getBooks" }), s.client.apiRequest({ name: "getPens" })]);
    const boom = new Error("boom");
    let broken = true;
    const throwing = (data: unknown) => {
      if (broken) throw boom;
      return [...(data as number[]), 2];
    };
    s.client.subscription({ type: "A", mutations: { getBooks: (data) => [...(data as number[]), 2], getPens: throwing } });
    s.client.subscription({ type: "B", getData: throwing, onMessage: () => expect.unreachable() });
    s.socket.open();
    s.socket.say({ type: "A" });
    s.socket.say({ type: "B" });
    await turn();
    expect(s.errors).toMatchObject([{ kind: "callback", cause: boom }, { kind: "callback", cause: boom }]);
    const data = () => ["getBooks", "getPens"].map((type) => s.client.getQuery({ type }).data);
    expect(data()).toEqual([[1], [1]]);
    broken = false;
    s.socket.say({ type: "A" });
    expect(data()).toEqual([[1, 2], [1, 2]]);
  });

  test("is merged into normalised data", async () => {
    const s = await live({}, { normalize: true, routes: { getBook: { id: "1", title: "a" } } });
    await s.client.apiRequest({ name: "getBook" });
    s.client.subscription({ type: "A", getData: (message) => (message as { book: unknown }).book });
    s.socket.open();
    s.socket.say({ type: "A", book: { id: "1", title: "b" } });
    expect(s.client.getQuery({ type: "getBook" }).data).toEqual({ id: "1", title: "b" });
  });
});

test("messages before the activation are handled, too", async () => {
  const onMessage = vi.fn();
  const s = await live({ activateOn: () => false });
  s.client.subscription({ type: "A", payload: "a", onMessage });
  s.socket.open();
  s.socket.say({ type: "A" });
  expect(onMessage).toHaveBeenCalledOnce();
  expect([s.socket.sent, s.client.getWebsocketState().connected]).toEqual([[], false]);
});

describe("a subscription", () => {
  test("example 11: ended ones are told of, and not sent again", async () => {
    const onStopSubscriptions = vi.fn();
    const s = await live({ onStopSubscriptions });
    const a = s.client.subscription({ type: "A", payload: "a" });
    s.client.subscription({ type: "B", payload: "b" });
    s.socket.open();
    a.stop();
    a.stop();
    expect(onStopSubscriptions.mock.calls.map(([keys]) => keys as unknown)).toEqual([["A"]]);
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["b"]);
  });

  test("of one topic and key is shared: sent once, until the last one stops", async () => {
    const s = await live();
    const [one, two] = [vi.fn(), vi.fn()];
    s.socket.open();
    const first = s.client.subscription({ type: "A", payload: "a", onMessage: one });
    const second = s.client.subscription({ type: "A", payload: "a", onMessage: two });
    expect(s.socket.takeSent()).toEqual(["a"]);
    first.stop();
    s.socket.say({ type: "A" });
    expect([one.mock.calls.length, two.mock.calls.length]).toEqual([0, 1]);
    second.stop();
    s.socket.say({ type: "A" });
    expect(two).toHaveBeenCalledOnce();
  });

  test("that ends leaves another one of the same spelling", async () => {
    const [onMessage, onStopSubscriptions] = [vi.fn(), vi.fn()];
    const s = await live({ onStopSubscriptions });
    s.client.subscription({ type: "ON7", payload: "ON7", onMessage });
    const { stop } = s.client.subscription({ type: "ON", requestKey: 7 });
    s.socket.open();
    stop();
    expect(onStopSubscriptions.mock.calls.map(([keys]) => keys as unknown)).toEqual([["ON7"]]);
    s.socket.say({ type: "ON7" });
    expect(onMessage).toHaveBeenCalledOnce();
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.socket.takeSent()).toEqual(["ON7"]);
  });

  test("that is ended by a function of another one, or by its own getData, is called no more, not with that message either", async () => {
    const s = await live();
    const [one, two, three] = [vi.fn(), vi.fn(), vi.fn()];
    s.client.subscription({ type: "A", onMessage: () => second.stop() });
    const second = s.client.subscription({ type: "A", onMessage: one });
    s.client.subscription({ type: "A", onMessage: two });
    const last = s.client.subscription({ type: "A", getData: () => last.stop(), onMessage: three });
    s.socket.open();
    s.socket.say({ type: "A" });
    expect([one, two, three].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 0]);
  });

  test("is sent as onSend has it; what throws there is not sent, and stays", async () => {
    let broken = true;
    const s = await live({
      onSend: (message, { type }) => {
        if (type === "B" && broken) throw new Error("no");
        return { say: message };
      },
    });
    s.client.subscription({ type: "A", payload: "a" });
    s.client.subscription({ type: "B", payload: "b" });
    s.socket.open();
    expect(s.socket.takeSent()).toEqual([{ say: "a" }]);
    expect(s.errors).toMatchObject([{ kind: "callback" }]);
    broken = false;
    s.socket.lose();
    await s.clock.tick(5000);
    s.socket.open();
    expect(s.socket.takeSent()).toEqual([{ say: "a" }, { say: "b" }]);
  });
});

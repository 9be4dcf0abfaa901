import { expect, test, vi } from "vitest";
import { UsageError } from "sluice";
import { closeWebsocket, getWebsocket, getWebsocketState, openWebsocket, stopSubscriptions } from "sluice/redux";
import { coreStore } from "../redux/core-store.js";
import { turn } from "../harness.js";
import { live, type Scripted } from "./sockets.js";

async function connected(subscriber = {}): Promise<Scripted & Awaited<ReturnType<typeof coreStore>>> {
  const s = await live(subscriber);
  const made = await coreStore({ client: s.client });
  return Object.assign(Object.create(s) as Scripted, made);
}

test("subscriptions of a store: the socket's state, messages that change queries, and what ends them", async () => {
  const onOpen = vi.fn();
  const s = await connected({ onOpen });
  const books = s.dispatch("BOOKS");
  s.calls[0]!.succeed([1]);
  await books;
  s.store.dispatch({ type: "ADDED", subscription: { want: 1 }, meta: { mutations: { BOOKS: (data: number[], { n }: { n: number }) => [...data, n] } } });
  expect(s.socket.sent).toEqual([]);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual([{ want: 1 }]);
  expect(getWebsocketState(s.store.getState())).toEqual({ pristine: false, connected: true });
  expect(onOpen.mock.calls[0]![0]).toMatchObject({ dispatchRequest: expect.any(Function) as unknown });
  expect(s.store.dispatch(getWebsocket())).toBe(s.socket);

  s.socket.say({ type: "ADDED", n: 2 });
  expect(s.query("BOOKS").data).toEqual([1, 2]);
  expect(s.types().slice(-2)).toEqual(["GET_WEBSOCKET", "ADDED_MUTATION"]);

  s.store.dispatch(stopSubscriptions(["ADDED"]));
  s.socket.say({ type: "ADDED", n: 3 });
  expect(s.query("BOOKS").data).toEqual([1, 2]);
  s.store.dispatch(closeWebsocket());
  expect(getWebsocketState(s.store.getState())).toEqual({ pristine: true, connected: false });
  expect(s.types().slice(-2)).toEqual(["CLOSE_WEBSOCKET", "WEBSOCKET_CLOSED"]);
  expect(() => s.store.dispatch(closeWebsocket(7))).toThrow(UsageError);
  s.store.dispatch(openWebsocket("p"));
  s.socket.open();
  expect(onOpen.mock.calls.at(-1)![2]).toBe("p");
});

test("dispatched again, a subscription has other handlers, is sent again, and keeps its place", async () => {
  const s = await connected();
  const [one, two] = [vi.fn(), vi.fn()];
  s.store.dispatch({ type: "A", subscription: "a", meta: { onMessage: one } });
  s.store.dispatch({ type: "B", subscription: "b" });
  s.socket.open();
  s.store.dispatch({ type: "A", subscription: "a2", meta: { onMessage: two } });
  expect(s.socket.takeSent()).toEqual(["a", "b", "a2"]);
  s.socket.say({ type: "A" });
  expect([one.mock.calls.length, two.mock.calls.length]).toEqual([0, 1]);
  s.socket.lose();
  await s.clock.tick(5000);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a2", "b"]);
});

test("a change by a message that throws is told of, and the reducers know of nothing", async () => {
  const s = await connected();
  const books = s.dispatch("BOOKS");
  s.calls[0]!.succeed([1]);
  await books;
  const boom = new Error("boom");
  s.store.dispatch({ type: "A", subscription: null, meta: { mutations: { BOOKS: () => { throw boom; } } } });
  s.socket.open();
  s.socket.say({ type: "A" });
  await turn();
  expect(s.query("BOOKS").data).toEqual([1]);
  expect(s.errors).toMatchObject([{ kind: "callback", cause: boom }]);
});

test("a subscription of a store and others of its client: what they change is told once, with the action, whichever of them throws", async () => {
  const s = await connected();
  const books = s.dispatch("BOOKS");
  s.calls[0]!.succeed([1]);
  await books;
  const add = (data: number[], { n }: { n: number }) => [...data, n];
  s.store.dispatch({ type: "A", subscription: "a", meta: { mutations: { BOOKS: add } } });
  s.client.subscription({ type: "A", mutations: { BOOKS: add } });
  s.client.subscription({ type: "A", mutations: { BOOKS: () => { throw new Error("boom"); } } });
  s.socket.open();
  const seen: unknown[] = [];
  const before = s.types().length;
  s.store.subscribe(() => void seen.push(s.query("BOOKS").data));
  s.socket.say({ type: "A", n: 2 });
  await turn();
  expect(s.errors).toMatchObject([{ kind: "callback" }]);
  expect([seen, s.types().slice(before)]).toEqual([[[1, 2, 2]], ["A_MUTATION"]]);
});

test("an action without a payload that joins another subscription leaves it what is sent", async () => {
  const s = await connected();
  s.client.subscription({ type: "A", payload: "a" });
  s.socket.open();
  s.store.dispatch({ type: "A", subscription: null });
  s.socket.takeSent();
  s.socket.lose();
  await s.clock.tick(5000);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a"]);
});

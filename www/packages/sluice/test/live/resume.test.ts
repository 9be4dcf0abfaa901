import { describe, expect, test, vi } from "vitest";
import { turn } from "../harness.js";
import { live, type Scripted } from "./sockets.js";

const speaks = "sluice.v1";

/** Whose subscription A has the position e1/41. */
async function positioned(handlers: object = {}, subscriber: object = {}, routes = {}): Promise<Scripted> {
  const s = await live({ resume: true, ...subscriber }, { routes });
  s.client.subscription({ type: "A", ...handlers });
  s.socket.open(speaks);
  expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A" }]);
  s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 41 });
  return s;
}

async function again(s: Scripted): Promise<void> {
  s.socket.lose();
  await s.clock.tick(5000);
  s.socket.open(speaks);
}

const event = (id: number, data: unknown = { id }, sid = 1) => ({ op: "event", sid, id, data });

describe("resumable delivery", () => {
  test("asks for its subprotocol, with payload and key", async () => {
    const s = await live({ resume: true, protocols: "mine" });
    s.client.subscription({ type: "A", requestKey: 7, payload: { a: 1 } });
    expect(s.socket.protocols).toEqual(["mine", speaks]);
    s.socket.open(speaks);
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A", key: "7", payload: { a: 1 } }]);
  });

  test("examples 13 and 14: what was published while it was away is handed out, once", async () => {
    const onMessage = vi.fn();
    const s = await positioned({ onMessage });
    await again(s);
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A", epoch: "e1", after: 41 }]);
    for (const frame of [{ op: "subscribed", sid: 1, epoch: "e1", last: 43 }, event(42), event(43), event(43)]) s.socket.say(frame);
    expect(onMessage.mock.calls.map(([data]) => data as unknown)).toEqual([{ id: 42 }, { id: 43 }]);
  });

  test("examples 15 and 16: what is lost is told, and queries are asked again past their cache", async () => {
    const onGap = vi.fn();
    const s = await positioned({ onGap, mutations: { getBooks: (data: number[], { n }: { n: number }) => [...data, n] } });
    const first = s.client.apiRequest({ name: "getBooks", cache: 1000 });
    await turn();
    await s.network.answer(s.network.calls[0]!, 200, [1]);
    await first;
    await again(s);
    s.socket.say({ op: "gap", sid: 1, epoch: "e2", last: 1899, reason: "expired" });
    expect(onGap).toHaveBeenCalledExactlyOnceWith({ type: "A", reason: "expired", from: 41, to: 1899 }, expect.anything());
    await turn();
    expect(s.network.calls).toHaveLength(2);
    s.socket.say(event(1900, { n: 1900 }));
    expect(s.client.getQuery({ type: "getBooks" }).data).toEqual([1, 1900]);
    await s.network.answer(s.network.calls[1]!, 200, [1, 2, 3]);
    expect(s.client.getQuery({ type: "getBooks" }).data).toEqual([1, 2, 3, 1900]);
    await again(s);
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A", epoch: "e2", after: 1900 }]);
  });

  test("example 17: a hole is asked for", async () => {
    const onMessage = vi.fn();
    const s = await positioned({ onMessage });
    s.socket.say(event(43));
    expect(s.socket.takeSent()).toEqual([{ op: "unsubscribe", sid: 1 }, { op: "subscribe", sid: 2, topic: "A", epoch: "e1", after: 41 }]);
    s.socket.say({ op: "subscribed", sid: 2, epoch: "e1", last: 43 });
    for (const id of [42, 43]) s.socket.say(event(id, { id }, 2));
    expect(onMessage.mock.calls.map(([data]) => data as unknown)).toEqual([{ id: 42 }, { id: 43 }]);
  });

  test("the server's pings are heartbeats, and answered; a page that is shown again asks", async () => {
    const s = await positioned();
    s.socket.takeSent();
    await s.clock.tick(15_000);
    s.socket.say({ op: "ping", n: 3 });
    expect(s.socket.takeSent()).toEqual([{ op: "pong", n: 3 }]);
    await s.clock.tick(19_999);
    expect(s.sockets).toHaveLength(1);
    await s.clock.tick(1);
    expect(s.socket.closedWith).toBe(3000);
  });

  test("a server that does not speak it: that is said, and messages are delivered as they come", async () => {
    const onMessage = vi.fn();
    const s = await live({ resume: true });
    s.client.subscription({ type: "A", payload: "a", onMessage });
    s.socket.open();
    expect(s.errors).toMatchObject([{ kind: "protocol" }]);
    expect(s.socket.takeSent()).toEqual(["a"]);
    s.socket.say({ type: "A" });
    expect(onMessage).toHaveBeenCalledOnce();
  });

  test("a refused subscription is told of with its code; frames that are none too, and the rest works", async () => {
    const onMessage = vi.fn();
    const s = await positioned({ onMessage });
    for (const frame of [7, null, { op: "what" }, { op: "event", sid: "1", id: 1 }, { op: "event", sid: 1, id: 1.5 }, { op: "subscribed", sid: 1 }]) s.socket.say(frame);
    expect(s.errors).toHaveLength(6);
    for (const error of s.errors) expect(error).toMatchObject({ kind: "protocol", code: "message.invalid" });
    s.socket.say(event(42));
    expect(onMessage).toHaveBeenCalledOnce();
    s.socket.say({ op: "error", sid: 1, code: "topic.forbidden", message: "not yours", retry: false });
    expect(s.errors.at(-1)).toMatchObject({ kind: "protocol", code: "topic.forbidden", message: expect.stringContaining("not yours") as string });
    s.socket.takeSent();
    await again(s);
    expect(s.socket.takeSent()).toEqual([]);
  });

  test("one that was refused for good is asked for again when somebody else subscribes", async () => {
    const s = await positioned();
    s.socket.say({ op: "error", sid: 1, code: "auth.required", message: "", retry: false });
    const onMessage = vi.fn();
    s.client.subscription({ type: "A", onMessage });
    s.client.subscription({ type: "A", onMessage });
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 2, topic: "A", epoch: "e1", after: 41 }]);
    s.socket.say({ op: "subscribed", sid: 2, epoch: "e1", last: 41 });
    s.socket.say(event(42, {}, 2));
    expect(onMessage).toHaveBeenCalledTimes(2);
  });

  test("a session is asked for again after a time without a connection, which would have told of it", async () => {
    const user = vi.fn().mockReturnValueOnce({ id: 1 }).mockReturnValue(null);
    const s = await positioned({}, {}, { session: user });
    const session = s.client.watch({ type: "session" });
    session.subscribe(() => {});
    await s.client.apiRequest({ name: "session" });
    expect(session.get().data).toEqual({ id: 1 });
    await again(s);
    await vi.waitFor(() => expect(session.get().data).toBeNull());
    expect(user).toHaveBeenCalledTimes(2);
  });
});

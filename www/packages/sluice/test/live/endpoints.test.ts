import { describe, expect, test, vi } from "vitest";
import { Entity, endpoint } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { turn, wasm } from "../harness.js";
import { live } from "./sockets.js";

class Article extends Entity {
  readonly id: string = "";
  readonly title: string = "";
  static override readonly key = "Article";
}

const one = { id: "1" };

const articles = () =>
  endpoint({ path: "/articles/:id", schema: Article, live: ({ id }) => ({ type: "ON_ARTICLE", requestKey: id as string, payload: { watch: id } }) });

describe("an endpoint that is live", () => {
  test("is subscribed over the socket, and written by each message; only what shows it is told", async () => {
    const s = await live();
    const get = articles();
    const { controller } = s.client;
    await controller.setResponse(get, one, { id: "1", title: "a" });
    await controller.setResponse(get, { id: "2" }, { id: "2", title: "b" });
    const [told, other] = [vi.fn(), vi.fn()];
    controller.watch(get, one, told);
    controller.watch(get, { id: "2" }, other);
    s.socket.open();
    await controller.subscribe(get, one);
    await controller.subscribe(get, one);
    expect(s.socket.takeSent()).toEqual([{ watch: "1" }]);
    s.socket.say({ type: "ON_ARTICLE1", id: "1", title: "c" });
    await turn();
    expect(controller.get(Article, one)).toMatchObject({ title: "c" });
    expect([told.mock.calls.length, other.mock.calls.length]).toEqual([1, 0]);
    expect(s.network.calls).toEqual([]);

    await controller.unsubscribe(get, one);
    s.socket.say({ type: "ON_ARTICLE1", id: "1", title: "d" });
    expect(controller.get(Article, one)).toMatchObject({ title: "d" });
    await controller.unsubscribe(get, one);
    await controller.unsubscribe(get, one);
    s.socket.say({ type: "ON_ARTICLE1", id: "1", title: "e" });
    expect(controller.get(Article, one)).toMatchObject({ title: "d" });
  });

  test("is asked for again where events were missed", async () => {
    const s = await live({ resume: true });
    const get = articles();
    const { controller } = s.client;
    await controller.setResponse(get, one, { id: "1", title: "a" });
    await controller.subscribe(get, one);
    s.socket.open("sluice.v1");
    s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 5 });
    s.socket.say({ op: "gap", sid: 1, epoch: "e1", last: 9, reason: "slow" });
    expect(controller.getResponse(get, one).expiryStatus).toBe(1);
    s.socket.say({ op: "event", sid: 1, id: 10, data: { id: "1", title: "b" } });
    expect(controller.get(Article, one)).toMatchObject({ title: "b" });
  });

  test("has each message written once, however many have subscribed", async () => {
    class Counter extends Entity {
      readonly id: string = "";
      readonly n: number = 0;
      static override readonly key = "Counter";
      static override merge(existing: { n: number }, incoming: { n: number }): object {
        return { ...incoming, n: existing.n + incoming.n };
      }
    }
    const s = await live();
    const get = endpoint({ path: "/counters/:id", schema: Counter, live: ({ id }) => ({ type: "ON_COUNT", requestKey: id as string }) });
    const { controller } = s.client;
    const n = () => (controller.get(Counter, one) as { n: number }).n;
    await controller.setResponse(get, one, { id: "1", n: 0 });
    s.socket.open();
    for (let i = 0; i < 3; i++) await controller.subscribe(get, one);
    s.socket.say({ type: "ON_COUNT1", id: "1", n: 1 });
    expect(n()).toBe(1);
    const unmounts = s.client.subscription({ type: "ON_COUNT", requestKey: 1, onMessage: () => void controller.unsubscribe(get, one) });
    s.socket.say({ type: "ON_COUNT1", id: "1", n: 1 });
    await turn();
    s.socket.say({ type: "ON_COUNT1", id: "1", n: 1 });
    await turn();
    expect(n()).toBe(3);
    unmounts.stop();
    await controller.unsubscribe(get, one);
    await turn();
    s.socket.say({ type: "ON_COUNT1", id: "1", n: 1 });
    expect(n()).toBe(3);
  });

  test("that joins a topic which is subscribed already has missed what came before: it is asked for again, once", async () => {
    const s = await live({ resume: true });
    const get = articles();
    const { controller } = s.client;
    const fresh = () => controller.getResponse(get, one).expiresAt > s.clock.now;
    s.client.subscription({ type: "ON_ARTICLE", requestKey: 1 });
    s.socket.open("sluice.v1");
    s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 0 });
    const answered = () => controller.setResponse(get, one, { id: "1", title: "a" });
    await answered();
    await controller.subscribe(get, one);
    await controller.unsubscribe(get, one);
    expect(fresh()).toBe(true); // there was nothing to miss
    const sid = (s.socket.takeSent() as { sid?: number }[]).at(-1)!.sid!;
    s.socket.say({ op: "subscribed", sid, epoch: "e1", last: 0 });
    s.socket.say({ op: "event", sid, id: 1, data: { id: "1", title: "b" } });
    await answered();
    await controller.subscribe(get, one);
    expect(fresh()).toBe(false);
    await answered();
    await controller.subscribe(get, one);
    expect(fresh()).toBe(true);
  });

  test("that is not subscribed, and then is at once, is subscribed", async () => {
    const s = await live();
    const get = articles();
    const { controller } = s.client;
    s.socket.open();
    void controller.unsubscribe(get, one);
    await controller.subscribe(get, one);
    await turn();
    s.socket.say({ type: "ON_ARTICLE1", id: "1", title: "a" });
    expect(controller.get(Article, one)).toMatchObject({ title: "a" });
    void controller.unsubscribe(get, one);
    void controller.unsubscribe(get, one);
    await controller.subscribe(get, one);
    await turn();
    s.socket.say({ type: "ON_ARTICLE1", id: "1", title: "b" });
    expect(controller.get(Article, one)).toMatchObject({ title: "b" });
    expect(s.socket.takeSent()).toEqual([{ watch: "1" }]);
  });

  test("whose topic is stopped is subscribed again with the next who asks for it, and ends with the last", async () => {
    const s = await live();
    const get = articles();
    const { controller } = s.client;
    s.socket.open();
    await controller.subscribe(get, one);
    s.client.live!.stop(null); // as by stopSubscriptions of a Redux store
    await controller.subscribe(get, one);
    expect(s.socket.takeSent()).toEqual([{ watch: "1" }, { watch: "1" }]);
    const written = async (title: string) => {
      await turn();
      s.socket.say({ type: "ON_ARTICLE1", id: "1", title });
      return (controller.get(Article, one) as { title: string }).title;
    };
    void controller.unsubscribe(get, one);
    expect(await written("a")).toBe("a");
    void controller.unsubscribe(get, one);
    expect(await written("b")).toBe("a");
  });

  test("needs a socket", async () => {
    const { client } = createTestClient({ wasm });
    await expect(client.controller.subscribe(articles(), one)).rejects.toThrow("live needs the client's option subscriber");
    client.close();
  });
});

test("a subscription may write its data through a schema", async () => {
  const s = await live();
  s.client.subscription({ type: "A", schema: Article, getData: (message) => (message as { article: unknown }).article });
  s.socket.open();
  s.socket.say({ type: "A", article: { id: "1", title: "a" } });
  expect(s.client.controller.get(Article, one)).toMatchObject({ title: "a" });
});

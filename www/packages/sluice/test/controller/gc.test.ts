import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UsageError, all, createClient, endpoint, entity, type ClientOptions } from "../../src/index.js";
import { turn, uncaught, wasm } from "../harness.js";
import { Article, Post, T, User, script, store } from "./store.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const one = { id: "1" };
/** The life of what was fetched at T with the usual expiry: max(2 · 60 000, 120 000). */
const life = 120_000;

describe("client.sweep", () => {
  test("16.3 a key and its rows go together when their life is over, not before", async () => {
    const { client, controller, clock, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    clock.now = T + life;
    await client.sweep();
    expect(controller.getResponse(get, one).data).toEqual({ id: "1" });
    clock.now = T + life + 1;
    await client.sweep();
    expect(controller.getResponse(get, one)).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
    expect(controller.get(Article, "1")).toBeUndefined();
  });

  test("16.3 a long expiry is lived twice over", async () => {
    const { client, controller, clock, fetch } = await store();
    const long = endpoint({ name: "long", schema: Article, dataExpiryLength: 100_000, fetch });
    await controller.setResponse(long, { id: "1" });
    clock.now = T + 200_000;
    await client.sweep();
    expect(controller.get(Article, "1")).toBeDefined();
    clock.now++;
    await client.sweep();
    expect(controller.get(Article, "1")).toBeUndefined();
  });

  test("16.6 what never expires stays", async () => {
    const { client, controller, clock, fetch } = await store();
    const forever = endpoint({ name: "forever", schema: Article, dataExpiryLength: Infinity, fetch });
    await controller.setResponse(forever, { id: "1" });
    const before = controller.getResponse(forever).data;
    clock.now = T + 1e9;
    await client.sweep();
    expect(controller.getResponse(forever).data).toBe(before);
  });

  test("16.2 a reader keeps its key and the rows it shows; three readers need three releases", async () => {
    const { client, controller, clock, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    const watch = client.watch(get, one);
    const ends = [1, 2, 3].map(() => watch.subscribe(() => {}));
    clock.now = T + life + 1;
    for (const end of ends) {
      await client.sweep();
      expect(controller.get(Article, "1")).toEqual({ id: "1" });
      end();
    }
    await client.sweep();
    expect(controller.get(Article, "1")).toBeUndefined();
  });

  test("16.4 a row stays that something kept contains; rows that only refer to each other go", async () => {
    const { client, controller, clock, getPost } = await store();
    const Node = entity("Node", { fields: () => ({ next: Node }) }) as ReturnType<typeof entity>;
    await controller.set(User, "1", { id: "1" });
    await controller.set(Node, "a", { id: "a", next: { id: "b", next: "a" } });
    clock.now = T + life;
    await controller.setResponse(getPost, { id: "p" }, { id: "p", author: "1" });
    clock.now++;
    await client.sweep();
    expect(controller.get(User, "1")).toBeDefined();
    expect(controller.get(Node, "a")).toBeUndefined();
    expect(controller.get(Node, "b")).toBeUndefined();
    clock.now += life;
    await client.sweep();
    expect(controller.get(User, "1")).toBeUndefined();
    expect(controller.get(Post, "p")).toBeUndefined();
  });

  test("16.5 index entries go with their rows, and nobody is told", async () => {
    const { client, controller, clock, get } = await store();
    await controller.set(User, "1", { id: "1", username: "bob" });
    const told = vi.fn();
    controller.watch(get, one, told);
    controller.watch(Article, one, told);
    clock.now = T + life + 1;
    await client.sweep();
    expect(controller.get(User, { username: "bob" })).toBeUndefined();
    await turn();
    expect(told).not.toHaveBeenCalled();
  });

  test("16.3 values without schema go, and errors; the key is pristine again", async () => {
    const { client, controller, clock, note } = await store();
    await controller.setResponse(note, "a", { big: true });
    await controller.setError(note, "b", new Error("no"));
    clock.now = T + life + 1;
    await client.sweep();
    expect(controller.getResponse(note, "a")).toEqual({ data: undefined, expiryStatus: 1, expiresAt: 0 });
    expect(controller.getError(note, "b")).toBeUndefined();
    expect(client.watch(note, "a").get().pristine).toBe(true);
  });

  test("a key with a request in flight may go, and the answer is stored", async () => {
    const s = await store();
    await s.controller.setResponse(s.get, one, { id: "1" });
    const answer = s.controller.fetch(s.get, one);
    s.clock.now = T + life + 1;
    await s.client.sweep();
    expect(s.client.watch(s.get, one).get().pending).toBe(1);
    s.last.answer({ id: "1", title: "new" });
    expect(await answer).toEqual({ id: "1", title: "new" });
    expect(s.controller.getResponse(s.get, one).data).toEqual({ id: "1", title: "new" });
  });

  test("who holds a watch of what went is served when it comes again", async () => {
    const { client, controller, clock, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    const watch = client.watch(get, one);
    watch.get();
    clock.now = T + life + 1;
    await client.sweep();
    expect(watch.get().data).toBeUndefined();
    await controller.setResponse(get, one, { id: "1", title: "again" });
    expect(watch.get().data).toEqual({ id: "1", title: "again" });
    const told = vi.fn();
    watch.subscribe(told);
    await controller.setResponse(get, one, { id: "1", title: "more" });
    expect(told).toHaveBeenCalledTimes(1);
    expect(watch.get().data).toEqual({ id: "1", title: "more" });
  });

  test("16.1 the numbers can be set, and expiresAt in place of the formula", async () => {
    const short = await store({ gc: { minimum: 0, expiryMultiplier: 0.5 } });
    await short.controller.setResponse(short.get, one, { id: "1" });
    short.clock.now = T + 30_001;
    await short.client.sweep();
    expect(short.controller.get(Article, "1")).toBeUndefined();

    const metas: unknown[] = [];
    const own = await store({ gc: { expiresAt: (meta) => (metas.push(meta), meta.fetchedAt + 10) } });
    await own.controller.setResponse(own.get, one, { id: "1" });
    own.clock.now = T + 11;
    await own.client.sweep();
    expect(own.controller.get(Article, "1")).toBeUndefined();
    expect(metas[0]).toEqual({ fetchedAt: T, date: T, expiresAt: T + 60_000 });
  });

  test("what an expiresAt that throws is about stays, and the error is reported", async () => {
    const caught = uncaught();
    const { client, controller, clock, get } = await store({ gc: { expiresAt: () => { throw new Error("no"); } } });
    await controller.setResponse(get, one, { id: "1" });
    clock.now = T + 1e9;
    await client.sweep();
    await turn();
    expect(controller.get(Article, "1")).toBeDefined();
    expect(caught).toContainEqual(new Error("no"));
  });

  test.each([{ intervalMS: -1 }, { minimum: NaN }, { expiryMultiplier: "2" as never }])("gc: %j is refused", (gc: ClientOptions["gc"] & object) => {
    expect(() => createClient({ wasm, gc })).toThrow(UsageError);
  });
});

describe("the idle sweep", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("16.1 is on by default: it begins some time after something was stored, and comes again", async () => {
    const { controller, clock, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    clock.now = T + 10;
    vi.advanceTimersByTime(300_000);
    expect(controller.get(Article, "1")).toBeDefined();
    clock.now = T + life + 1;
    vi.advanceTimersByTime(299_999);
    expect(controller.get(Article, "1")).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(controller.get(Article, "1")).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0); // nothing is left
  });

  test("goes in small steps", async () => {
    const { controller, clock, list } = await store({ gc: { intervalMS: 1000 } });
    const rows = Array.from({ length: 10_000 }, (_, id) => ({ id: String(id) }));
    await controller.setResponse(list, rows);
    clock.now = T + life + 1;
    vi.advanceTimersByTime(1000);
    let steps = 0;
    while (controller.get(Article, "9999") && steps < 100) {
      vi.advanceTimersByTime(1);
      steps++;
    }
    expect(steps).toBeGreaterThan(5);
    expect(controller.get(Article, "9999")).toBeUndefined();
  });

  test("uses the idle time of a page", async () => {
    const idle: (() => void)[] = [];
    vi.stubGlobal("requestIdleCallback", (run: () => void) => idle.push(run));
    const { controller, clock, list } = await store();
    await controller.setResponse(list, Array.from({ length: 10_000 }, (_, id) => ({ id: String(id) })));
    clock.now = T + life + 1;
    vi.advanceTimersByTime(300_000);
    for (let run = idle.shift(); run; run = idle.shift()) run();
    vi.unstubAllGlobals();
    expect(controller.get(Article, "1")).toBeUndefined();
  });

  test("does not run with gc: false, nor when the client is closed", async () => {
    const { controller, clock, get } = await store({ gc: false });
    await controller.setResponse(get, one, { id: "1" });
    clock.now = T + 1e9;
    expect(vi.getTimerCount()).toBe(0);
    const other = await store();
    await other.controller.setResponse(other.get, one, { id: "1" });
    other.client.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(controller.get(Article, "1")).toBeDefined();
  });
});

test("what goes leaves no objects behind", async () => {
  const { client, controller, clock } = await store();
  const { fetch } = script();
  const list = endpoint({ name: "list", schema: all(Article), fetch });
  const item = endpoint({ name: "item", schema: Article, fetch });
  const big = "x".repeat(10_000);
  const held: WeakRef<object>[] = [];
  for (let i = 0; i < 100; i++) {
    await controller.setResponse(item, { id: String(i) }, { id: String(i), big });
    held.push(new WeakRef(controller.getResponse(item, { id: String(i) }).data as object));
  }
  controller.getResponse(list);
  clock.now = T + life + 1;
  await client.sweep();
  await turn();
  collect();
  expect(held.filter((ref) => ref.deref())).toHaveLength(0);
  expect(controller.get(Article, "1")).toBeUndefined();
});

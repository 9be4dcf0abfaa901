import { readFileSync } from "node:fs";
import { describe, expect, inject, test, vi } from "vitest";
import { abortReason, all, query, type CrashError } from "../../src/index.js";
import { isPending, rejection, turn, uncaught } from "../harness.js";
import { Article, T, User, loadingStore, store, watched, type ArticleData } from "./store.js";

const one = { id: "1" };

describe("who watches", () => {
  test("is told when what it shows changes, and only then", async () => {
    const { controller, list, get } = await store();
    await controller.setResponse(list, [{ id: "1", title: "a" }, { id: "2" }]);
    const shown = controller.view(list, []);
    const told = watched(shown);
    const other = watched(controller.view(get, [{ id: "2" }]));
    const first = shown.get();
    await controller.set(User, one, one);
    await controller.set(Article, one, { id: "1", title: "a" });
    await controller.set(Article, { id: "3" }, { id: "3" });
    await controller.setResponse(list, [{ id: "1", title: "a" }, { id: "2" }]);
    await controller.setResponse(get, one, { id: "1" });
    expect(told).not.toHaveBeenCalled();
    expect(shown.get()).toBe(first);
    await controller.set(Article, one, { id: "1", title: "b" });
    expect(told).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
    expect((shown.get().data as ArticleData[])[1]).toBe((first.data as ArticleData[])[1]);
    expect(Object.isFrozen(shown.get())).toBe(true);
  });

  test("is told of a request, of its error, and that an answer has cleared it", async () => {
    const { controller, get, runs } = await store();
    const shown = controller.view(get, [one]);
    const seen: unknown[] = [];
    shown.subscribe(() => seen.push([shown.get().pending, shown.get().loading, shown.get().error, shown.get().data]));
    const error = new Error("no");
    expect(shown.get()).toMatchObject({ pristine: true, pending: 0, error: null, data: undefined });
    const failed = controller.fetch(get, one);
    runs[0]!.fail(error);
    await rejection(failed);
    const read = controller.fetch(get, one);
    runs[1]!.answer(one);
    await read;
    expect(seen).toEqual([[1, true, null, undefined], [0, false, error, undefined], [1, true, error, undefined], [0, false, null, one]]);
    expect(shown.get()).toMatchObject({ pristine: false, fetchedAt: T, expiresAt: T + 60_000 });
  });

  test("is not told by time, nor by who reads; a fresh answer ends being stale, even an equal one of another key", async () => {
    const { controller, clock, get, list } = await store();
    await controller.setResponse(list, [one]);
    const found = controller.view(get, [one]);
    const told = vi.fn();
    const stop = found.subscribe(told);
    clock.now = T + 60_001;
    expect(controller.getResponse(get, one)).toMatchObject({ expiryStatus: 3, expiresAt: T + 60_000 });
    expect(told).not.toHaveBeenCalled();
    expect(found.get().stale).toBe(false);
    stop();
    const late = controller.view(get.extend({ invalidIfStale: true }), [one]);
    const toldLate = watched(late);
    expect(late.get().stale).toBe(true);
    await controller.setResponse(list, [one]);
    expect(late.get().stale).toBe(false);
    expect(toldLate).toHaveBeenCalledTimes(1);
  });

  test("of null arguments is shown nothing, and is never told", async () => {
    const { controller, get } = await store();
    const told = vi.fn();
    const stop = controller.watch(get, null, told);
    expect(controller.view(get, [null]).get()).toMatchObject({ data: undefined, expiryStatus: 3, pending: 0 });
    await controller.setResponse(get, one, one);
    stop();
    expect(told).not.toHaveBeenCalled();
  });

  test("may leave twice, and in its own call; others may be made to leave; one that throws is reported", async () => {
    const { controller, get } = await store();
    const caught = uncaught();
    const error = new Error("listener");
    const calls: string[] = [];
    const shown = controller.view(get, [one]);
    const stops: (() => void)[] = [];
    stops.push(shown.subscribe(() => {
      calls.push("first");
      stops[0]!();
      stops[0]!();
      stops[2]!();
      throw error;
    }));
    stops.push(shown.subscribe(() => calls.push("second")));
    stops.push(shown.subscribe(() => calls.push("third")));
    await controller.setResponse(get, one, one);
    await controller.setResponse(get, one, { id: "1", title: "a" });
    await turn();
    expect(calls).toEqual(["first", "second", "second"]);
    expect(caught).toEqual([error]);
  });

  test("is shown what is there now, also while nobody listens", async () => {
    const { controller, get } = await store();
    const shown = controller.view(get, [one]);
    expect(shown.get().data).toBeUndefined();
    await controller.setResponse(get, one, one);
    const snapshot = shown.get();
    expect(snapshot.data).toEqual(one);
    expect(shown.get()).toBe(snapshot);
  });

  test("a query is told only when its result is another one", async () => {
    const { controller } = await store();
    const count = query(all(Article), (rows: readonly ArticleData[]) => ({ many: rows.length > 1 }));
    const told = vi.fn();
    controller.watch(count, told);
    for (const id of ["1", "2", "3"]) await controller.set(Article, { id }, { id });
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe("before the core is there", () => {
  test("calls wait, and are made in their order", async () => {
    const { client, controller, get, list, note, runs } = loadingStore();
    const error = new Error("test");
    const done = [
      controller.setResponse(list, [{ id: "1", votes: 1 }]),
      controller.set(Article, one, (article: ArticleData) => ({ ...article, votes: article.votes! + 1 })),
      controller.setResponse(note, "a", 1),
      controller.invalidateAll({ testKey: (key) => key.startsWith("note") }),
      controller.setResponse(get, { id: "2" }, { id: "2" }),
    ];
    const refused = controller.expireAll({ testKey: () => { throw error; } });
    const read = controller.fetch(get, one);
    expect(controller.getResponse(get, one)).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
    expect(controller.getResponse(note, "a")).toEqual({ data: undefined, expiryStatus: 1, expiresAt: 0 });
    expect(controller.fetchIfStale(note, "b")).toBeInstanceOf(Promise);
    const told = vi.fn();
    controller.watch(get, one, told);
    expect(runs).toHaveLength(0);
    expect(await rejection(refused)).toBe(error);
    await Promise.all(done);
    await client.ready;
    expect(controller.get(Article, "1")).toEqual({ id: "1", votes: 2 });
    expect(controller.getResponse(note, "a")).toMatchObject({ data: undefined, expiryStatus: 1 });
    runs[0]!.answer({ id: "1", votes: 5 });
    expect(await read).toEqual({ id: "1", votes: 5 });
    expect(told).toHaveBeenCalled();
  });
});

describe("clients", () => {
  test("share nothing", async () => {
    const one = await store();
    const two = await store();
    await one.controller.setResponse(one.get, { id: "1" }, { id: "1", title: "one" });
    expect(two.controller.get(Article, "1")).toBeUndefined();
    await two.controller.setResponse(one.get, { id: "1" }, { id: "1", title: "two" });
    await two.controller.resetEntireStore();
    expect(one.controller.get(Article, "1")).toEqual({ id: "1", title: "one" });
  });

  test("that are closed end what is in flight, with reason closed; later calls do nothing", async () => {
    const { client, controller, get, update, runs } = await store();
    const caught = uncaught();
    const asked = [controller.fetch(get, one), controller.fetch(update, one)];
    void controller.fetch(get, { id: "2" });
    client.close();
    for (const promise of asked) expect(abortReason(await rejection(promise))).toBe("closed");
    for (const run of runs) run.answer(one);
    expect(abortReason(await rejection(controller.fetch(get, one)))).toBe("closed");
    await controller.setResponse(get, one, one);
    await controller.set(Article, one, (article: ArticleData) => article);
    await controller.invalidateAll({ testKey: () => true });
    await controller.resetEntireStore();
    await controller.abort(get, one);
    controller.getResponse(get, one);
    controller.watch(get, one, () => {})();
    await turn();
    expect(caught).toEqual([]);
  });

  test("that are reset raise nothing for what nobody waits for", async () => {
    const { controller, get, update } = await store();
    const caught = uncaught();
    void controller.fetch(get, one);
    void controller.fetch(update, one);
    await controller.resetEntireStore();
    await turn();
    expect(caught).toEqual([]);
  });

  test("give the data itself where it is fresh", async () => {
    const { controller, clock, get, runs } = await store();
    await controller.setResponse(get, one, one);
    expect(controller.fetchIfStale(get, one)).toBe(controller.get(Article, "1"));
    clock.now = T + 60_001;
    const asked = controller.fetchIfStale(get, one) as Promise<unknown>;
    runs[0]!.answer({ id: "1", title: "a" });
    expect(await asked).toEqual({ id: "1", title: "a" });
    await controller.setError(get, { id: "2" }, new Error("no"));
    expect(await isPending(controller.fetchIfStale(get, { id: "2" }) as Promise<unknown>)).toBe(true);
  });
});

describe("a crash of the core", () => {
  const wasm = new WebAssembly.Module(readFileSync(inject("faultyCore")));

  test("leaves what was shown readable, as stale, until there is an answer; the store is empty", async () => {
    const { client, controller, get, note, runs } = await store({ wasm });
    await controller.setResponse(get, one, { id: "1", title: "a" });
    await controller.setResponse(note, "a", { any: 1 });
    const shown = [controller.view(get, [one]), controller.view(note, ["a"])] as const;
    const before = shown.map((watch) => watch.get());
    const told = shown.map(watched);
    const pending = controller.fetch(get, one);
    await rejection(client.apiRequest({ name: "fault/apply" }));
    expect(((await rejection(pending)) as CrashError).name).toBe("CrashError");
    const check = () => {
      shown.forEach((watch, i) => {
        expect(watch.get()).toMatchObject({ stale: true, expiryStatus: 3, pending: 0 });
        expect(watch.get().data).toBe(before[i]!.data);
      });
      expect(controller.getResponse(get, one)).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
      expect(controller.get(Article, "1")).toBeUndefined();
    };
    check();
    for (const listener of told) expect(listener).toHaveBeenCalled();
    await client.ready;
    check();
    runs[0]!.answer({ id: "1", title: "late" });
    await turn();
    check();
    const read = controller.fetch(get, one);
    expect(shown[0].get()).toMatchObject({ stale: true, pending: 1, data: { title: "a" } });
    runs[1]!.answer({ id: "1", title: "b" });
    await read;
    expect(shown[0].get()).toMatchObject({ stale: false, pending: 0, data: { id: "1", title: "b" } });
    await controller.resetEntireStore();
    expect(shown[1].get().data).toBeUndefined();
  });
});

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ApiError, NetworkError, SchemaError, UsageError, abortReason, endpoint, entity } from "../../src/index.js";
import { holdCore, isPending, rejection, turn, uncaught } from "../harness.js";
import { Article, T, loadingStore, store, watched } from "./store.js";

const one = { id: "1" };

describe("requests", () => {
  test("W18 reads in flight are shared, and give one and the same object; afterwards a fetch asks again", async () => {
    const { controller, get, runs } = await store();
    const asked = [controller.fetch(get, one), controller.fetch(get, one), controller.fetch(get, one)];
    expect(runs).toHaveLength(1);
    runs[0]!.answer({ id: "1", title: "a" });
    const [first, ...others] = await Promise.all(asked);
    expect(first).toEqual({ id: "1", title: "a" });
    for (const other of others) expect(other).toBe(first);
    void controller.fetch(get, one);
    expect(runs).toHaveLength(2);
  });

  test("W19 mutations are not shared", async () => {
    const { controller, update, runs } = await store();
    for (let i = 0; i < 3; i++) void controller.fetch(update, one, { votes: 2 });
    expect(runs).toHaveLength(3);
    expect(runs[0]!.args).toEqual([one, { votes: 2 }]);
  });

  test("W20 a read is fulfilled after its answer is stored, a mutation before", async () => {
    const { controller, get, update, note, runs } = await store();
    const read = controller.fetch(get, one);
    runs[0]!.answer(one);
    await read;
    expect(controller.get(Article, "1")).toEqual(one);
    const changed = controller.fetch(update, { id: "2" });
    runs[1]!.answer({ id: "2" });
    const done = await changed.then(() => "fulfilled");
    expect(done).toBe("fulfilled");
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(controller.get(Article, "2")).toEqual({ id: "2" });
    await controller.setResponse(note, "a", 1);
  });

  test("W20 what is not visible yet when a mutation is fulfilled is seen by those who watch in one piece afterwards", async () => {
    const { controller, update, fetch, runs } = await store();
    const touch = endpoint({ name: "touch", sideEffect: true, fetch });
    for (const asked of [() => controller.fetch(update, one), () => controller.fetch(touch)]) {
      const order: string[] = [];
      const stop = [controller.watch(Article, "1", () => order.push("told")), controller.watch(touch, () => order.push("told"))];
      const answer = { id: "1", title: String(runs.length) };
      const before = JSON.stringify([controller.get(Article, "1"), controller.getResponse(touch).data]);
      const given = asked().then((value) => {
        order.push(JSON.stringify([controller.get(Article, "1"), controller.getResponse(touch).data]) === before ? "old" : "new");
        return value;
      });
      runs.at(-1)!.answer(answer);
      expect(await given).toBe(answer);
      await turn();
      expect(order.filter((entry) => entry !== "told")).toEqual(["old"]);
      expect(order.at(-1)).toBe("told");
      stop.forEach((end) => end());
    }
    expect(controller.getResponse(touch).data).toEqual({ id: "1", title: "1" });
  });

  test("W21 a read gives what is stored, a mutation what it was answered", async () => {
    const { controller, get, update, runs } = await store();
    await controller.set(Article, one, { id: "1", title: "a", votes: 3 });
    const read = controller.fetch(get, one);
    runs[0]!.answer({ id: "1", votes: 4 });
    const data = await read;
    expect(data).toEqual({ id: "1", title: "a", votes: 4 });
    expect(controller.getResponse(get, one).data).toBe(data);
    const answer = { id: "1", votes: 5 };
    const changed = controller.fetch(update, one);
    runs[1]!.answer(answer);
    expect(await changed).toBe(answer);
  });

  test("W22 the error of a read is stored beside its data", async () => {
    const { controller, clock, list, runs } = await store();
    await controller.setResponse(list, [one]);
    clock.now = T + 10;
    const error = new Error("no");
    const read = controller.fetch(list);
    runs[0]!.fail(error);
    expect(await rejection(read)).toBe(error);
    expect(controller.getError(list)).toBe(error);
    expect(controller.getResponse(list)).toEqual({ data: [one], expiryStatus: 3, expiresAt: 1_001_010 });
  });

  test("W23 what throws at once rejects; the next fetch asks again", async () => {
    const { controller, fetch } = await store();
    const error = new Error("no");
    const asked = vi.fn(() => { throw error; });
    const sync = endpoint({ name: "sync", fetch: asked });
    expect(await rejection(controller.fetch(sync))).toBe(error);
    expect(controller.getError(sync)).toBe(error);
    await rejection(controller.fetch(sync));
    expect(asked).toHaveBeenCalledTimes(2);
    const keyless = endpoint({ name: "keyless", key: (): string => { throw error; }, fetch });
    expect(await rejection(controller.fetch(keyless))).toBe(error);
    const wrong = endpoint({ name: "wrong", key: () => 5 as unknown as string, fetch });
    expect(await rejection(controller.fetch(wrong))).toBeInstanceOf(UsageError);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([5, null, "hi", [], {}, true])("W24 %j is no entity", async (answer) => {
    const { controller, get, runs } = await store();
    const read = controller.fetch(get, one);
    runs[0]!.answer(answer);
    const error = (await rejection(read)) as SchemaError;
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ status: 400, endpoint: "get", response: answer });
    expect(controller.getError(get, one)).toBe(error);
    expect(controller.getResponse(get, one).data).toBeUndefined();
  });

  test("W24 neither is what JSON cannot carry", async () => {
    const { controller, get, runs } = await store();
    const read = controller.fetch(get, one);
    runs[0]!.answer({ id: "1", big: 1n });
    expect(await rejection(read)).toBeInstanceOf(SchemaError);
  });

  test("W25 a push settles the request; its late answer goes beneath", async () => {
    const { controller, get, note, runs } = await store();
    const read = controller.fetch(get, one);
    await controller.setResponse(get, one, { id: "1", title: "pushed" });
    expect(await read).toBe(controller.get(Article, "1"));
    runs[0]!.answer({ id: "1", title: "late", extra: 7 });
    await turn();
    expect(controller.get(Article, "1")).toEqual({ id: "1", title: "pushed", extra: 7 });
    const value = { any: "value" };
    const plain = controller.fetch(note, "a");
    await controller.setResponse(note, "a", value);
    expect(await plain).toBe(value);
    runs[1]!.answer("late");
    await turn();
    expect(controller.getResponse(note, "a").data).toBe(value);
  });

  test("W26 an error from outside settles it, too", async () => {
    const { controller, get, runs } = await store();
    const error = new Error("no");
    const read = controller.fetch(get, one);
    await controller.setError(get, one, error);
    expect(await rejection(read)).toBe(error);
    expect(controller.getError(get, one)).toBe(error);
    runs[0]!.fail(new Error("late"));
    await turn();
    expect(controller.getError(get, one)).toBe(error);
    await controller.setResponse(get, one, one);
    expect(controller.getError(get, one)).toBeUndefined();
  });

  test("what is set under the key of a mutation settles no request", async () => {
    const { controller, update, runs } = await store();
    const changed = controller.fetch(update, one);
    await controller.setResponse(update, one, { id: "1", title: "pushed" });
    expect(await isPending(changed)).toBe(true);
    runs[0]!.answer({ id: "1", title: "answered" });
    expect(await changed).toEqual({ id: "1", title: "answered" });
  });

  test("W27 an endpoint that aborts itself leaves no trace", async () => {
    const { controller, get, runs } = await store();
    await controller.setResponse(get, one, one);
    const before = controller.view(get, [one]).get();
    const error = new DOMException("mine", "AbortError");
    const read = controller.fetch(get, one);
    runs[0]!.fail(error);
    expect(await rejection(read)).toBe(error);
    expect(controller.getError(get, one)).toBeUndefined();
    expect(controller.view(get, [one]).get().data).toBe(before.data);
    expect(controller.getResponse(get, one).expiresAt).toBe(1_060_000);
  });

  test.each(["setError", "resolve"] as const)("6.3 an AbortError that is given by %s rejects the read in flight, and is not stored", async (how) => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, one);
    const error = new DOMException("mine", "AbortError");
    const read = rejection(controller.fetch(get, one));
    const { meta } = controller.getState();
    await (how === "setError" ? controller.setError(get, one, error) : controller.resolve(get, { args: [one], response: error, error: true }));
    expect(await read).toBe(error);
    expect(controller.getError(get, one)).toBeUndefined();
    expect(controller.getState().meta).toEqual(meta);
    const again = controller.fetch(get, one);
    expect(await isPending(again)).toBe(true);
  });

  describe("6.5 errorPolicy is asked of every error, also of those that the core makes", () => {
    const thrown = new Error("no");
    const throwing = entity("Throwing", { process: () => { throw thrown; } });
    test.each<[what: string, options: object, answer: unknown]>([
      ["an answer that does not fit", {}, 5],
      ["what a function of a schema throws", { schema: throwing }, one],
      ["what update throws", { update: () => { throw thrown; } }, one],
      ["a timeout", { timeout: 100 }, undefined],
    ])("%s", async (_, options, answer) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: T });
      onTestFinished(() => void vi.useRealTimers());
      const { controller, get, runs } = await store({ now: () => Date.now() });
      await controller.setResponse(get, one, one);
      const errorPolicy = vi.fn(() => "soft" as const);
      const soft = get.extend({ ...options, errorPolicy });
      const told = watched(controller.view(get, [one]));
      const [a, b] = [controller.fetch(soft, one), controller.fetch(soft, one)].map(rejection);
      if (answer !== undefined) runs[0]!.answer(answer);
      else await vi.advanceTimersByTimeAsync(100);
      const error = await a;
      expect(await b).toBe(error);
      expect(errorPolicy.mock.calls).toEqual([[error]]);
      expect(controller.getError(get, one)).toBeUndefined();
      expect(controller.getState().meta[get.key(one)]).toMatchObject({ error, errorPolicy: "soft" });
      expect(controller.view(get, [one]).get().error).toBeNull();
      expect(told).toHaveBeenCalledTimes(2); // it begins, and ends: nothing in between is seen
      const hard = rejection(controller.fetch(soft.extend({ errorPolicy: () => { throw new Error("policy"); } }), one));
      if (answer !== undefined) runs[1]!.answer(answer);
      else await vi.advanceTimersByTimeAsync(100);
      const second = await hard;
      expect(controller.getError(get, one)).toBe(second);
    });

    test("of an optimistic response that cannot be made", async () => {
      const { controller, update, runs } = await store();
      const soft = update.extend({ errorPolicy: () => "soft" as const, getOptimisticResponse: () => { throw thrown; } });
      expect(await rejection(controller.fetch(soft, one, {}))).toBe(thrown);
      expect(runs).toHaveLength(0);
      expect(controller.getState().meta[update.key(one, {})]).toMatchObject({ error: thrown, errorPolicy: "soft" });
    });
  });

  test("W28 one of two who share a read leaves", async () => {
    const { controller, get, runs } = await store();
    const leave = new AbortController();
    const left = get.extend({ signal: leave.signal });
    const a = controller.fetch(left, one);
    const b = controller.fetch(get, one);
    expect(runs).toHaveLength(1);
    leave.abort();
    expect(abortReason(await rejection(a))).toBe("aborted");
    expect(runs[0]!.signal.aborted).toBe(false);
    runs[0]!.answer(one);
    expect(await b).toEqual(one);
    const late = controller.fetch(left, one);
    expect(abortReason(await rejection(late))).toBe("aborted");
    expect(runs).toHaveLength(1);
  });

  test("W28 the last one to leave ends the request; a signal of a mutation ends that mutation", async () => {
    const { controller, get, update, runs } = await store();
    for (const asked of [get, update] as const) {
      const leave = new AbortController();
      const left = asked.extend({ signal: leave.signal });
      const promise = controller.fetch(left, one);
      leave.abort();
      expect(abortReason(await rejection(promise))).toBe("aborted");
      expect(runs.at(-1)!.signal.aborted).toBe(true);
      runs.at(-1)!.answer(one);
      await turn();
      expect(controller.get(Article, "1")).toBeUndefined();
    }
  });

  test("W29 aborting a key ends it for all; its late answer writes nothing", async () => {
    const { controller, get, runs } = await store();
    const caught = uncaught();
    const shared = [controller.fetch(get, one), controller.fetch(get, one)];
    const held = Promise.allSettled(shared);
    await controller.abort(get, one);
    for (const result of await held) expect(abortReason((result as PromiseRejectedResult).reason)).toBe("aborted");
    expect(runs[0]!.signal.aborted).toBe(true);
    runs[0]!.answer(one);
    await turn();
    expect(controller.get(Article, "1")).toBeUndefined();
    void controller.fetch(get, one);
    expect(runs).toHaveLength(2);
    await controller.abort(get, one);
    await controller.abort(get, { id: "other" });
    await controller.abort(get, null);
    await turn();
    expect(caught).toEqual([]);
  });
});

describe("answers over HTTP", () => {
  const article = endpoint({ path: "/article/:id", schema: Article });
  const asked = async () => {
    const made = await store();
    const promise = made.controller.fetch(article, one);
    await turn();
    return { ...made, promise, call: made.network.last };
  };

  test("W48 with an empty body are no entity", async () => {
    const { promise, call } = await asked();
    call.text("", "application/json");
    expect(await rejection(promise)).toMatchObject({ name: "SchemaError", status: 400 });
  });

  test("W48 that are html are an ApiError with status 404", async () => {
    const { promise, call } = await asked();
    call.text("<p>", "text/html");
    const error = await rejection(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 404, code: "api.invalidResponse" });
  });

  test("W48 with broken JSON are an ApiError with status 400", async () => {
    const { promise, call } = await asked();
    call.text("{", "application/json");
    expect(await rejection(promise)).toMatchObject({ name: "ApiError", status: 400, code: "api.invalidResponse", data: "{" });
  });

  test("W48 that fail where another attempt may succeed do not hide what is stored; others do not hide it from reading", async () => {
    const { controller, network, promise, call } = await asked();
    call.answer({ id: "1", title: "a" });
    expect(await promise).toEqual({ id: "1", title: "a" });
    for (const [end, kind, shown] of [
      [() => network.last.refuse(503, "busy", "busy"), ApiError, false],
      [() => network.last.fail(new TypeError("offline")), NetworkError, false],
      [() => network.last.refuse(403, "no", "no"), ApiError, true],
    ] as const) {
      const again = controller.fetch(article, one);
      await turn();
      end();
      const error = await rejection(again);
      expect(error).toBeInstanceOf(kind);
      expect(controller.getError(article, one)).toBe(shown ? error : undefined);
      expect(controller.getResponse(article, one)).toMatchObject({ data: { id: "1", title: "a" }, expiryStatus: 3 });
    }
  });

  test.each([["a schema", Article], ["no schema", undefined]])("8.5 of a route by name count as those to apiRequest, with %s", async (_, schema) => {
    const { client, controller, network } = await store();
    const named = endpoint({ name: "named", schema });
    for (const [text, type] of [["hi", "text/plain"], ["{", "application/json"]] as const) {
      const errors = [controller.fetch(named, one), client.apiRequest({ name: "named", data: one })].map(rejection);
      for (const call of network.calls.slice(-2)) call.text(text, type, { status: 201 });
      const [error, expected] = await Promise.all(errors);
      expect(error).toBeInstanceOf(ApiError);
      expect({ ...(error as object) }).toEqual({ ...(expected as object) });
      expect(error).toMatchObject({ code: "api.invalidResponse", status: 201, data: text });
    }
  });

  test("are the same for one who shares the read without a schema", async () => {
    const { controller, promise, call } = await asked();
    const unread = endpoint({ path: "/article/:id" });
    const plain = controller.fetch(unread, one);
    call.answer({ id: "1", title: "a" });
    await promise;
    expect(await plain).toEqual({ id: "1", title: "a" });
  });
});

describe("a timeout of a request that waits for the core", () => {
  test("counts from the call", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: T });
    const held = holdCore();
    const { client, controller, get, list, runs } = loadingStore({ now: () => Date.now(), timeout: 100 });
    const own = get.extend({ timeout: 50 });
    const [a, b] = [controller.fetch(own, one), controller.fetch(list)];
    vi.advanceTimersByTime(49);
    expect(await isPending(a)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await rejection(a)).toMatchObject({ name: "TimeoutError", timeout: 50, request: { name: "get" } });
    held.start();
    await client.ready;
    expect(runs.map(({ args }) => args)).toEqual([[]]);
    vi.advanceTimersByTime(49);
    expect(await isPending(b)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await rejection(b)).toMatchObject({ name: "TimeoutError", timeout: 100 });
    expect(runs[0]!.signal.aborted).toBe(true);
    vi.useRealTimers();
  });
});

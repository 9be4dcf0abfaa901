import { describe, expect, test, vi } from "vitest";
import { ApiError, UsageError, createClient, endpoint } from "../../src/index.js";
import { isPending, rejection, setup, turn, uncaught, wasm } from "../harness.js";
import { Article, T, User, store, watched } from "./store.js";

const one = { id: "1" };

describe("client.watch", () => {
  test("11.7 a snapshot of an endpoint has all members, before, meanwhile and after", async () => {
    const s = await store();
    const watch = s.client.watch(s.get, one);
    const told = watched(watch);
    const nothing = { data: undefined, error: null, loading: false, pending: 0, pristine: true, stale: true, expiryStatus: 2, expiresAt: 1, fetchedAt: 0, downloadProgress: null, uploadProgress: null };
    expect(watch.get()).toEqual(nothing);
    expect(Object.isFrozen(watch.get())).toBe(true);
    expect(watch.get()).toBe(watch.get());
    const answer = s.controller.fetch(s.get, one);
    expect(watch.get()).toEqual({ ...nothing, loading: true, pending: 1, pristine: false });
    s.clock.now = T + 3;
    s.last.answer({ id: "1" });
    expect(await answer).toBe(watch.get().data);
    expect(watch.get()).toEqual({ ...nothing, data: { id: "1" }, pristine: false, stale: false, expiryStatus: 3, expiresAt: T + 60_003, fetchedAt: T });
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("11.7 a schema is looked up like get", async () => {
    const { client, controller } = await store();
    const watch = client.watch(User, { username: "bob" });
    const told = watched(watch);
    expect(watch.get().data).toBeUndefined();
    await controller.set(User, "1", { id: "1", username: "bob" });
    expect(watch.get().data).toBe(controller.get(User, "1"));
    expect(told).toHaveBeenCalledTimes(1);
    await controller.set(Article, "1", { id: "1" });
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("11.7 unsubscribe may be called twice, also inside the listener; after it no call comes", async () => {
    const { client, controller, get } = await store();
    const watch = client.watch(get, one);
    const told = vi.fn(() => {
      end();
      end();
    });
    const end = watch.subscribe(told);
    const other = watched(watch);
    await controller.setResponse(get, one, { id: "1" });
    await controller.setResponse(get, one, { id: "1", votes: 1 });
    expect(told).toHaveBeenCalledTimes(1);
    expect(other).toHaveBeenCalledTimes(2);
  });

  test("5.9 a listener that throws is reported, the others are called", async () => {
    const { client, controller, get } = await store();
    const caught = uncaught();
    const watch = client.watch(get, one);
    const leave = watch.subscribe(() => {
      throw new Error("no");
    });
    const other = watched(watch);
    await controller.setResponse(get, one, { id: "1" });
    await turn();
    leave();
    expect(other).toHaveBeenCalledTimes(1);
    expect(caught).toEqual([new Error("no")]);
  });

  test("an error, null args, and what a request is named by", async () => {
    const { client, controller, get } = await store();
    const error = new Error("no");
    await controller.setError(get, one, error);
    expect(client.watch(get, one).get()).toMatchObject({ data: undefined, error, expiryStatus: 2, pristine: false });
    expect(client.watch(get, null).get()).toMatchObject({ data: undefined, error: null, expiryStatus: 3, expiresAt: Infinity });
    expect(client.watch("getUser").get()).toBe(client.watch({ type: "getUser" }).get());
  });
});

describe("client.allSettled", () => {
  test("decisions 1.12 waits for endpoints too, and for what they answered to be seen", async () => {
    const s = await store();
    await s.client.allSettled();
    void s.controller.fetch(s.get, one);
    void s.controller.fetch(s.update, { id: "2" });
    const settled = s.client.allSettled();
    s.runs[0]!.answer({ id: "1" });
    expect(await isPending(settled)).toBe(true);
    s.runs[1]!.answer({ id: "2" });
    await settled;
    expect(s.controller.get(Article, "1")).toBeDefined();
    expect(s.controller.get(Article, "2")).toBeDefined();
  });
});

describe("option maxResponseBytes", () => {
  const item = endpoint({ method: "GET", path: "http://host/item", schema: Article });
  const plain = endpoint({ method: "GET", path: "http://host/plain" });
  const big = JSON.stringify({ id: "1", title: "x".repeat(1000) });
  const answers = (headers: Record<string, string>) => async () => new Response(big, { headers: { "content-type": "application/json", ...headers } });

  test.each([["by its header", { "content-length": "1001" }], ["when it has come", {}]])("an answer beyond it is an ApiError: %s", async (_, headers: Record<string, string>) => {
    const { client } = setup({ baseUrl: "http://host/api", maxResponseBytes: 1000, fetch: answers(headers) });
    await client.ready;
    const { controller } = client;
    for (const [name, failed] of [
      ["GET http://host/item", rejection(controller.fetch(item))],
      ["GET http://host/plain", rejection(controller.fetch(plain))],
      ["getUser", rejection(client.apiRequest({ name: "getUser" }))],
    ] as const) {
      const error = (await failed) as ApiError;
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ code: "api.responseTooLarge", status: 413, params: { limit: 1000 } });
      expect(name).toContain(error.request.name.replace("GET ", ""));
    }
    expect(controller.get(Article, "1")).toBeUndefined();
    expect(controller.getError(item)).toBeInstanceOf(ApiError);
  });

  test("one of just that size is taken", async () => {
    const { client } = setup({ maxResponseBytes: big.length, fetch: answers({ "content-length": String(big.length) }) });
    await client.ready;
    expect(await client.controller.fetch(item)).toMatchObject({ id: "1" });
  });

  test.each([-1, NaN, "1"])("%j is refused", (maxResponseBytes) => {
    expect(() => createClient({ wasm, maxResponseBytes: maxResponseBytes as number })).toThrow(UsageError);
  });
});

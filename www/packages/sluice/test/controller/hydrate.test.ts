import { describe, expect, test } from "vitest";
import { ApiError, Delete, NetworkError, UsageError, endpoint } from "../../src/index.js";
import { isPending, loading, rejection } from "../harness.js";
import { Article, Post, T, User, loadingStore, store, todoList, todos, watched, type Store } from "./store.js";

const one = { id: "1" };

/** A page that has what a server knows. */
async function page(server: Store, now = T): Promise<Store> {
  const made = await store();
  made.clock.now = now;
  await made.client.hydrate(server.client.dehydrate());
  return made;
}

describe("dehydrate and hydrate", () => {
  test("15.3 all reads answer as on the server", async () => {
    const server = await store();
    const { controller, get, list, note } = server;
    await controller.setResponse(list, [{ id: "1", title: "a" }, { id: "2" }]);
    await controller.setResponse(todos, { group: "a" }, [{ id: "5" }]);
    await controller.setResponse(note, "a", { text: ["x", 1, null] });
    await controller.set(Post, "p", { id: "p", author: { id: "u", username: "bob" } });
    await controller.setResponse(get, one, { id: "1", votes: 3 });
    await controller.invalidate(list);
    const { controller: c, client } = await page(server);
    expect(c.getResponse(get, one)).toEqual(controller.getResponse(get, one));
    expect(c.getResponse(list)).toEqual(controller.getResponse(list));
    expect(c.getResponse(note, "a")).toEqual({ data: { text: ["x", 1, null] }, expiryStatus: 3, expiresAt: 1_060_000 });
    expect(c.get(User, { username: "bob" })).toEqual({ id: "u", username: "bob" });
    expect(c.get(Post, "p")).toEqual({ id: "p", author: { id: "u", username: "bob" } });
    expect(c.get(todoList, { group: "a" })).toEqual([{ id: "5" }]);
    expect(client.watch(get, one).get()).toMatchObject({ pristine: false, stale: false, fetchedAt: T });
    expect(client.watch(note, "a").get()).toMatchObject({ pristine: false, data: { text: ["x", 1, null] } });
  });

  test("15.1 the text can stand in a script element", async () => {
    const server = await store();
    const text = "</script><!-- & \u2028\u2029";
    await server.controller.setResponse(server.get, one, { id: "1", title: text });
    await server.controller.setResponse(server.note, text, text);
    await server.controller.setError(server.note, "b", new Error(text));
    expect(server.client.dehydrate()).not.toMatch(/[<>&\u2028\u2029]/);
    const { controller } = await page(server);
    expect(controller.get(Article, "1")?.title).toBe(text);
    expect(controller.getResponse(server.note, text).data).toBe(text);
    expect(controller.getError(server.note, "b")).toEqual(new Error(text));
  });

  test("15.2 errors come back as Error, with name, message, status and what JSON carries", async () => {
    const server = await store();
    const error = new ApiError("gone", { code: "http.410", status: 410, params: { a: 1 }, data: undefined, request: { name: "get", data: one } });
    Object.assign(error, { at: new Date(0), big: 1n });
    await server.controller.setError(server.get, one, error);
    await server.controller.setError(server.note, "a", "text");
    await server.controller.setError(server.note, "b", { status: 401 });
    const { controller } = await page(server);
    const back = controller.getError(server.get, one) as ApiError;
    expect(back).toBeInstanceOf(Error);
    expect({ ...back, message: back.message }).toEqual({ name: "ApiError", message: "gone", code: "http.410", status: 410, params: { a: 1 }, request: { name: "get", data: one } });
    expect(controller.getError(server.note, "a")).toEqual(new Error("text"));
    expect(controller.getError(server.note, "b")).toMatchObject({ status: 401 });
  });

  test("15.2 a soft error stays hidden behind data, and a policy is carried", async () => {
    const server = await store();
    const soft = endpoint({ name: "soft", path: "/soft" });
    await server.controller.setResponse(soft, 7);
    await server.controller.setError(soft, new NetworkError({ name: "soft" }, undefined));
    const { controller } = await page(server);
    expect(controller.getError(soft)).toBeUndefined();
    expect(controller.getResponse(soft).data).toBe(7);
    await controller.invalidate(soft);
  });

  test("15.2 values that JSON does not carry are left out, and so is what is only shown", async () => {
    const server = await store();
    const { controller, note, update } = server;
    await controller.setResponse(note, "date", new Date(0));
    await controller.setResponse(note, "none", undefined);
    await controller.setResponse(note, "big", { n: 1n });
    await controller.setResponse(note, "zero", 0);
    const vote = update.extend({ getOptimisticResponse: () => ({ id: "1", votes: 9 }) });
    void controller.fetch(vote, one).catch(() => {});
    const { controller: c } = await page(server);
    for (const key of ["date", "none", "big"]) expect(c.getResponse(note, key)).toEqual({ data: undefined, expiryStatus: 1, expiresAt: 0 });
    expect(c.getResponse(note, "zero").data).toBe(0);
    expect(c.get(Article, "1")).toBeUndefined();
  });

  test("15.2 INVALID and Infinity come over", async () => {
    const server = await store();
    const { controller, list, fetch } = server;
    const forever = endpoint({ name: "forever", schema: [Article], dataExpiryLength: Infinity, fetch });
    await controller.setResponse(forever, [{ id: "1" }, { id: "2" }]);
    await controller.setResponse(list, [{ id: "1" }, { id: "3" }]);
    await controller.set(Delete(Article), "3", { id: "3" });
    const { controller: c } = await page(server);
    expect(c.getResponse(forever)).toEqual({ data: [{ id: "1" }, { id: "2" }], expiryStatus: 3, expiresAt: Infinity });
    expect(c.getResponse(list).data).toEqual([{ id: "1" }]);
    expect(c.getResponse(server.get, { id: "3" })).toMatchObject({ data: undefined, expiryStatus: 1 });
  });

  test("15.3 times ahead of the page's clock count as now, and expire that much sooner", async () => {
    const server = await store();
    await server.controller.setResponse(server.get, one, { id: "1" });
    const { client, controller } = await page(server, T - 500);
    expect(controller.getResponse(server.get, one).expiresAt).toBe(1_060_000 - 500);
    expect(client.watch(server.get, one).get().fetchedAt).toBe(T - 500);
  });

  test("15.3 what the page has with a later time stays; the order of writes goes on", async () => {
    const server = await store();
    await server.controller.setResponse(server.get, one, { id: "1", title: "server" });
    await server.controller.setResponse(server.note, "a", "server");
    const made = await store();
    made.clock.now = T + 10;
    await made.controller.setResponse(made.get, one, { id: "1", title: "page" });
    await made.controller.setResponse(made.note, "a", "page");
    await made.client.hydrate(server.client.dehydrate());
    expect(made.controller.getResponse(made.get, one).data).toEqual({ id: "1", title: "page" });
    expect(made.controller.getResponse(made.note, "a").data).toBe("page");

    for (let i = 0; i < 50; i++) await server.controller.set(Article, "2", { id: "2", title: String(i) });
    const late = await page(server);
    await late.controller.set(Article, "2", { id: "2", title: "next" });
    expect(late.controller.get(Article, "2")?.title).toBe("next");
  });

  test("what is watched is told, and keeps being told", async () => {
    const server = await store();
    await server.controller.setResponse(server.get, one, { id: "1", title: "a" });
    const made = await store();
    const watch = made.client.watch(made.get, one);
    const told = watched(watch);
    await made.client.hydrate(server.client.dehydrate());
    expect(told).toHaveBeenCalledTimes(1);
    expect(watch.get().data).toEqual({ id: "1", title: "a" });
    await made.controller.set(Article, "1", { id: "1", title: "b" });
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("decisions 1.4 it can be called before the core is there: then everything is when it is ready", async () => {
    const server = await store();
    await server.controller.setResponse(server.get, one, { id: "1" });
    const text = server.client.dehydrate();
    const { core } = loading();
    const { controller, client } = loadingStore();
    const done = client.hydrate(text);
    expect(await isPending(done)).toBe(true);
    expect(client.dehydrate()).toBe("");
    core.start();
    await client.ready;
    expect(controller.getResponse(server.get, one).data).toEqual({ id: "1" });
    await done;
  });

  test("a text that is none is refused; an empty one adds nothing", async () => {
    const { client } = await store();
    expect(await rejection(client.hydrate("{}"))).toBeInstanceOf(UsageError);
    expect(await rejection(client.hydrate("<html>"))).toBeInstanceOf(UsageError);
    await client.hydrate("");
    await client.hydrate((await store()).client.dehydrate());
  });
});

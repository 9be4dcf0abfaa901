import { describe, expect, onTestFinished, test } from "vitest";
import { ApiError, NetworkError, TimeoutError, endpoint, entity } from "../../src/index.js";
import { createTestClient, type TestClient, type TestOptions } from "../../src/testing.js";
import { isPending, rejection, wasm } from "../harness.js";

const Article = entity("Article");
const put = endpoint({ method: "PUT", path: "/articles/:id/x/y" });
const remove = endpoint({ method: "DELETE", path: "/articles/aXb" });
const post = endpoint({ method: "POST", path: "https://other.example/v2/x" });
const getArticle = endpoint({ path: "/articles/:id", schema: Article });

function made(options: TestOptions = {}): TestClient {
  const test = createTestClient({ wasm, ...options });
  onTestFinished(() => test.client.close());
  return test;
}

describe("routes", () => {
  test.each([
    ["a value", { id: 1 }],
    ["a function of the body", (data: unknown) => ({ got: data })],
    ["a promise", async (data: unknown) => ({ got: data })],
    ["a response", Response.json({ id: 2 }, { status: 201 })],
  ])("answer a named request by %s", async (_, route) => {
    const { client, network } = made({ routes: { getUser: route } });
    const expected = typeof route === "function" ? { got: { id: 7 } } : route instanceof Response ? { id: 2 } : route;
    expect(await client.apiRequest({ name: "getUser", data: { id: 7 } })).toEqual(expected);
    expect(await client.apiRequest({ name: "getUser", data: { id: 7 } })).toEqual(expected);
    expect(network.calls.map(({ name, method, url, data, settled }) => [name, method, url, data, settled])).toEqual([
      ["getUser", "POST", "/api/getUser", { id: 7 }, true],
      ["getUser", "POST", "/api/getUser", { id: 7 }, true],
    ]);
  });

  test("answer endpoints by method and path, with the parameters of path and query", async () => {
    const seen: unknown[] = [];
    const note = (data: unknown, params: unknown) => {
      seen.push([data, params]);
      return { id: "5", title: "five" };
    };
    const { client } = made({ routes: { "GET /articles/:id": note, "PUT /articles/:id{/*rest}": note, "DELETE /articles/a.b": note } });
    const { controller } = client;
    expect(await controller.fetch(getArticle, { id: "a/b", page: 2 })).toEqual({ id: "5", title: "five" });
    await controller.fetch(put, { id: 1 }, { title: "t" });
    const pending = controller.fetch(remove);
    expect(await isPending(pending)).toBe(true);
    expect(seen).toEqual([
      [undefined, { page: "2", id: "a/b" }],
      [{ title: "t" }, { id: "1", rest: "x/y" }],
    ]);
  });

  test("a name goes before paths, and the base address is no part of them", async () => {
    const routes = { "POST https://:host/v2/:name": "other", "POST /v1/:name": "path", getUser: "name", "GET /articles/:id": { id: "1" } };
    const { client } = made({ baseUrl: "https://host.example/v1/", routes });
    expect(await client.apiRequest({ name: "getUser" })).toBe("name");
    expect(await client.controller.fetch(post, {})).toBe("other");
    expect(await client.controller.fetch(getArticle, { id: "1" })).toEqual({ id: "1" });
  });

  test("what a route throws means that no answer comes", async () => {
    const cause = new Error("cut");
    const { client } = made({ routes: { getUser: () => { throw cause; } } });
    const error = await rejection(client.apiRequest({ name: "getUser" }));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ cause });
  });
});

describe("the network", () => {
  test("keeps what has no route until it is answered", async () => {
    const { client, network } = made();
    const first = client.apiRequest({ name: "getUser", data: { name: "Ann" } });
    await client.ready;
    expect(network.calls).toMatchObject([{ name: "getUser", data: { name: "Ann" }, settled: false }]);
    await network.answer(network.calls[0]!, 200, { id: 1 });
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: { id: 1 }, loading: false });
    expect(await first).toEqual({ id: 1 });
    expect(network.calls[0]!.settled).toBe(true);
  });

  test("refuses, fails and shows what was aborted", async () => {
    const { client, network } = made();
    await client.ready;
    const refused = rejection(client.apiRequest({ name: "addA" }));
    const failed = rejection(client.apiRequest({ name: "addB" }));
    const empty = client.apiRequest({ name: "addC" });
    void rejection(client.apiRequest({ name: "addD" }));
    await network.answer(network.calls[0]!, 404, { error: { code: "user.unknown", message: "no" } });
    await network.fail(network.calls[1]!, "why");
    await network.answer(network.calls[2]!, 204);
    client.abortRequests(["addD"]);
    expect(await refused).toBeInstanceOf(ApiError);
    expect(await refused).toMatchObject({ status: 404, code: "user.unknown" });
    expect(await failed).toMatchObject({ name: "NetworkError", cause: "why" });
    expect(await empty).toBeNull();
    expect(network.calls[3]).toMatchObject({ settled: true, signal: { aborted: true } });
    expect(await rejection(network.answer(network.calls[3]!, 200, 1))).toMatchObject({ name: "UsageError" });
  });
});

describe("the clock", () => {
  test("stands still until it is told to go on: a timeout comes at its time", async () => {
    const { client, clock, network } = made({ timeout: 500, now: 1_000_000 });
    const error = rejection(client.apiRequest({ name: "addUser" }));
    await clock.tick(499);
    expect(clock.now).toBe(1_000_499);
    expect(network.calls[0]!.settled).toBe(false);
    await clock.tick(1);
    expect(await error).toBeInstanceOf(TimeoutError);
    expect(network.calls[0]!.settled).toBe(true);
  });

  test("is the one that data expires by", async () => {
    const { client, clock } = made({ routes: { "GET /articles/:id": { id: "1" } } });
    const { controller } = client;
    await controller.fetch(getArticle, { id: "1" });
    expect(controller.getResponse(getArticle, { id: "1" }).expiresAt).toBe(clock.now + 60_000);
    await clock.tick(60_000);
    expect(controller.fetchIfStale(getArticle, { id: "1" })).toEqual({ id: "1" });
    await clock.tick(1);
    expect(controller.fetchIfStale(getArticle, { id: "1" })).toBeInstanceOf(Promise);
  });

  test("two ticks that overlap add up", async () => {
    const { clock, client } = made({ now: 5 });
    await client.ready;
    await Promise.all([clock.tick(10), clock.tick(20)]);
    expect(clock.now).toBe(35);
  });
});

import { beforeEach, describe, expect, test, vi } from "vitest";
import { rejection, turn, wasm } from "../harness.js";
import { Network } from "../network.js";
import type { ClientOptions } from "../../src/index.js";

type Package = typeof import("../../src/index.js");

/** The package as a page has it that has just been opened. */
let fresh: Package;
let network: Network;

beforeEach(async () => {
  vi.resetModules();
  fresh = await import("../../src/index.js");
  await import("../../src/running.js");
  network = new Network();
});

/** Sets the options of the default client, which is then there. */
async function begin(options: ClientOptions = {}) {
  fresh.configure({ wasm, fetch: network.fetch, ...options });
  const { defaultClient } = await import("../../src/default-client.js");
  const client = defaultClient();
  await client.ready;
  return client;
}

/** The same, and what its functions were told. */
async function told(options: ClientOptions = {}) {
  const seen: unknown[] = [];
  const client = await begin({
    onRequest: (request, { type }) => void seen.push(["onRequest", type, request]),
    onSuccess: ({ data }, { type }) => void seen.push(["onSuccess", type, data]),
    onError: (error, { type }) => {
      seen.push(["onError", type, error]);
      throw error;
    },
    onAbort: ({ type }) => void seen.push(["onAbort", type]),
    ...options,
  });
  return { client, seen };
}

describe("a call of an endpoint without an own function", () => {
  test("goes by the default client: its address, headers and credentials", async () => {
    await begin({ baseUrl: "https://host.example/v1", headers: { "x-a": "1" }, credentials: "include" });
    const answer = fresh.endpoint({ name: "getUser", headers: { "x-b": "2" } })({ id: 1 });
    await turn();
    const { url, headers, init, data } = network.last;
    expect([url, headers.get("x-a"), headers.get("x-b"), init.credentials, data]).toEqual(["https://host.example/v1/getUser", "1", "2", "include", { id: 1 }]);
    network.last.answer({ id: 1, name: "Ada" });
    expect(await answer).toEqual({ id: 1, name: "Ada" });
  });

  test("makes that client, which may still be loading", async () => {
    fresh.configure({ wasm, fetch: network.fetch });
    const answer = fresh.endpoint({ path: "/users/:id" })({ id: 7 });
    await vi.waitFor(() => expect(network.calls).toHaveLength(1), { timeout: 10_000 }); // a core has to start
    expect([network.last.init.method, network.last.url]).toEqual(["GET", "/users/7"]);
    network.last.answer([7]);
    expect(await answer).toEqual([7]);
  });

  test("goes through the client's functions, which see the request and the answer", async () => {
    const { seen } = await told();
    const answer = fresh.endpoint({ path: "/users/:id", method: "PUT" })({ id: 7 }, { name: "Ada" });
    await turn();
    network.last.answer({ ok: true });
    await answer;
    const request = { method: "PUT", url: "/users/7", data: { name: "Ada" }, headers: undefined };
    expect(seen).toEqual([["onRequest", "/users/:id", request], ["onSuccess", "/users/:id", { ok: true }]]);
  });

  test("onRequest may change it, onSuccess its answer", async () => {
    await begin({
      onRequest: (request) => ({ ...(request as object), headers: { "x-token": "t" }, data: { id: 2 } }),
      onSuccess: async (response) => ({ data: [response.data, response.status] }),
    });
    const answer = fresh.endpoint({ name: "getUser" })({ id: 1 });
    await turn();
    expect([network.last.headers.get("x-token"), network.last.data]).toEqual(["t", { id: 2 }]);
    network.last.answer("a");
    expect(await answer).toEqual(["a", 200]);
  });

  test("rejects with what the server refuses it with, which onError is told", async () => {
    const { seen } = await told();
    const answer = rejection(fresh.endpoint({ name: "getUser" })({ id: 1 }));
    await turn();
    network.last.refuse(404, "user.unknown", "no");
    const error = await answer;
    expect(error).toBeInstanceOf(fresh.ApiError);
    expect(error).toMatchObject({ status: 404, code: "user.unknown", request: { name: "getUser", data: { id: 1 } } });
    expect(seen.at(-1)).toEqual(["onError", "getUser", error]);
  });

  test("onError may mend it, by repeating the request", async () => {
    let refused = 0;
    const save = () => fresh.endpoint({ name: "saveUser", sideEffect: true })({ id: 1 });
    await begin({ onError: async () => (++refused === 1 ? { data: await save() } : undefined) });
    const answer = save();
    await turn();
    network.last.refuse(401, "auth.expired", "log in");
    await vi.waitFor(() => expect(network.calls).toHaveLength(2));
    network.last.answer("saved");
    expect(await answer).toBe("saved");
  });

  test("no answer, an answer that is none, and one that is too long are errors of their kinds", async () => {
    await begin({ maxResponseBytes: 10 });
    const get = fresh.endpoint({ name: "getUser" });
    const failed = async (answer: () => void) => {
      const error = rejection(get());
      await turn();
      answer();
      return error;
    };
    expect(await failed(() => network.last.fail(new TypeError("no network")))).toBeInstanceOf(fresh.NetworkError);
    expect(await failed(() => network.last.text("<p>", "text/html", {}))).toMatchObject({ code: "api.invalidResponse", status: 200, data: "<p>" });
    expect(await failed(() => network.last.answer("0123456789abc"))).toMatchObject({ code: "api.responseTooLarge" });
    expect(await rejection(fresh.endpoint({ path: "/a/:id" })({} as never))).toBeInstanceOf(fresh.UsageError);
  });

  test("what cannot be sent is a UsageError, also of the store's requests", async () => {
    const client = await begin();
    const wrong = fresh.endpoint({ name: "getUser", headers: { "a b": "1" } });
    for (const call of [wrong(), client.controller.fetch(wrong)]) expect(await rejection(call)).toBeInstanceOf(fresh.UsageError);
    expect(network.calls).toHaveLength(0);
  });

  test("a schema changes nothing: an answer that it does not fit is given, one that is no JSON is none", async () => {
    await begin();
    const schema = fresh.entity("User");
    const odd = { when: new Map([[1, 2n]]) };
    const answers = [fresh.endpoint({ name: "getUser", schema })(), fresh.endpoint({ name: "saveUser", schema, sideEffect: true, process: () => odd })()];
    const broken = rejection(fresh.endpoint({ name: "getThing", schema })());
    await turn();
    network.calls[0]!.answer([{ no: "pk" }]);
    network.calls[1]!.answer(1);
    network.calls[2]!.text('{"id":', "application/json");
    expect(await Promise.all(answers)).toEqual([[{ no: "pk" }], odd]);
    expect(await broken).toMatchObject({ name: "ApiError", code: "api.invalidResponse" });
  });

  test.each([undefined, "text"] as const)("a body that breaks off is no answer, read as %s", async (content) => {
    const client = await begin();
    const entity = fresh.entity("User");
    const options = { ...(content && { content }), ...(!content && { schema: entity }) };
    const direct = rejection(fresh.endpoint({ name: "getUser", ...options })());
    const stored = rejection(client.controller.fetch(fresh.endpoint({ name: "getOther", ...options })));
    await turn();
    for (const call of network.calls) {
      const body = new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
      call.respond(new Response(body, { headers: { "content-type": "application/json" } }));
    }
    for (const error of [await direct, await stored]) expect(error).toMatchObject({ name: "NetworkError", cause: { message: "terminated" } });
  });

  test("gives what process and the kind of content make of the answer", async () => {
    await begin();
    const all = [
      fresh.endpoint({ name: "getUser", process: (value: { name: string }, { id }: { id: number }) => [id, value.name] })({ id: 1 }),
      fresh.endpoint({ path: "/a", content: "text" })(),
      fresh.endpoint({ name: "getSchema", schema: fresh.entity("User") })({ id: 1 }),
    ];
    await turn();
    for (const call of network.calls) call.answer({ id: 1, name: "Ada" });
    expect(await Promise.all(all)).toEqual([[1, "Ada"], '{"id":1,"name":"Ada"}', { id: 1, name: "Ada" }]);
  });

  test("its timeout, else the client's, ends it with a TimeoutError, which onError is told", async () => {
    const { seen } = await told({ timeout: 20 });
    const errors = await Promise.all([rejection(fresh.endpoint({ name: "getUser" })()), rejection(fresh.endpoint({ name: "getThing", timeout: 10 })())]);
    expect(errors).toMatchObject([{ timeout: 20 }, { timeout: 10 }]);
    for (const error of errors) expect(error).toBeInstanceOf(fresh.TimeoutError);
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(seen.slice(-2)).toEqual(expect.arrayContaining([["onError", "getThing", errors[1]], ["onError", "getUser", errors[0]]]));
  });

  test("its signal aborts it; onAbort is told", async () => {
    const { seen } = await told();
    const controller = new AbortController();
    const get = fresh.endpoint({ name: "getUser", signal: controller.signal });
    const answer = rejection(get());
    await turn();
    controller.abort();
    expect(fresh.abortReason(await answer)).toBe("aborted");
    expect(network.last.aborted).toBe(true);
    expect(seen.at(-1)).toEqual(["onAbort", "getUser"]);
    expect(fresh.abortReason(await rejection(get()))).toBe("aborted");
    expect(network.calls).toHaveLength(1);
  });

  test("is sent again as the retry of the endpoint says, if it is a read", async () => {
    await begin();
    const retry = { attempts: 2, delay: 1 };
    const read = fresh.endpoint({ name: "getUser", retry })();
    const write = rejection(fresh.endpoint({ name: "saveUser", retry, sideEffect: true })());
    await turn();
    for (const call of network.calls) call.refuse(503, "no", "later");
    expect(await write).toMatchObject({ status: 503 });
    await vi.waitFor(() => expect(network.calls).toHaveLength(3));
    network.last.answer("Ada");
    expect(await read).toBe("Ada");
  });

  test("counts for the concurrency of the origin that it goes to", async () => {
    await begin({ concurrency: 1, baseUrl: "https://a.example/api" });
    const here = fresh.endpoint({ name: "getHere" });
    const there = fresh.endpoint({ path: "https://b.example/there" });
    const all = Promise.all([here(), there(), there(), here()]);
    await turn();
    expect(network.calls.map(({ url }) => url)).toEqual(["https://a.example/api/getHere", "https://b.example/there"]);
    network.calls[1]!.answer(2);
    await turn();
    expect(network.calls).toHaveLength(3);
    for (const n of [0, 2]) network.calls[n]!.answer(n);
    await turn();
    network.last.answer(3);
    expect(await all).toEqual([0, 2, 2, 3]);
  });

  test("is none of the client's named requests, and leaves nothing in the store", async () => {
    const client = await begin();
    const User = fresh.entity("User");
    const getUser = fresh.endpoint({ name: "getUser", schema: User });
    const state = client.controller.getState();
    const first = getUser({ id: 1 });
    const second = getUser({ id: 2 });
    await turn();
    expect(await client.joinRequest("getUser")).toBeNull();
    expect(await client.joinRequest("")).toBeNull();
    client.abortRequests();
    client.resetRequests();
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ pending: 0, pristine: true });
    for (const call of network.calls) call.answer({ id: 3, name: "Ada" });
    expect(await Promise.all([first, second])).toEqual([{ id: 3, name: "Ada" }, { id: 3, name: "Ada" }]);
    expect(client.controller.get(User, { id: 3 })).toBeUndefined();
    expect(client.controller.getState()).toBe(state);
    expect(client.actions.view()?.state()).toMatchObject({ queries: {}, mutations: {} });
  });

  test("what its answer says about the session is heard", async () => {
    const client = await begin();
    const session = client.watch("session");
    session.subscribe(() => {});
    const asked = client.apiRequest({ name: "session" });
    network.last.answer({ id: "u", admin: false });
    await asked;
    const saved = fresh.endpoint({ name: "setAdmin", sideEffect: true })();
    await turn();
    network.last.answer(null, { headers: { "sluice-session": "saved" } });
    await saved;
    await vi.waitFor(() => expect(network.last.name).toBe("session"));
    network.last.answer({ id: "u", admin: true });
    await turn();
    expect(session.get().data).toEqual({ id: "u", admin: true });
    const refused = rejection(fresh.endpoint({ name: "setAdmin", sideEffect: true })());
    await turn();
    network.last.refuse(401, "auth.required", "log in");
    expect(await refused).toMatchObject({ status: 401 });
    expect(session.get().data).toBeNull();
  });
});

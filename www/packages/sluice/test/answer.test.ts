import { describe, expect, test } from "vitest";
import { ApiError, NetworkError, isAbort, abortReason } from "../src/index.js";
import { ready, rejection, turn } from "./harness.js";
import type { NetworkCall } from "./network.js";

async function outcome(give: (call: NetworkCall) => void, request = { name: "getUser", data: { id: 1 } }): Promise<unknown> {
  const { client, network } = await ready();
  const answer = client.apiRequest(request);
  give(network.last);
  return answer;
}

const refused = async (give: (call: NetworkCall) => void) => (await rejection(outcome(give))) as ApiError;

describe("an answer that is a success", () => {
  test.each<[string, (call: NetworkCall) => void, unknown]>([
    ["JSON", (call) => call.answer({ a: [1] }), { a: [1] }],
    ["JSON null", (call) => call.answer(null), null],
    ["JSON false", (call) => call.answer(false), false],
    ["status 201", (call) => call.answer(1, { status: 201 }), 1],
    ["204", (call) => call.text("", null, { status: 204 }), null],
    ["an empty body", (call) => call.text("", "application/json"), null],
    ["an empty body of another type", (call) => call.text("", "text/html"), null],
    ["JSON of a type of its own", (call) => call.text("[1]", "application/vnd.api+json; charset=utf-8"), [1]],
    ["JSON of a type in capitals", (call) => call.text("[1]", "Application/JSON"), [1]],
    ["JSON of no type", (call) => call.text("[1]", null), [1]],
    ["JSON after a byte order mark", (call) => call.text("\ufeff[1]", "application/json"), [1]],
    ["JSON with white space around it", (call) => call.text(" \r\n[1]\t", "application/json"), [1]],
  ])("%s resolves the call", async (_, give, value) => {
    expect(await outcome(give)).toEqual(value);
  });

  test.each<[string, string, string | null]>([
    ["of another type", "<p>hello</p>", "text/html; charset=utf-8"],
    ["of another type, though it is JSON", "[1]", "text/plain"],
    ["with broken JSON", '{"a":', "application/json"],
    ["with text after the JSON", "1 2", "application/json"],
    ["with a comma too many", "[1,]", "application/json"],
    ["without type and no JSON", "hello", null],
  ])("%s rejects it as api.invalidResponse, with the text", async (_, text, type) => {
    const error = await refused((call) => call.text(text, type));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ name: "ApiError", code: "api.invalidResponse", status: 200, params: {}, data: text });
    expect(error.request).toMatchObject({ name: "getUser", data: { id: 1 } });
  });

  test("keeps the first 64 KiB of a text that is no answer", async () => {
    const error = await refused((call) => call.text("x".repeat(100_000), "text/html"));
    expect(error.data).toBe("x".repeat(65_536));
  });

  test("may be nested very deep", async () => {
    const depth = 200_000;
    const { client, network } = await ready();
    for (let i = 0; i < 2; i++) {
      const answer = client.apiRequest({ name: "getTree" });
      network.last.text("[".repeat(depth) + "]".repeat(depth), "application/json");
      // The platform's parser decides how deep it goes; whatever it says, the call ends.
      await answer.catch((error: ApiError) => expect(error.code).toBe("api.invalidResponse"));
    }
  });
});

describe("an answer that is an error", () => {
  test("with an envelope rejects with what stands in it", async () => {
    const body = { error: { code: "auth.forbidden", message: "not yours", params: { key: "admin", n: [1] } }, more: 1 };
    const error = await refused((call) => call.answer(body, { status: 403 }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "auth.forbidden", status: 403, message: "not yours", params: { key: "admin", n: [1] }, data: body });
    expect(error.request).toMatchObject({ name: "getUser", data: { id: 1 } });
    expect([isAbort(error), abortReason(error)]).toEqual([false, undefined]);
  });

  test.each<[string, unknown, Record<string, unknown>]>([
    ["no params", undefined, {}],
    ["params that are null", null, {}],
    ["params that are no object", [1], {}],
    ["params that are empty", {}, {}],
  ])("with %s has the params {}", async (_, params, expected) => {
    const error = await refused((call) => call.refuse(400, "c", "m", params));
    expect(error.params).toEqual(expected);
  });

  test.each<[string, string, string | null, unknown]>([
    ["JSON without envelope", '{"a":1}', "application/json", { a: 1 }],
    ["an envelope without message", '{"error":{"code":"c"}}', "application/json", { error: { code: "c" } }],
    ["an envelope without code", '{"error":{"message":"m"}}', "application/json", { error: { message: "m" } }],
    ["an envelope with an empty code", '{"error":{"code":"","message":"m"}}', "application/json", { error: { code: "", message: "m" } }],
    ["an envelope whose code is a number", '{"error":{"code":1,"message":"m"}}', "application/json", { error: { code: 1, message: "m" } }],
    ["an error that is a text", '{"error":"no"}', "application/json", { error: "no" }],
    ["JSON null", "null", "application/json", null],
    ["a page", "<h1>Bad Gateway</h1>", "text/html", "<h1>Bad Gateway</h1>"],
    ["broken JSON", '{"error":', "application/json", '{"error":'],
    ["nothing", "", null, null],
  ])("with %s has the code of its status", async (_, text, type, data) => {
    const error = await refused((call) => call.text(text, type, { status: 502 }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "http.502", status: 502, params: {}, data });
    expect(error.message).not.toBe("");
  });

  test.each([300, 304, 400, 404, 418, 500, 599])("may have the status %i", async (status) => {
    const error = await refused((call) => call.text("", null, { status }));
    expect(error).toMatchObject({ code: `http.${status}`, status });
  });

  test.each<[string, number | undefined]>([
    ["30", 30],
    [" 7 ", 7],
    ["0", undefined],
    ["-1", undefined],
    ["soon", undefined],
    ["9".repeat(400), undefined],
    [new Date(Date.now() - 60_000).toUTCString(), undefined],
  ])("with Retry-After: %s says so in params", async (header, seconds) => {
    const error = await refused((call) => call.refuse(429, "api.rateLimited", "slow", { a: 1 }, { "retry-after": header }));
    expect(error.params).toEqual(seconds === undefined ? { a: 1 } : { a: 1, retryAfter: seconds });
  });

  test("with a date in Retry-After has the seconds until then", async () => {
    const at = new Date(Date.now() + 120_000).toUTCString();
    const error = await refused((call) => call.text("", null, { status: 503, headers: { "retry-after": at } }));
    expect(error.params.retryAfter).toBeGreaterThan(110);
    expect(error.params.retryAfter).toBeLessThanOrEqual(120);
  });

  test.each([301, 413, 502])("of any status may have Retry-After: %i", async (status) => {
    const error = await refused((call) => call.text("", null, { status, headers: { "retry-after": "3" } }));
    expect(error.params).toEqual({ retryAfter: 3 });
  });

  test("keeps the server's own retryAfter", async () => {
    const error = await refused((call) => call.refuse(429, "c", "m", { retryAfter: "x" }, { "retry-after": "3" }));
    expect(error.params).toEqual({ retryAfter: "x" });
  });

  test("ends this call only: the next one works", async () => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "getUser" });
    network.last.refuse(500, "api.internal", "internal error");
    await rejection(first);
    expect(client.getQuery({ type: "getUser" }).error).toBe(await rejection(first));
    const second = client.apiRequest({ name: "getUser" });
    expect(client.getQuery({ type: "getUser" }).error).toBeNull();
    network.last.answer(2);
    expect(await second).toBe(2);
  });
});

describe("no answer", () => {
  test("rejects with a NetworkError that has the cause", async () => {
    const cause = new TypeError("fetch failed");
    const error = (await refused((call) => call.fail(cause))) as unknown as NetworkError;
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ name: "NetworkError", cause, request: { name: "getUser", data: { id: 1 } } });
    expect([isAbort(error), abortReason(error)]).toEqual([false, undefined]);
  });

  test.each([undefined, null, "offline", 0])("may have %j as its cause", async (cause) => {
    const error = (await refused((call) => call.fail(cause))) as unknown as NetworkError;
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.cause).toBe(cause);
  });

  test("is not asked for again by itself", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser" });
    network.last.fail(new TypeError("fetch failed"));
    await rejection(answer);
    await turn();
    expect(network.calls).toHaveLength(1);
  });

  test("is what a fetch that throws at once gives", async () => {
    const { client } = await ready({ fetch: () => { throw new Error("no network here"); } });
    const error = await rejection(client.apiRequest({ name: "getUser" }));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).cause).toEqual(new Error("no network here"));
  });

  test.each([undefined, null, 1, "text", {}, { status: 200 }, { status: 200, headers: new Headers() }])(
    "is what a fetch that gives %j instead of a response gives",
    async (response) => {
      const error = (await refused((call) => call.respond(response))) as unknown as NetworkError;
      expect(error).toBeInstanceOf(NetworkError);
      expect(error.cause).toBeInstanceOf(TypeError);
    },
  );

  test("is what a fetch that gives no promise gives", async () => {
    const { client } = await ready({ fetch: (() => new Response("1")) as unknown as typeof fetch });
    expect(await rejection(client.apiRequest({ name: "getUser" }))).toBeInstanceOf(NetworkError);
  });

  test("is what a body that breaks off gives", async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'));
        controller.error(new Error("connection reset"));
      },
    });
    const error = (await refused((call) => call.respond(new Response(body)))) as unknown as NetworkError;
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.cause).toEqual(new Error("connection reset"));
  });
});

import { describe, expect, test } from "vitest";
import { ApiError } from "../../src/errors.js";
import { contentOf, readAnswer, type Reader } from "../../src/endpoint/index.js";

const request = { name: "get", data: { id: 1 } };
const read = (status: number, body: BodyInit | null, type: string | undefined, reader: Reader = {}, headers: Record<string, string> = {}) => {
  const response = new Response(body, { status, headers });
  response.headers.delete("content-type");
  if (type !== undefined) response.headers.set("content-type", type);
  return readAnswer(response, { method: "GET", ...reader }, request);
};
const schema = {};
const process = (value: unknown) => value;

describe("a success", () => {
  test.each<[what: string, status: number, body: string | null, type: string | undefined, reader: Reader, value: unknown]>([
    ["JSON", 200, '{"a":1}', "application/json", {}, { a: 1 }],
    ["JSON with parameters and another type", 201, "[1]", "application/vnd.api+json; charset=utf-8", {}, [1]],
    ["JSON without type", 200, "5", undefined, {}, 5],
    ["JSON that is null", 200, "null", "application/json", { schema }, null],
    ["204", 204, null, undefined, {}, null],
    ["204 whatever is asked for", 204, null, "text/plain", { content: "text" }, null],
    ["an empty body of JSON", 200, "", "application/json", { schema }, null],
    ["an empty body of text", 200, "", "text/html", { schema }, null],
    ["an empty body without type", 200, "", undefined, {}, null],
    ["an empty body of bytes", 200, "", "image/png", {}, null],
    ["text without schema", 200, "hi", "text/plain; charset=utf-8", {}, "hi"],
    ["html without schema", 200, "<p>", "text/html", {}, "<p>"],
    ["xml without schema", 200, "<a/>", "application/atom+xml", {}, "<a/>"],
    ["text with a schema and an own process", 200, "hi", "text/plain", { schema, process }, "hi"],
    ["JSON that is asked for as text", 200, "[1]", "application/json", { content: "text", schema }, "[1]"],
    ["an empty text that is asked for", 200, "", "text/plain", { content: "text" }, ""],
    ["text that is asked for as JSON", 200, "[1]", "text/plain", { content: "json", schema }, [1]],
  ])("%s", async (_, status, body, type, reader, value) => {
    expect(await read(status, body, type, reader)).toEqual(value);
  });

  test("bytes are a Blob", async () => {
    const blob = (await read(200, "abc", "image/png")) as Blob;
    expect(blob).toBeInstanceOf(Blob);
    expect(await blob.text()).toBe("abc");
  });

  test("bytes may be asked for as a Blob, a buffer or a stream, empty or not", async () => {
    expect(await read(200, "", "image/png", { content: "blob" })).toBeInstanceOf(Blob);
    const buffer = (await read(200, "abc", "application/json", { content: "arrayBuffer" })) as ArrayBuffer;
    expect(new TextDecoder().decode(buffer)).toBe("abc");
    const stream = (await read(200, "abc", "text/plain", { content: "stream" })) as ReadableStream;
    expect(await new Response(stream).text()).toBe("abc");
  });
});

describe("a failure", () => {
  const envelope = (error: unknown) => JSON.stringify({ error });
  test.each<[what: string, status: number, body: string | null, type: string | undefined, reader: Reader, error: Partial<ApiError>]>([
    ["broken JSON", 200, "{", "application/json", {}, { code: "api.invalidResponse", status: 400, data: "{", params: {} }],
    ["text that is asked for as JSON", 200, "hi", "text/plain", { content: "json" }, { code: "api.invalidResponse", status: 400, data: "hi" }],
    ["html with a schema", 200, "<p>", "text/html", { schema }, { code: "api.invalidResponse", status: 404, data: "<p>" }],
    ["text with a schema", 200, "hi", "text/plain", { schema }, { code: "api.invalidResponse", status: 404, data: "hi" }],
    ["an envelope", 409, envelope({ code: "a.b", message: "no", params: { x: 1 } }), "application/json", {}, { code: "a.b", status: 409, message: "no", params: { x: 1 } }],
    ["an envelope without params", 400, envelope({ code: "a.b", message: "" }), undefined, { schema }, { code: "a.b", message: "", params: {} }],
    ["params that are no object", 400, envelope({ code: "a.b", message: "no", params: [1] }), "application/json", {}, { params: {} }],
    ["an envelope without code", 400, envelope({ message: "no" }), "application/json", {}, { code: "http.400", message: "the server answered with status 400" }],
    ["an envelope whose code is empty", 400, envelope({ code: "", message: "no" }), "application/json", {}, { code: "http.400" }],
    ["an envelope that is null", 500, envelope(null), "application/json", {}, { code: "http.500" }],
    ["JSON that is no envelope", 422, '["x"]', "application/json", {}, { code: "http.422", data: ["x"] }],
    ["JSON that is null", 500, "null", "application/json", {}, { code: "http.500", data: null }],
    ["text", 503, "busy", "text/plain", { content: "blob" }, { code: "http.503", status: 503, data: "busy" }],
    ["an empty body", 404, "", undefined, { content: "stream" }, { code: "http.404", data: "" }],
    ["a redirect that is not followed", 304, null, undefined, {}, { code: "http.304", status: 304 }],
  ])("%s", async (_, status, body, type, reader, expected) => {
    const error = await read(status, body, type, reader).then(
      () => expect.unreachable(),
      (reason: unknown) => reason as ApiError,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ request, ...expected });
  });

  test("says how long to wait, unless the envelope does", async () => {
    const error = (body: string) => read(429, body, "application/json", {}, { "retry-after": "7" }).catch((reason: unknown) => (reason as ApiError).params);
    expect(await error("")).toEqual({ retryAfter: 7 });
    expect(await error(envelope({ code: "a.b", message: "no", params: { x: 1 } }))).toEqual({ retryAfter: 7, x: 1 });
    expect(await error(envelope({ code: "a.b", message: "no", params: { retryAfter: 1 } }))).toEqual({ retryAfter: 1 });
  });

  test("keeps the first 64 KiB of a text", async () => {
    const error = await read(500, "x".repeat(70_000), "text/plain").catch((reason: unknown) => reason as ApiError);
    expect((error as { data: string }).data).toHaveLength(65_536);
  });
});

describe("8.5 an answer to a route by name counts as one to apiRequest", () => {
  const named: Reader = { method: undefined };
  test.each<[what: string, body: string, type: string, reader: Reader]>([
    ["text", "hi", "text/plain", {}],
    ["text with an own process", "hi", "text/plain", { schema, process }],
    ["bytes", "abc", "image/png", {}],
    ["broken JSON", "{", "application/json", {}],
  ])("%s is an ApiError with the status that came", async (_, body, type, reader) => {
    const error = await read(201, body, type, { ...reader, ...named }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "api.invalidResponse", status: 201, data: body, params: {} });
  });

  test("an empty body of any type is null, and content is heeded", async () => {
    expect(await read(200, "", "image/png", named)).toBeNull();
    expect(await read(200, "hi", "text/plain", { ...named, content: "text" })).toBe("hi");
  });
});

test.each<[type: string | null, content: string]>([
  [null, "json"],
  ["application/json", "json"],
  ["text/json", "json"],
  ["application/problem+json;charset=utf-8", "json"],
  ["text/plain", "text"],
  ["TEXT/HTML", "text"],
  ["application/xml", "text"],
  ["image/svg+xml", "text"],
  ["application/javascript", "text"],
  ["application/octet-stream", "blob"],
  ["application/pdf", "blob"],
  ["text", "blob"],
])("a body of type %s is read as %s", (type, content) => {
  expect(contentOf({ method: "GET" }, type)).toBe(content);
});

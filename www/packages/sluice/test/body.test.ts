import { describe, expect, test } from "vitest";
import { UsageError } from "../src/index.js";
import { ready, rejection, turn } from "./harness.js";

describe("data", () => {
  test.each<[unknown, string]>([
    [undefined, "{}"],
    [null, "{}"],
    [{}, "{}"],
    [0, "0"],
    [false, "false"],
    ["", '""'],
    ["text", '"text"'],
    [[1, [2]], "[1,[2]]"],
    [{ a: { b: null, c: undefined } }, '{"a":{"b":null}}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    [NaN, "null"],
    [new Map([[1, 2]]), "{}"],
  ])("%j is sent as JSON", async (data, body) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save", data });
    expect(network.last.init.body).toBe(body);
    expect(network.last.headers.get("content-type")).toBe("application/json");
    expect(network.last.headers.get("accept")).toBe("application/json");
    network.last.answer(null);
    await answer;
  });

  test("is written at the call: what happens to it later is of no consequence", async () => {
    const { client, network } = await ready({ headers: async () => ({}) });
    const data = { n: 1 };
    const answer = client.apiRequest({ name: "save", data });
    data.n = 2;
    await turn();
    expect(network.last.data).toEqual({ n: 1 });
    network.last.answer(null);
    await answer;
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  test.each<[string, unknown]>([
    ["a cycle", cycle],
    ["a BigInt", { n: 1n }],
    ["a function", () => {}],
    ["a symbol", Symbol("s")],
    ["a toJSON that throws", { toJSON: () => { throw new Error("no"); } }],
    ["a toJSON that throws something without a text", { toJSON: () => { throw Object.create(null); } }],
    ["a toJSON that gives nothing", { toJSON: () => undefined }],
  ])("with %s is refused: nothing is sent", async (_, data) => {
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name: "save", data }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/^sluice: data cannot be written as JSON/);
    expect(network.calls).toEqual([]);
  });

  test("that is refused leaves the pending call of the name alone", async () => {
    const { client, network } = await ready();
    const pending = client.apiRequest({ name: "getUser", data: 1 });
    await rejection(client.apiRequest({ name: "getUser", data: 1n }));
    network.last.answer("first");
    expect(await pending).toBe("first");
  });

  test("may be large", async () => {
    const { client, network } = await ready();
    const data = "x".repeat(5_000_000);
    const answer = client.apiRequest({ name: "save", data });
    expect((network.last.init.body as string).length).toBe(5_000_002);
    network.last.answer(data);
    expect(await answer).toBe(data);
  });
});

describe("data that fetch can send", () => {
  const form = new FormData();
  form.set("file", new Blob(["abc"]), "a.txt");
  const bytes = new Uint8Array([1, 2, 3]);

  test.each<[string, unknown, string | null]>([
    ["FormData", form, null],
    ["URLSearchParams", new URLSearchParams({ a: "1" }), null],
    ["a Blob with a type", new Blob(["abc"], { type: "image/png" }), "image/png"],
    ["a Blob without type", new Blob(["abc"]), "application/octet-stream"],
    ["an ArrayBuffer", bytes.buffer, "application/octet-stream"],
    ["a typed array", bytes, "application/octet-stream"],
    ["a DataView", new DataView(bytes.buffer), "application/octet-stream"],
  ])("%s goes as it is", async (_, data, type) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save", data });
    expect(network.last.init.body).toBe(data);
    expect(network.last.headers.get("content-type")).toBe(type);
    network.last.answer(null);
    expect(await answer).toBeNull();
  });

  test.each<[string, unknown, RegExp]>([
    ["FormData", form, /^multipart\/form-data; boundary=/],
    ["URLSearchParams", new URLSearchParams({ a: "1" }), /^application\/x-www-form-urlencoded/],
  ])("%s gets its type from fetch", async (_, data, type) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save", data });
    const { init } = network.last;
    expect(new Request("http://host.example/", { ...init, signal: null }).headers.get("content-type")).toMatch(type);
    network.last.answer(null);
    await answer;
  });
});

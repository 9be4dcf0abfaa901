import { afterEach, describe, expect, test, vi } from "vitest";
import { gql, graphqlDriver, isAbort, type GraphqlRequest, type ReadResponse } from "../../src/index.js";
import { rejection } from "../harness.js";
import { action, actionsOf, answering, json, serve, silent, until, type Seen } from "./server.js";

const ask = (url: string, request: GraphqlRequest) => graphqlDriver({ url })(request, action, actionsOf());

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("graphqlDriver", () => {
  test("posts query and variables as JSON, and gives the data alone", async () => {
    const { origin, seen } = await answering(200, json, '{"data":{"a":1},"extensions":{}}');
    const request = { query: "query ($b: Int) { a(b: $b) }", variables: { b: 1 }, headers: { authorization: "x", "x-a": undefined } };
    expect(await ask(`${origin}/graphql`, request)).toEqual({ data: { a: 1 } });
    const { method, path, headers, body } = seen[0]!;
    expect([method, path, headers["content-type"], headers.accept, headers.authorization]).toEqual(["POST", "/graphql", "application/json", "application/json", "x"]);
    expect(JSON.parse(String(body))).toEqual({ query: request.query, variables: { b: 1 } });
  });

  test("writes dates and other values as JSON does", async () => {
    const { origin, seen } = await answering(200, json, '{"data":1}');
    await ask(origin, { query: "{ a }", variables: { at: new Date(0), list: [undefined, null], none: undefined } });
    expect(JSON.parse(String(seen[0]!.body))).toEqual({ query: "{ a }", variables: { at: "1970-01-01T00:00:00.000Z", list: [null, null] } });
  });

  test.each<[string, number, string, unknown]>([
    ["errors", 200, '{"data":{"a":null},"errors":[{"message":"no"}]}', { data: { a: null }, errors: [{ message: "no" }] }],
    ["neither data nor errors", 200, '{"message":"no"}', { message: "no" }],
    ["no body", 200, "", null],
    ["another status", 400, '{"errors":[{"message":"syntax"}]}', { errors: [{ message: "syntax" }] }],
    ["another status and text", 502, "Bad Gateway", "Bad Gateway"],
  ])("rejects with the whole response: %s", async (_, status, body, data) => {
    const { origin } = await answering(status, json, body);
    const error = (await rejection(ask(origin, { query: "{ a }" }))) as ReadResponse;
    expect(error).toBeInstanceOf(Response);
    expect([error.status, error.data]).toEqual([status, data]);
  });

  test("takes data that is null for data", async () => {
    const { origin } = await answering(200, json, '{"data":null}');
    expect(await ask(origin, { query: "{ a }" })).toEqual({ data: null });
  });

  test("goes by the fetch it is given, and tells of the download", async () => {
    const { origin } = await answering(200, { ...json, "content-length": "10" }, '{"data":1}');
    const own = vi.fn((url: string, init: RequestInit) => fetch(url, init));
    const seen: number[] = [];
    const actions = actionsOf({ setDownloadProgress: (percent) => void seen.push(percent) });
    expect(await graphqlDriver({ url: origin, fetch: own })({ query: "{ a }" }, action, actions)).toEqual({ data: 1 });
    expect([own.mock.calls.length, seen]).toEqual([1, [100]]);
  });

  test("closes the connection when it is cancelled", async () => {
    const { origin, seen, broken } = await silent();
    const promise = ask(origin, { query: "{ a }" });
    await until(() => seen.length === 1);
    promise.cancel();
    expect(isAbort(await rejection(promise))).toBe(true);
    await broken;
  });
});

describe("an upload", () => {
  /** What a server of the multipart request specification reads, by name and in the order of the body. */
  async function parsed({ headers, body }: Seen): Promise<{ names: string[]; operations: unknown; map: unknown; files: unknown[] }> {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": headers["content-type"]! } }).formData();
    const names = [...form.keys()];
    const files = names.slice(2).map(async (name) => {
      const file = form.get(name) as File;
      return [file.name, file.type, await file.text()];
    });
    return { names, operations: JSON.parse(form.get("operations") as string), map: JSON.parse(form.get("map") as string), files: await Promise.all(files) };
  }

  async function uploaded(variables: object, headers?: GraphqlRequest["headers"]) {
    const { origin, seen } = await serve((_, response) => response.writeHead(200, json).end('{"data":1}'));
    await ask(origin, { query: "mutation ($a: Upload!) { a }", variables, headers });
    return parsed(seen[0]!);
  }

  const a = new File(["A"], "a.txt", { type: "text/plain" });
  const b = new File(["B"], "b.png", { type: "image/png" });
  const query = "mutation ($a: Upload!) { a }";

  test("of one file", async () => {
    expect(await uploaded({ file: a, id: 1 })).toEqual({
      names: ["operations", "map", "0"],
      operations: { query, variables: { file: null, id: 1 } },
      map: { 0: ["variables.file"] },
      files: [["a.txt", "text/plain", "A"]],
    });
  });

  test("of files in lists and objects, in their order", async () => {
    expect(await uploaded({ files: [a, b], deep: { list: [{ file: new Blob(["C"]) }] } })).toMatchObject({
      names: ["operations", "map", "0", "1", "2"],
      operations: { variables: { files: [null, null], deep: { list: [{ file: null }] } } },
      map: { 0: ["variables.files.0"], 1: ["variables.files.1"], 2: ["variables.deep.list.0.file"] },
      files: [["a.txt", "text/plain", "A"], ["b.png", "image/png", "B"], ["blob", "application/octet-stream", "C"]],
    });
  });

  test("of the same file twice: one entry, two paths", async () => {
    const shared = { file: a };
    expect(await uploaded({ x: shared, y: [shared, b], z: a })).toMatchObject({
      names: ["operations", "map", "0", "1"],
      map: { 0: ["variables.x.file", "variables.y.0.file", "variables.z"], 1: ["variables.y.1"] },
    });
  });

  test("of the files of an input", async () => {
    class FileList extends Array<File> {}
    vi.stubGlobal("FileList", FileList);
    expect(await uploaded({ files: FileList.of(a, b) })).toMatchObject({
      operations: { variables: { files: [null, null] } },
      map: { 0: ["variables.files.0"], 1: ["variables.files.1"] },
    });
  });

  test("has the headers of the request, but the content type of a form", async () => {
    const { origin, seen } = await answering(200, json, '{"data":1}');
    await ask(origin, { query, variables: { a }, headers: { "content-type": "application/json", "apollo-require-preflight": "true" } });
    expect(seen[0]!.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]!.headers["apollo-require-preflight"]).toBe("true");
  });

  test("leaves the variables as they were", async () => {
    const variables = { list: [{ file: a }] };
    await uploaded(variables);
    expect(variables.list[0]!.file).toBe(a);
  });

  test("of variables that contain themselves rejects, and sends nothing", async () => {
    const { origin, seen } = await answering(200, json, '{"data":1}');
    const variables: Record<string, unknown> = { a };
    variables.self = variables;
    expect(await rejection(ask(origin, { query, variables }))).toBeInstanceOf(TypeError);
    expect(seen).toHaveLength(0);
  });
});

describe("gql", () => {
  test.each([
    ["trims", gql`
      { a }
    `, "{ a }"],
    ["joins what is put into it", gql`query { a ${"b"} ${1} }`, "query { a b 1 }"],
    ["reads escapes", gql`{ a(b: "\\"") }`, '{ a(b: "\\"") }'],
    ["is empty for nothing", gql``, ""],
  ])("%s", (_, text, expected) => {
    expect(text).toBe(expected);
  });
});

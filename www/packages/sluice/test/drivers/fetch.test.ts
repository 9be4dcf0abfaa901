import { afterEach, describe, expect, test, vi } from "vitest";
import { UsageError, fetchDriver, isAbort, type FetchRequest, type ReadResponse, type ResponseType } from "../../src/index.js";
import { rejection } from "../harness.js";
import { action, actionsOf, answering, json, serve, silent, until } from "./server.js";

const read = (request: FetchRequest, driver = fetchDriver()) => driver(request, action, actionsOf());

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("what is sent", () => {
  test("is what fetch makes of the options", async () => {
    const { origin, seen } = await answering(200, json, "1");
    await read({ url: `${origin}/a?b=1`, method: "PUT", headers: { "x-a": "1", "x-b": undefined }, body: "text" });
    expect(seen[0]).toMatchObject({ method: "PUT", path: "/a?b=1", headers: { "x-a": "1", "content-type": "text/plain;charset=UTF-8" } });
    expect(seen[0]!.headers).not.toHaveProperty("x-b");
    expect(String(seen[0]!.body)).toBe("text");
  });

  test.each<[string, FetchRequest["headers"]]>([
    ["a list of pairs, joined", [["x-a", "1"], ["x-a", "2"]]],
    ["a Headers object", new Headers({ "x-a": "1, 2" })],
  ])("has headers of %s", async (_, headers) => {
    const { origin, seen } = await answering(200, json, "1");
    await read({ url: origin, headers });
    expect(seen[0]!.headers["x-a"]).toBe("1, 2");
  });

  test.each([
    ["an object, as JSON", { a: 1 }, "application/json", '{"a":1}'],
    ["nothing, as an empty object", undefined, "application/json", "{}"],
    ["bytes, as they are", new Uint8Array([65]), "application/octet-stream", "A"],
    ["a form of an address", new URLSearchParams({ a: "1" }), "application/x-www-form-urlencoded;charset=UTF-8", "a=1"],
  ])("may be data: %s", async (_, data, type, body) => {
    const { origin, seen } = await answering(200, json, "1");
    await read({ url: origin, method: "post", data });
    expect([seen[0]!.method, seen[0]!.headers["content-type"], String(seen[0]!.body)]).toEqual(["POST", type, body]);
  });

  test("has the content type of its headers, if they have one", async () => {
    const { origin, seen } = await answering(200, json, "1");
    await read({ url: origin, method: "POST", data: {}, headers: { "Content-Type": "application/vnd.api+json" } });
    expect(seen[0]!.headers["content-type"]).toBe("application/vnd.api+json");
  });

  test.each([
    ["/a", "https://host.example/api/a"],
    ["a", "https://host.example/apia"],
    ["https://other.example/a", "https://other.example/a"],
    ["HTTPS://other.example/a", "HTTPS://other.example/a"],
    ["//other.example/a", "//other.example/a"],
    ["x-y.z+1://other", "x-y.z+1://other"],
    ["mailto:a", "https://host.example/apimailto:a"],
  ])("goes from %s to %s", async (url, expected) => {
    const fetch = vi.fn(async (_url: string) => Response.json(1));
    await read({ url }, fetchDriver(fetch, { baseURL: "https://host.example/api" }));
    expect(fetch.mock.calls[0]![0]).toBe(expected);
  });

  test("without an address is refused", async () => {
    expect(await rejection(read({} as FetchRequest))).toEqual(new UsageError("url is undefined; give a string"));
  });

  test("goes by the host's fetch as it is at that moment", async () => {
    const driver = fetchDriver();
    vi.stubGlobal("fetch", async () => Response.json("stub"));
    expect(await read({ url: "https://host.example" }, driver)).toMatchObject({ data: "stub" });
  });
});

describe("a success", () => {
  const bytes = new TextEncoder().encode('{"é":1}');

  test("has data, status and headers, and nothing else", async () => {
    const { origin } = await answering(201, { ...json, "x-a": "1" }, bytes);
    const response = await read({ url: origin });
    expect(Object.keys(response)).toEqual(["data", "status", "headers"]);
    expect([response.data, response.status, response.headers.get("x-a")]).toEqual([{ é: 1 }, 201, "1"]);
  });

  test.each<[ResponseType, unknown]>([
    ["json", { é: 1 }],
    ["text", '{"é":1}'],
    ["arraybuffer", bytes.buffer],
    ["blob", new Blob([bytes], { type: "application/json" })],
    [null, null],
  ])("of responseType %s", async (responseType, expected) => {
    const { origin } = await answering(200, json, bytes);
    const { data } = await read({ url: origin, responseType });
    expect(data).toEqual(expected);
    if (data instanceof Blob) expect([data.type, await data.text()]).toEqual(["application/json", '{"é":1}']);
  });

  test("of responseType formData", async () => {
    const { origin } = await answering(200, { "content-type": "application/x-www-form-urlencoded" }, "a=1&a=2");
    const { data } = await read({ url: origin, responseType: "formData" });
    expect((data as FormData).getAll("a")).toEqual(["1", "2"]);
  });

  test("of another responseType is not asked for: the error names those there are", async () => {
    const fetch = vi.fn();
    const error = await rejection(read({ url: "https://host.example", responseType: "toString" as never }, fetchDriver(fetch)));
    expect(error).toEqual(new UsageError('responseType is "toString"; it may be arraybuffer, blob, formData, json, text or null'));
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each<[string, number, ResponseType, unknown]>([
    ["204", 204, "json", null],
    ["an empty body", 200, "json", null],
    ["an empty body", 200, "text", ""],
  ])("with %s, status %i, as %s", async (_, status, responseType, data) => {
    const { origin } = await answering(status, {});
    expect(await read({ url: origin, responseType })).toMatchObject({ data, status });
  });

  test("that is no JSON rejects", async () => {
    const { origin } = await answering(200, json, "<html>");
    expect(await rejection(read({ url: origin }))).toBeInstanceOf(SyntaxError);
  });
});

describe("an error", () => {
  test.each([
    ["JSON", json, '{"code":"a"}', { code: "a" }],
    ["JSON of another type", { "content-type": "text/plain" }, "[1]", [1]],
    ["text", { "content-type": "text/html" }, "<h1>", "<h1>"],
    ["no body", {}, "", ""],
  ])("is the Response, its data %s", async (_, headers, body, data) => {
    const { origin } = await answering(500, headers, body);
    const error = (await rejection(read({ url: origin, responseType: "blob" }))) as ReadResponse;
    expect(error).toBeInstanceOf(Response);
    expect([error.status, error.ok, error.data]).toEqual([500, false, data]);
  });

  test("is the Response also where its body breaks off", async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(503, { "content-length": "10" }).write("abc", () => response.destroy());
    });
    expect(await rejection(read({ url: origin }))).toMatchObject({ status: 503, data: "" });
  });

  test("without an answer is that of fetch", async () => {
    const { origin } = await serve((_, response) => response.destroy());
    expect(await rejection(read({ url: origin }))).toEqual(new TypeError("fetch failed"));
  });

  test("in the middle of a body is that of fetch", async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "10" }).write("abc", () => response.destroy());
    });
    expect(await rejection(read({ url: origin }))).toBeInstanceOf(TypeError);
  });
});

describe("an abort", () => {
  test("closes the connection before there is an answer", async () => {
    const { origin, seen, broken } = await silent();
    const promise = read({ url: origin });
    await until(() => seen.length === 1);
    promise.cancel();
    expect(isAbort(await rejection(promise))).toBe(true);
    await broken;
  });

  test("closes the connection while the body is coming", async () => {
    const { origin, broken } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "10" }).write("abc");
    });
    const actions = actionsOf({ setDownloadProgress: (percent) => void (percent === 30 && actions.abort()) });
    expect(isAbort(await rejection(fetchDriver()({ url: origin }, action, actions)))).toBe(true);
    await broken;
  });

  test("uses the AbortController that is given", async () => {
    const made: AbortController[] = [];
    class Own extends AbortController {
      constructor() {
        super();
        made.push(this);
      }
    }
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json(1));
    await read({ url: "https://host.example" }, fetchDriver(fetch, { AbortController: Own }));
    expect(made).toHaveLength(1);
    expect(fetch.mock.calls[0]![1].signal).toBe(made[0]!.signal);
  });
});

describe("download progress", () => {
  const measured = async (url: string, tell: (percent: number) => void = () => {}): Promise<[number[], unknown]> => {
    const seen: number[] = [];
    const setDownloadProgress = (percent: number) => {
      seen.push(percent);
      tell(percent);
    };
    const promise = fetchDriver()({ url }, action, actionsOf({ setDownloadProgress }));
    return [seen, await promise.then(({ data }) => data, ({ data }: ReadResponse) => data)];
  };

  test("is told in whole percents, rounded down, as the body comes", async () => {
    let rest!: () => void;
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "6" }).write('"a');
      rest = () => response.end('bcd"');
    });
    expect(await measured(origin, (percent) => percent === 33 && rest())).toEqual([[33, 100], "abcd"]);
  });

  test("keeps characters whole that are split between parts", async () => {
    let rest!: () => void;
    const text = Buffer.from('"é"');
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "4" }).write(text.subarray(0, 2));
      rest = () => response.end(text.subarray(2));
    });
    expect(await measured(origin, (percent) => percent === 50 && rest())).toEqual([[50, 100], "é"]);
  });

  test.each<[string, number, Record<string, string>]>([
    ["without a length", 200, {}],
    ["of an error", 500, { "content-length": "3" }],
  ])("is not told %s", async (_, status, headers) => {
    const { origin } = await serve((__, response) => response.writeHead(status, headers).write('"a"', () => response.end()));
    expect(await measured(origin)).toEqual([[], "a"]);
  });

  test("is not beyond 100 where a body is longer than announced, as a compressed one is", async () => {
    const seen: number[] = [];
    const fetch = async () => new Response('"abcdef"', { headers: { "content-length": "3" } });
    const { data } = await fetchDriver(fetch)({ url: "https://host.example" }, action, actionsOf({ setDownloadProgress: (percent) => void seen.push(percent) }));
    expect([seen, data]).toEqual([[100], "abcdef"]);
  });

  test("leaves forms and files what they are", async () => {
    const { origin } = await answering(200, { "content-type": "application/x-www-form-urlencoded", "content-length": "3" }, "a=1");
    const seen: number[] = [];
    const actions = actionsOf({ setDownloadProgress: (percent) => void seen.push(percent) });
    const { data, headers, status } = await fetchDriver()({ url: origin, responseType: "formData" }, action, actions);
    expect([seen, (data as FormData).get("a"), headers.get("content-length"), status]).toEqual([[100], "1", "3", 200]);
  });
});

import { createRequire } from "node:module";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fetchDriver, isAbort, type FetchRequest, type FetchResponse, type ReadResponse } from "../../src/index.js";
import { rejection } from "../harness.js";
import { action, actionsOf, answering, json, serve, silent, until, type Served } from "./server.js";

type Dom = { window: { XMLHttpRequest: typeof XMLHttpRequest; close(): void } };
const { JSDOM } = createRequire(import.meta.url)("jsdom") as { JSDOM: new (html: string, options: { url: string }) => Dom };

/** Puts the XMLHttpRequest of a page on the server in the place of the host's. Gives what was sent by it. */
function page({ origin }: Served): string[] {
  const sent: string[] = [];
  const { window } = new JSDOM("", { url: origin });
  class Own extends window.XMLHttpRequest {
    override open(...args: unknown[]): void {
      sent.push(args[0] as string);
      super.open(...(args as [string, string]));
    }
  }
  vi.stubGlobal("XMLHttpRequest", Own);
  return sent;
}
afterEach(() => {
  vi.unstubAllGlobals();
});

const half = "x".repeat(500_000);

async function upload(request: FetchRequest, driver = fetchDriver()): Promise<[number[], FetchResponse]> {
  const seen: number[] = [];
  const response = await driver(request, action, actionsOf({ setUploadProgress: (percent) => void seen.push(percent) }));
  return [seen, response];
}

describe("an upload that is measured", () => {
  test("goes by XMLHttpRequest and reads its answer as fetch does", async () => {
    const server = await answering(201, { ...json, "x-a": "a: b" }, '{"id":1}');
    const sent = page(server);
    const [seen, { data, status, headers }] = await upload({ url: server.origin, method: "PUT", headers: { "x-b": "1" }, data: { half } });
    expect(sent).toEqual(["PUT"]);
    expect(seen.at(-1)).toBe(100);
    expect([data, status, headers.get("x-a"), headers.get("content-type")]).toEqual([{ id: 1 }, 201, "a: b", "application/json"]);
    expect(server.seen[0]!.headers).toMatchObject({ "x-b": "1", "content-type": "application/json" });
    expect(JSON.parse(String(server.seen[0]!.body))).toEqual({ half });
  });

  test("has an answer without a body, and one of bytes", async () => {
    const server = await serve(({ path }, response) => (path === "/none" ? response.writeHead(204).end() : response.writeHead(200).end(new Uint8Array([0, 255]))));
    page(server);
    const request = { method: "POST", body: "a" };
    expect((await upload({ ...request, url: `${server.origin}/none` }))[1]).toMatchObject({ data: null, status: 204 });
    expect((await upload({ ...request, url: `${server.origin}/bytes`, responseType: "arraybuffer" }))[1].data).toEqual(new Uint8Array([0, 255]).buffer);
  });

  test("rejects with the Response of an error", async () => {
    const server = await answering(413, json, '{"code":"large"}');
    page(server);
    const error = (await rejection(upload({ url: server.origin, method: "POST", body: half }))) as ReadResponse;
    expect([error.status, error.data]).toEqual([413, { code: "large" }]);
  });

  test("rejects when there is no answer", async () => {
    const server = await serve((_, response) => response.destroy());
    page(server);
    expect(await rejection(upload({ url: server.origin, method: "POST", body: "a" }))).toEqual(new TypeError("the upload failed"));
  });

  test("closes the connection when it is aborted", async () => {
    const server = await silent();
    page(server);
    const actions = actionsOf({ setUploadProgress: () => {} });
    const promise = fetchDriver()({ url: server.origin, method: "POST", body: "a" }, action, actions);
    await until(() => server.seen.length === 1);
    actions.abort();
    expect(isAbort(await rejection(promise))).toBe(true);
    await server.broken;
  });

  test.each<[string, Partial<FetchRequest>, Parameters<typeof fetchDriver>[0]]>([
    ["there is an own fetch", {}, (url, init) => fetch(url, init)],
    ["there is no body", { body: null }, undefined],
    ["the body is a stream", { body: new Blob(["a"]).stream(), duplex: "half" } as object, undefined],
    ["credentials are to be left out", { credentials: "omit" }, undefined],
    ["it has an option that XMLHttpRequest does not know", { redirect: "error" }, undefined],
  ])("goes by fetch, unmeasured, where %s", async (_, options, own) => {
    const server = await answering(200, json, "1");
    const sent = page(server);
    const [seen, { data }] = await upload({ url: server.origin, method: "POST", body: "a", ...options }, fetchDriver(own));
    expect([seen, sent, data]).toEqual([[], [], 1]);
  });

  test("goes by fetch where the host has no XMLHttpRequest", async () => {
    const { origin } = await answering(200, json, "1");
    expect(await upload({ url: origin, method: "POST", body: "a" })).toMatchObject([[], { data: 1 }]);
  });
});

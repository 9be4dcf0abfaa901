import axios from "axios";
import { describe, expect, test } from "vitest";
import { abortReason, axiosDriver, fetchDriver, graphqlDriver, isAbort, mockDriver, promiseDriver, type Driver } from "../../src/index.js";
import { ready, rejection } from "../harness.js";
import { answering, json, serve, silent, until } from "./server.js";

describe("a client with drivers", () => {
  test.each<[string, Driver]>([
    ["fetchDriver", fetchDriver()],
    ["axiosDriver", axiosDriver(axios)],
  ])("sends calls by name with %s: post, with data", async (_, driver) => {
    const { origin, seen } = await answering(200, json, '{"id":1}');
    const { client } = await ready({ baseUrl: `${origin}/api`, driver });
    expect(await client.apiRequest({ name: "getUser", data: { id: 1 }, headers: { "x-a": "1", "x-b": undefined } })).toEqual({ id: 1 });
    expect(seen[0]).toMatchObject({ method: "POST", path: "/api/getUser", headers: { "x-a": "1", "content-type": "application/json" } });
    expect(seen[0]!.headers).not.toHaveProperty("x-b");
    expect(String(seen[0]!.body)).toBe('{"id":1}');
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: { id: 1 }, loading: false });
  });

  test("chooses by name what sends a call", async () => {
    const { origin } = await answering(200, json, '{"data":"graphql"}');
    const { client } = await ready({ driver: { default: mockDriver(), promise: promiseDriver(), graphql: graphqlDriver({ url: origin }) } });
    const ask = (request: object, driver?: string) => client.apiRequest({ name: "getThing", onRequest: () => request, ...(driver && { driver }) });
    expect(await ask({ response: { data: "mock" } })).toBe("mock");
    expect(await ask({ promise: Promise.resolve("promise") }, "promise")).toBe("promise");
    expect(await ask({ query: "{ a }" }, "graphql")).toBe("graphql");
  });

  test("shows the error of a driver as it is", async () => {
    const { origin } = await answering(422, json, '{"field":"name"}');
    const { client } = await ready({ baseUrl: origin, driver: fetchDriver() });
    const error = await rejection(client.apiRequest({ name: "getThing" }));
    expect(error).toBeInstanceOf(Response);
    expect(client.getQuery({ type: "getThing" }).error).toBe(error);
    expect(error).toMatchObject({ status: 422, data: { field: "name" } });
  });

  test("closes the connection of a call that is superseded", async () => {
    const { origin, seen, broken } = await silent();
    const { client } = await ready({ baseUrl: origin, driver: fetchDriver() });
    const first = client.apiRequest({ name: "getThing" });
    await until(() => seen.length === 1);
    const second = client.apiRequest({ name: "getThing" });
    expect(abortReason(await rejection(first))).toBe("superseded");
    await broken;
    client.abortRequests();
    expect(abortReason(await rejection(second))).toBe("aborted");
  });

  test("shows how far a download is", async () => {
    let rest!: () => void;
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "4" }).write('"a');
      rest = () => response.end('b"');
    });
    const { client } = await ready({ baseUrl: origin, driver: fetchDriver() });
    const watch = client.watch({ type: "getThing" });
    const seen: (number | null)[] = [];
    watch.subscribe(() => {
      const { downloadProgress } = watch.get();
      if (downloadProgress !== seen.at(-1)) seen.push(downloadProgress);
      if (downloadProgress === 50) rest();
    });
    expect(await client.apiRequest({ name: "getThing", measureDownloadProgress: true })).toBe("ab");
    await until(() => seen.includes(100));
    expect(seen).toEqual([0, 50, ...(seen.includes(99) ? [99] : []), 100]);
  });

  test("sends a list in parts, and cancels the others when one fails", async () => {
    const { origin, seen, broken } = await serve(({ path }, response) => void (path === "/slow" || response.writeHead(path === "/bad" ? 500 : 200).end(JSON.stringify(path))));
    const { client } = await ready({ driver: fetchDriver(undefined, { baseURL: origin }) });
    const ask = (...urls: string[]) => client.apiRequest({ name: "getThing", onRequest: () => urls.map((url) => ({ url })) });
    expect(await ask("/a", "/b")).toEqual(["/a", "/b"]);
    const failing = ask("/slow", "/bad");
    const error = await rejection(failing);
    expect(isAbort(error)).toBe(false);
    expect(error).toMatchObject({ status: 500, data: "/bad" });
    await broken;
    expect(seen).toHaveLength(4);
  });
});

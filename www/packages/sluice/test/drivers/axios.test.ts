import axios, { AxiosError, type AxiosProgressEvent } from "axios";
import { describe, expect, test } from "vitest";
import { axiosDriver, isAbort, type AxiosRequest } from "../../src/index.js";
import { rejection } from "../harness.js";
import { action, actionsOf, answering, json, serve, silent, until } from "./server.js";

const send = (request: object, driver = axiosDriver(axios)) => driver(request, action, actionsOf());

describe("axiosDriver", () => {
  test("gives requests to its instance as they are", async () => {
    const { origin, seen } = await answering(200, json, "1");
    const instance = axios.create({ baseURL: origin, headers: { "x-a": "1" } });
    await send({ url: "/a", method: "put", params: { b: 1 }, data: { c: 1 }, headers: { "x-b": "2" } }, axiosDriver(instance));
    expect(seen[0]).toMatchObject({ method: "PUT", path: "/a?b=1", headers: { "x-a": "1", "x-b": "2", "content-type": "application/json" } });
    expect(String(seen[0]!.body)).toBe('{"c":1}');
  });

  test("resolves with data, status and headers, and nothing else", async () => {
    const { origin } = await answering(201, { ...json, "x-a": "1" }, '{"a":1}');
    const response = await send({ url: origin });
    expect(Object.keys(response)).toEqual(["data", "status", "headers"]);
    expect(response).toMatchObject({ data: { a: 1 }, status: 201, headers: { "x-a": "1" } });
  });

  test("rejects with the error of axios", async () => {
    const { origin } = await answering(500, json, '{"code":"a"}');
    const error = (await rejection(send({ url: origin }))) as AxiosError;
    expect(error).toBeInstanceOf(AxiosError);
    expect(error.response).toMatchObject({ status: 500, data: { code: "a" } });
  });

  test.each<[string, () => [request: object, end: (promise: { cancel(): void }) => void]]>([
    ["its promise", () => [{}, (promise) => promise.cancel()]],
    ["a signal of the request's own", () => ((own) => [{ signal: own.signal }, () => own.abort()])(new AbortController())],
    ["a CancelToken of the request's own", () => ((own) => [{ cancelToken: own.token }, () => own.cancel("enough")])(axios.CancelToken.source())],
  ])("closes the connection when it is cancelled by %s", async (_, make) => {
    const { origin, seen, broken } = await silent();
    const [request, end] = make();
    const promise = send({ url: origin, ...request });
    await until(() => seen.length === 1);
    end(promise);
    expect(isAbort(await rejection(promise))).toBe(true);
    await broken;
  });

  test("tells progress both ways in whole percents, beside functions of the request's own", async () => {
    const { origin } = await serve((_, response) => response.writeHead(200, { "content-length": "4" }).end('"ab"'));
    const seen: Record<"up" | "down" | "own", number[]> = { up: [], down: [], own: [] };
    const actions = actionsOf({ setUploadProgress: (percent) => void seen.up.push(percent), setDownloadProgress: (percent) => void seen.down.push(percent) });
    const onDownloadProgress = ({ loaded }: AxiosProgressEvent) => void seen.own.push(loaded);
    await axiosDriver(axios)({ url: origin, method: "post", data: "x".repeat(200_000), onDownloadProgress } as AxiosRequest, action, actions);
    expect(seen.up.at(-1)).toBe(100);
    expect([seen.down.at(-1), seen.own.at(-1)]).toEqual([100, 4]);
    for (const percent of [...seen.up, ...seen.down]) expect(percent).toSatisfy(Number.isInteger);
  });

  test("tells nothing of a length that is not known", async () => {
    const { origin } = await serve((_, response) => response.write("1", () => response.end()));
    const seen: number[] = [];
    await axiosDriver(axios)({ url: origin } as AxiosRequest, action, actionsOf({ setDownloadProgress: (percent) => void seen.push(percent) }));
    expect(seen).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { NetworkError, UsageError, type ClientOptions, type HeaderMap } from "../src/index.js";
import { ready, rejection, turn, type Setup } from "./harness.js";

async function sent({ client, network }: Setup, headers?: HeaderMap): Promise<Record<string, string>> {
  const answer = client.apiRequest({ name: "save", headers });
  await turn();
  network.last.answer(null);
  await answer;
  return Object.fromEntries(network.last.headers);
}

const json = { accept: "application/json", "content-type": "application/json" };

describe("headers", () => {
  test.each<[string, ClientOptions["headers"]]>([
    ["an object", { "x-a": "1" }],
    ["a function", () => ({ "x-a": "1" })],
    ["an async function", async () => ({ "x-a": "1" })],
    ["a Headers object", new Headers({ "x-a": "1" })],
  ])("of the client may be %s", async (_, headers) => {
    expect(await sent(await ready({ headers }))).toEqual({ ...json, "x-a": "1" });
  });

  test("of a call win over those of the client, whatever their case", async () => {
    const setup = await ready({ headers: { "X-A": "client", "x-b": "client" } });
    expect(await sent(setup, { "x-a": "call" })).toEqual({ ...json, "x-a": "call", "x-b": "client" });
  });

  test("that are undefined remove what the client would send", async () => {
    const setup = await ready({ headers: { "x-a": "1", "x-b": undefined } });
    expect(await sent(setup, { "X-A": undefined, accept: undefined })).toEqual({ "content-type": "application/json" });
  });

  test("may replace the content type", async () => {
    expect(await sent(await ready(), { "Content-Type": "application/vnd.api+json" })).toEqual({
      ...json, "content-type": "application/vnd.api+json",
    });
  });

  test("from a function are asked for by each request", async () => {
    let token = 0;
    const { client, network } = await ready({ headers: () => ({ authorization: `token ${++token}` }) });
    const answers = [1, 2].map(() => client.apiRequest({ name: "save" }));
    await turn();
    expect(network.calls.map(({ headers }) => headers.get("authorization"))).toEqual(["token 1", "token 2"]);
    network.calls.forEach((call) => call.answer(null));
    await Promise.all(answers);
  });

  test.each<[string, HeaderMap]>([
    ["name", { "not a name": "1" }],
    ["empty name", { "": "1" }],
    ["value with a line feed", { "x-a": "1\nx-b: 2" }],
    ["value beyond Latin-1", { "x-a": "€" }],
  ])("with a wrong %s are refused: nothing is sent", async (_, headers) => {
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name: "save", headers }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/^sluice: headers: /);
    expect(network.calls).toEqual([]);
  });

  test.each([null, "x-a: 1", 1])("that are %j are refused", async (headers) => {
    const { client } = await ready();
    expect(await rejection(client.apiRequest({ name: "save", headers: headers as unknown as HeaderMap }))).toBeInstanceOf(UsageError);
  });

  test.each<[string, () => HeaderMap | Promise<HeaderMap>]>([
    ["throws", () => { throw new Error("no token"); }],
    ["rejects", () => Promise.reject(new Error("no token"))],
  ])("from a function that %s: the call rejects with a NetworkError that has the cause, nothing is sent", async (_, headers) => {
    const { client, network } = await ready({ headers });
    const error = await rejection(client.apiRequest({ name: "save" }));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).cause).toEqual(new Error("no token"));
    expect(network.calls).toEqual([]);
  });

  test("that come after the call was aborted send nothing", async () => {
    let give!: (headers: HeaderMap) => void;
    const { client, network } = await ready({ headers: () => new Promise((resolve) => (give = resolve)) });
    const first = client.apiRequest({ name: "getUser", data: 1 });
    client.abortRequests();
    await rejection(first);
    give({});
    await turn();
    expect(network.calls).toEqual([]);
  });

  test("also go with session, login and logout", async () => {
    const { client, network } = await ready({ headers: { "x-a": "1" }, navigate: () => {} });
    const answers = [
      client.apiRequest({ name: "session" }),
      client.login({ email: "a@b.example", password: "secret" }),
      client.apiRequest({ name: "logout" }),
    ];
    await turn();
    expect(network.calls.map(({ headers }) => headers.get("x-a"))).toEqual(["1", "1", "1"]);
    network.calls.forEach((call) => call.answer(null));
    await Promise.allSettled(answers);
  });
});

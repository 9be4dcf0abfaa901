import { describe, expect, test } from "vitest";
import { NetworkError, abortReason, type ApiError, type ApiRequest, type Client } from "../src/index.js";
import { isPending, loading, rejection, told, turn } from "./harness.js";
import type { NetworkCall } from "./network.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

describe("an answer waits for the core", () => {
  const code = (error: unknown) => (error as ApiError).code;

  test.each<[string, (call: NetworkCall) => void, (error: unknown) => void]>([
    ["is 404", (call) => call.refuse(404, "user.unknown", "no"), (error) => expect(code(error)).toBe("user.unknown")],
    ["is 502 without an envelope", (call) => call.text("<html>", "text/html", { status: 502 }), (error) => expect(code(error)).toBe("http.502")],
    ["is no JSON", (call) => call.text("<html>", "text/html"), (error) => expect(code(error)).toBe("api.invalidResponse")],
    ["is malformed JSON", (call) => call.text('{"id":', "application/json"), (error) => expect(code(error)).toBe("api.invalidResponse")],
    ["does not come", (call) => call.fail(new TypeError("fetch failed")), (error) => expect(error).toBeInstanceOf(NetworkError)],
  ])("that %s", async (_, respond, check) => {
    const { client, network, start } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    respond(network.last);
    expect(await isPending(answer)).toBe(true);
    expect(snapshots).toEqual([]);
    await start();
    const error = await rejection(answer);
    check(error);
    expect(get()).toMatchObject({ data: null, error, loading: false });
    expect(network.calls).toHaveLength(1);
  });

  test("if an abort of its name waits behind it: the call is ended", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    client.abortRequests(["getUser"]);
    network.last.answer(ada);
    expect(await isPending(answer)).toBe(true);
    await start();
    expect(abortReason(await rejection(answer))).toBe("aborted");
    expect(snapshots).toEqual([]);
  });

  test("if its hook has moved on", async () => {
    const { client, network, start } = loading();
    const before = client.observe({ name: "getUser", data: { id: 1 } });
    before.subscribe(() => {})();
    before.leave();
    network.last.answer(ada);
    await turn();
    expect(before.get().data).toBeNull();
    await start();
    expect(before.get()).toMatchObject({ data: null, loading: false });
  });

  test.each<[string, (client: Client) => unknown]>([
    ["a logout", (client) => client.apiRequest({ name: "logout" })],
    ["a login", (client) => client.login({ email: "a@b.example", password: "secret" }).catch(() => {})],
    ["a registration", (client) => client.register({ name: "Ada", email: "a@b.example", password: "secret" }).catch(() => {})],
  ])("if %s waits, too: before or behind it", async (_, change) => {
    for (const first of [true, false]) {
      const { client, network, start } = loading({ baseUrl: "https://host.example/api", navigate: () => {} });
      if (first) void change(client);
      const answer = client.apiRequest({ name: "getUser" });
      if (!first) void change(client);
      network.last.answer(ada);
      expect(await isPending(answer)).toBe(true);
      await start();
      expect(await answer).toEqual(ada);
      client.close();
    }
  });

  test("of an older call, if a newer one was answered: it does not replace that", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const older = client.apiRequest({ name: "getUser", takeLatest: false });
    const newer = client.apiRequest({ name: "getUser", takeLatest: false });
    network.calls[1]!.answer(bob);
    expect(await newer).toEqual(bob);
    network.calls[0]!.answer(ada);
    expect(await isPending(older)).toBe(true);
    await start();
    expect(await older).toEqual(ada);
    expect(snapshots).toMatchObject([{ data: bob }]);
  });
});

describe("a newer call of the name and key, while the core is loading", () => {
  test("supersedes older ones at once: their network is aborted, then it is sent, and answered", async () => {
    const { client, network } = loading();
    const { snapshots } = told(client, "getUser");
    const order: unknown[] = [];
    for (const data of ["a", "ad", "ada"]) {
      client.apiRequest({ name: "getUser", data }).then(
        (value) => order.push(value),
        (error: unknown) => order.push([data, abortReason(error)]),
      );
    }
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    network.last.answer(ada);
    await turn();
    expect(order).toEqual([["a", "superseded"], ["ad", "superseded"], ada]);
    expect(snapshots).toMatchObject([{ data: ada }]);
  });

  test.each<[string, ApiRequest, ApiRequest]>([
    ["that says so", { name: "getUser" }, { name: "getUser", takeLatest: false }],
    ["of another key", { name: "getUser" }, { name: "getUser", requestKey: 1 }],
    ["of the session", { name: "session" }, { name: "session" }],
  ])("does not, %s", async (_, older, newer) => {
    const { client, network, start } = loading();
    const answers = [client.apiRequest(older), client.apiRequest(newer)];
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false, false]);
    network.calls.forEach((call) => call.answer(ada));
    expect(await answers[0]).toEqual(ada);
    await start();
    expect(await answers[1]).toEqual(ada);
  });

  test("supersedes a pending session if it says so", async () => {
    const { client, network } = loading();
    const older = client.apiRequest({ name: "session" });
    const newer = client.apiRequest({ name: "session", takeLatest: true });
    expect(abortReason(await rejection(older))).toBe("superseded");
    network.last.answer(ada);
    expect(await newer).toEqual(ada);
  });

  test("leaves an older one that has been answered", async () => {
    const { client, network } = loading();
    const older = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    expect(await older).toEqual(ada);
    const newer = client.apiRequest({ name: "getUser" });
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false, false]);
    network.last.answer(bob);
    expect(await newer).toEqual(bob);
    expect(client.getQuery({ type: "getUser" }).data).toEqual(bob);
  });
});

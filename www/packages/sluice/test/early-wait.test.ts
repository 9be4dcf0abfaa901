import { describe, expect, test } from "vitest";
import { NetworkError, abortReason, type ApiError, type Client } from "../src/index.js";
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

  test.each<[string, (client: Client) => unknown, "aborted" | "superseded"]>([
    ["an abort of its name", (client) => client.abortRequests(["getUser"]), "aborted"],
    ["a newer call of its name and key", (client) => client.apiRequest({ name: "getUser", data: "newer" }), "superseded"],
  ])("if %s waits behind it: the call is ended", async (_, ending, reason) => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    void ending(client);
    network.calls[0]!.answer(ada);
    expect(await isPending(answer)).toBe(true);
    expect(snapshots).toEqual([]);
    await start();
    expect(abortReason(await rejection(answer))).toBe(reason);
    expect(snapshots.map(({ data }) => data)).not.toContainEqual(ada);
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

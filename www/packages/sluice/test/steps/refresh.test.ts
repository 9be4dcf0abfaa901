import { describe, expect, test } from "vitest";
import type { ApiError, Client, ClientOptions } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { ready, rejection, turn, wasm, type Setup } from "../harness.js";

/** What the page about requests shows: whoever is refused waits for one refresh of the token, and is sent again. */
function refreshing(clientOf: () => Client): Pick<ClientOptions, "onRequest" | "onError"> {
  let token = "old";
  let refresh: Promise<void> | undefined;
  return {
    onRequest: (request: { headers?: Record<string, string> }) => ({ ...request, headers: { ...request.headers, authorization: token } }),
    onError: async (error: ApiError, { type, request }) => {
      if (error.status !== 401) throw error;
      const { data, headers } = request as { data?: unknown; headers: Record<string, string> };
      if (headers["authorization"] === token) {
        refresh ??= clientOf()
          .apiRequest<string>({ name: "refreshToken", runOnError: false })
          .then((fresh) => void (token = fresh))
          .finally(() => (refresh = undefined));
        await refresh;
      }
      return { data: await clientOf().apiRequest({ name: type, data, silent: true, takeLatest: false, runOnError: false, runOnSuccess: false }) };
    },
  };
}

/** A client that does so, with what was sent since this was asked last. */
async function refreshed(options: ClientOptions = {}): Promise<Setup & { sent(): Setup["network"]["calls"] }> {
  const made: Setup = await ready({ ...refreshing(() => made.client), ...options });
  return { ...made, sent: () => made.network.calls.splice(0) };
}

const requests = [
  { name: "saveThing", data: { id: 1 } },
  { name: "saveThing", data: { id: 2 } },
  { name: "getThing", data: { id: 3 }, getData: ({ id }: { id: number }) => id },
];

/** Has all of them refused. */
async function refuse(sent: Setup["network"]["calls"]): Promise<void> {
  for (const call of sent) call.refuse(401, "auth.expired", "log in");
  await turn();
}

const tokens = (sent: Setup["network"]["calls"]) => sent.map(({ headers }) => headers.get("authorization"));

describe("requests that are refused with 401", () => {
  test("at the same time share one refresh of the token, each time", async () => {
    let succeeded = 0;
    const { client, network, sent } = await refreshed({ onSuccess: (_response, { type }) => void (type !== "refreshToken" && succeeded++) });
    for (let round = 1; round <= 2; round++) {
      const calls = requests.map((request) => client.apiRequest(request));
      await turn();
      await refuse(sent());
      expect(network.names).toEqual(["refreshToken"]);
      sent()[0]!.answer(`new ${round}`);
      await turn();
      expect(tokens(network.calls)).toEqual(Array(3).fill(`new ${round}`));
      expect(client.getQuery({ type: "getThing" })).toMatchObject({ loading: true, error: null });
      for (const call of sent()) call.answer(call.data);
      expect(await Promise.all(calls)).toEqual([{ id: 1 }, { id: 2 }, 3]);
      expect(succeeded).toBe(3 * round);
    }
  });

  test("later, while the refresh is under way, wait for it; after it has ended they go with the new token", async () => {
    const { client, network, sent } = await refreshed();
    const calls = requests.map((request) => client.apiRequest(request));
    await turn();
    const [first, second, third] = sent();
    await refuse([first!]);
    await refuse([second!]);
    expect(network.names).toEqual(["refreshToken"]);
    sent()[0]!.answer("new");
    await turn();
    expect(tokens(network.calls)).toEqual(["new", "new"]);
    await refuse([third!]);
    expect(network.names).toEqual(["saveThing", "saveThing", "getThing"]);
    expect(tokens(network.calls)).toEqual(["new", "new", "new"]);
    for (const call of sent()) call.answer(call.data);
    expect(await Promise.all(calls)).toEqual([{ id: 1 }, { id: 2 }, 3]);
  });

  test.each([
    ["is refused itself", (call: Setup["network"]["last"]) => call.refuse(401, "auth.gone", "log in again"), "ApiError"],
    ["gets no answer", (call: Setup["network"]["last"]) => call.fail(new TypeError("down")), "NetworkError"],
  ])("all end with the one error of a refresh that %s; the next one begins another", async (_, end, name) => {
    const { client, network, sent } = await refreshed();
    const calls = requests.map((request) => client.apiRequest(request));
    await turn();
    await refuse(sent());
    const errors = Promise.all(calls.map(rejection));
    expect(network.names).toEqual(["refreshToken"]);
    end(sent()[0]!);
    const [error, ...others] = await errors;
    expect(error).toMatchObject({ name });
    expect(others).toEqual([error, error]);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, error });
    expect(network.calls).toHaveLength(0);
    const next = client.apiRequest(requests[2]!);
    await turn();
    await refuse(sent());
    sent()[0]!.answer("new");
    await turn();
    sent()[0]!.answer({ id: 3 });
    expect(await next).toBe(3);
  });

  test("again with the new token end with that, and nothing more is tried", async () => {
    const { client, network, sent } = await refreshed();
    const ended = rejection(client.apiRequest(requests[2]!));
    await turn();
    await refuse(sent());
    sent()[0]!.answer("new");
    await turn();
    await refuse(sent());
    expect(await ended).toMatchObject({ status: 401 });
    expect(network.calls).toHaveLength(0);
  });

  test("and aborted while they wait leave the others alone; what comes of them is of no interest", async () => {
    const { client, sent } = await refreshed();
    const [one, other] = [requests[0]!, requests[2]!].map((request) => client.apiRequest(request));
    const ended = rejection(one!);
    await turn();
    await refuse(sent());
    client.abortRequests(["saveThing"]);
    expect(await ended).toMatchObject({ name: "AbortError" });
    sent()[0]!.answer("new");
    await turn();
    for (const call of sent()) call.answer({ id: 9 });
    expect(await other).toBe(9);
    await turn();
    expect(client.getMutation({ type: "saveThing" })).toMatchObject({ pending: 0, error: null });
  });

  test("and superseded while they wait end so; the newer one is shown", async () => {
    const { client, sent } = await refreshed();
    const older = rejection(client.apiRequest(requests[2]!));
    await turn();
    await refuse(sent());
    const newer = client.apiRequest({ ...requests[2]!, data: { id: 4 } });
    expect(await older).toMatchObject({ name: "AbortError" });
    const [refresh, second] = sent();
    await refuse([second!]);
    refresh!.answer("new");
    await turn();
    for (const call of sent()) call.answer(call.data);
    expect(await newer).toBe(4);
    await turn();
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 4, pending: 0 });
  });

  test("as polls are mended like others, and polling goes on", async () => {
    const { client, network, clock } = createTestClient({ wasm, ...refreshing(() => client) });
    await client.ready;
    const last = () => network.calls.at(-1)!;
    const first = client.apiRequest({ name: "getThing", poll: 1 });
    await turn();
    await network.answer(last(), 200, 1);
    await first;
    await clock.tick(1000);
    await network.answer(last(), 401, { error: { code: "auth.expired", message: "log in" } });
    await network.answer(last(), 200, "new");
    await network.answer(last(), 200, 2);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 2, error: null });
    await clock.tick(1000);
    await network.answer(last(), 200, 3);
    expect(client.getQuery({ type: "getThing" }).data).toBe(3);
    expect(network.calls.map(({ name }) => name)).toEqual(["getThing", "getThing", "refreshToken", "getThing", "getThing"]);
    client.close();
  });
});

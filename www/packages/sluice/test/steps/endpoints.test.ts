import { describe, expect, test } from "vitest";
import type { ApiError} from "../../src/index.js";
import { endpoint, entity, type ClientOptions } from "../../src/index.js";
import { ready, rejection, turn } from "../harness.js";

const User = entity("User", { pk: "id" });
const getUser = endpoint({ name: "getUser", schema: User });
const getPlain = endpoint({ method: "GET", path: "/plain/:id" });
const saveUser = endpoint({ method: "POST", path: "/users/:id", schema: User, sideEffect: true });

describe("requests of endpoints go through the client's functions", () => {
  test("which see the request, and may change it", async () => {
    const seen: unknown[] = [];
    const onRequest: ClientOptions["onRequest"] = (request, { type }) => {
      seen.push([type, request]);
      return { ...(request as object), headers: { "x-token": "t" }, data: { id: 2 } };
    };
    const { client, network } = await ready({ onRequest });
    const promise = client.controller.fetch(getUser, { id: 1 });
    await turn();
    expect(seen).toEqual([["getUser", { url: "/api/getUser", method: "post", data: { id: 1 }, headers: undefined }]]);
    expect(network.last.headers.get("x-token")).toBe("t");
    expect(network.last.data).toEqual({ id: 2 });
    network.last.answer({ id: 2, name: "Ada" });
    expect(await promise).toMatchObject({ id: 2, name: "Ada" });
  });

  test("whose answer they may replace; what is stored is that", async () => {
    const { client, network } = await ready({ onSuccess: async (response) => ({ ...response, data: { ...(response.data as object), name: "Bea" } }) });
    const promise = client.controller.fetch(getUser, { id: 1 });
    network.last.answer({ id: 1, name: "Ada" });
    expect(await promise).toMatchObject({ id: 1, name: "Bea" });
    expect(client.controller.get(User, { id: 1 }, client.controller.getState())).toMatchObject({ name: "Bea" });
  });

  test("an answer that they leave as it is, is stored as it came", async () => {
    const seen: unknown[] = [];
    const { client, network } = await ready({ onSuccess: ({ data }) => void seen.push(data) });
    const plain = client.controller.fetch(getPlain, { id: 1 });
    network.last.answer([1]);
    expect(await plain).toEqual([1]);
    const saved = client.controller.fetch(saveUser, { id: 1 }, { name: "Ada" });
    network.last.answer({ id: 1, name: "Ada" });
    expect(await saved).toMatchObject({ name: "Ada" });
    expect(seen).toEqual([[1], { id: 1, name: "Ada" }]);
  });

  test("errors may be replaced, and mended", async () => {
    const { client, network } = await ready({
      onError: (error) => {
        if ((error as ApiError).status === 404) return { data: { id: 9, name: "nobody" } };
        throw new RangeError("replaced");
      },
    });
    const mended = client.controller.fetch(getUser, { id: 9 });
    network.last.refuse(404, "no", "no");
    expect(await mended).toMatchObject({ name: "nobody" });
    const replaced = client.controller.fetch(getUser, { id: 8 });
    network.last.refuse(500, "no", "no");
    expect(await rejection(replaced)).toBeInstanceOf(RangeError);
    expect(client.controller.getError(getUser, { id: 8 }, client.controller.getState())).toBeInstanceOf(RangeError);
  });

  test("onRequest that throws fails the request, and nothing is sent", async () => {
    const { client, network } = await ready({ onRequest: () => { throw new RangeError("no"); } });
    expect(await rejection(client.controller.fetch(getUser, { id: 1 }))).toBeInstanceOf(RangeError);
    expect(network.calls).toHaveLength(0);
  });

  test("an abort while they are awaited ends it; onAbort is called", async () => {
    const aborted: string[] = [];
    const { client, network } = await ready({ onSuccess: () => new Promise(() => {}), onAbort: ({ type }) => void aborted.push(type) });
    const promise = client.controller.fetch(getUser, { id: 1 });
    network.last.answer({ id: 1 });
    await turn();
    void client.controller.abort(getUser, { id: 1 });
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    expect(aborted).toEqual(["getUser"]);
  });

  test("but not those with a network of their own", async () => {
    const seen: string[] = [];
    const own = endpoint({ name: "own", fetch: async () => 1 });
    const { client } = await ready({ onRequest: (_request, { type }) => void seen.push(type), onSuccess: (_response, { type }) => void seen.push(type) });
    expect(await client.controller.fetch(own)).toBe(1);
    expect(seen).toEqual([]);
  });
});

test("requests that are refused at the same time share one refresh of a token", async () => {
  let token = "old";
  let refreshing: Promise<void> | undefined;
  let succeeded = 0;
  const { client, network } = await ready({
    onRequest: (request: { headers?: Record<string, string> }) => ({ ...request, headers: { ...request.headers, authorization: token } }),
    onSuccess: (_response, { type }) => void (type !== "refreshToken" && succeeded++),
    onError: async (error: ApiError, { type, request }) => {
      if (error.status !== 401) throw error;
      refreshing ??= client
        .apiRequest<string>({ name: "refreshToken", runOnError: false })
        .then((fresh) => void (token = fresh))
        .finally(() => (refreshing = undefined));
      await refreshing;
      const { data } = request as { data?: unknown };
      return { data: await client.apiRequest({ name: type, data, silent: true, takeLatest: false, runOnError: false, runOnSuccess: false }) };
    },
  });
  const requests = [
    { name: "saveThing", data: { id: 1 } },
    { name: "saveThing", data: { id: 2 } },
    { name: "getThing", data: { id: 3 }, getData: ({ id }: { id: number }) => id },
  ];
  for (let round = 1; round <= 2; round++) {
    const calls = requests.map((request) => client.apiRequest(request));
    await turn();
    const sent = network.calls.splice(0);
    for (const call of sent) call.refuse(401, "auth.expired", "log in");
    await turn();
    expect(network.names).toEqual(["refreshToken"]);
    network.calls.splice(0)[0]!.answer(`new ${round}`);
    await turn();
    expect(network.calls.map(({ headers }) => headers.get("authorization"))).toEqual(Array(3).fill(`new ${round}`));
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ loading: true, error: null });
    for (const call of network.calls.splice(0)) call.answer(call.data);
    expect(await Promise.all(calls)).toEqual([{ id: 1 }, { id: 2 }, 3]);
    expect(succeeded).toBe(3 * round);
  }
  const calls = requests.map((request) => client.apiRequest(request));
  await turn();
  for (const call of network.calls.splice(0)) call.refuse(401, "auth.expired", "log in");
  const errors = Promise.all(calls.map(rejection));
  await turn();
  network.last.refuse(401, "auth.gone", "log in again");
  expect(new Set(await errors).size).toBe(1);
});

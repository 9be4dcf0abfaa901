import { describe, expect, test } from "vitest";
import { abortReason, createClient, type Driver } from "sluice";
import { abortRequests, handleRequests, resetRequests, type RequestAction } from "sluice/redux";
import { makeStore } from "../../src/react/requests/store.js";
import { isPending, rejection, turn, uncaught, wasm } from "../harness.js";
import { coreStore } from "./core-store.js";

describe("a dispatch settles", () => {
  /** A store one of whose reducers throws at one type of action. */
  async function throwing(type: string, options: { ssr?: "server"; driver?: Driver } = {}) {
    const error = new Error(`reducers do not like ${type}`);
    const client = createClient({ wasm });
    await client.ready;
    const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ client, driver: async () => ({ data: 1 }), ...options });
    const strict = (state: unknown, action: { type: string }) => {
      if (action.type === type) throw error;
      return state ?? null;
    };
    const store = makeStore({ requestsReducer }, requestsMiddleware as never, { strict });
    const dispatch = (meta: object = {}) => store.dispatch({ type: "Q", request: { url: "/" }, meta } as never) as Promise<object>;
    return { client, store, dispatch, error, requestsPromise };
  }

  test.each([
    ["Q_SUCCESS", undefined],
    ["Q_ERROR", async () => Promise.reject(new Error("E"))],
  ] as const)("by a rejection, where the reducers throw at %s", async (type, driver) => {
    const errors = uncaught();
    const { client, dispatch, error } = await throwing(type, driver && { driver });
    expect(await rejection(dispatch())).toBe(error);
    client.close();
    await turn();
    expect(errors).toEqual([]);
  });

  test("likewise at the action of an abort", async () => {
    const { client, store, dispatch, error } = await throwing("Q_ABORT", { driver: () => new Promise(() => {}) });
    const result = rejection(dispatch());
    store.dispatch(abortRequests() as never);
    expect(await result).toBe(error);
    client.close();
  });

  test("and a server's promise with it", async () => {
    const { client, dispatch, requestsPromise } = await throwing("Q_SUCCESS", { ssr: "server" });
    void dispatch().catch(() => {});
    expect(await rejection(requestsPromise!)).toMatchObject({ successActions: [], errorActions: [{ type: "Q_SUCCESS" }] });
    client.close();
  });

  test("what reducers throw at a poll is reported", async () => {
    const errors = uncaught();
    let asked = 0;
    const { client, dispatch, error } = await throwing("Q_ERROR", { driver: async () => (++asked === 1 ? { data: 1 } : Promise.reject(new Error("E"))) });
    expect(await dispatch({ poll: 0.01 })).toMatchObject({ data: 1 });
    await expect.poll(() => errors).toContain(error);
    client.close();
  });
});

describe("where nothing settles by itself", () => {
  const never = () => new Promise<never>(() => {});
  const hangs: readonly (readonly [string, object, Driver])[] = [
    ["the driver", {}, never],
    ["onRequest", { onRequest: never }, async () => ({ data: 1 })],
    ["onSuccess", { onSuccess: never }, async () => ({ data: 1 })],
    ["onError", { onError: never }, () => new Promise((_, reject: (error: unknown) => void) => reject("E"))],
  ];
  const ends = [
    ["abortRequests", ({ store }) => void store.dispatch(abortRequests())],
    ["resetRequests", ({ store }) => void store.dispatch(resetRequests())],
    ["a newer request", ({ store }) => void store.dispatch({ type: "Q", request: { url: "/" }, meta: { silent: false } } as RequestAction)],
    ["a reset of the store", ({ client }) => void client.controller.resetEntireStore()],
    ["close", ({ client }) => client.close()],
  ] as const satisfies readonly (readonly [string, (s: Awaited<ReturnType<typeof coreStore>>) => void])[];

  test.each(hangs.flatMap(([what, meta, driver]) => ends.map(([how, end]) => [what, how, meta, driver, end] as const)))("a dispatch whose %s does not is ended by %s", async (_, __, meta, driver, end) => {
    const s = await coreStore({ driver });
    const result = s.dispatch("Q", meta);
    await turn();
    expect(await isPending(result)).toBe(true);
    end(s);
    expect(await result).toMatchObject({ isAborted: true });
  });
});

test("a server's promise settles when its client is closed, also where requests are still expected", async () => {
  const client = createClient({ wasm, ssr: "server", fetch: async () => new Response("1", { headers: { "content-type": "application/json" } }) });
  await client.apiRequest({ name: "getUser", dependentRequestsNumber: 1 });
  const pending = rejection(client.apiRequest({ name: "save", onRequest: () => new Promise(() => {}) }));
  expect(await isPending(client.requestsPromise!)).toBe(true);
  client.close();
  expect(await rejection(client.requestsPromise!)).toMatchObject({ successActions: [{ type: "getUser_SUCCESS" }], errorActions: [{ type: "save_ABORT" }] });
  expect(abortReason(await pending)).toBe("closed");
});

test("a store whose client goes on with a server's errors is told of them", async () => {
  const refused = async () => new Response('{"error":{"code":"no","message":"no"}}', { status: 403, headers: { "content-type": "application/json" } });
  const server = createClient({ wasm, ssr: "server", fetch: refused });
  await server.apiRequest({ name: "getUser" }).catch(() => {});
  const client = createClient({ wasm, ssr: "client" });
  await client.hydrate(server.dehydrate());
  server.close();
  const { requestsReducer, requestsMiddleware } = handleRequests({ client, driver: async () => ({ data: 1 }) });
  const store = makeStore({ requestsReducer }, requestsMiddleware as never);
  const result: unknown = await store.dispatch({ type: "getUser", request: { url: "/" } } as never);
  expect(result).toMatchObject({ action: { type: "getUser_ERROR", error: { code: "no" } }, error: { code: "no", status: 403 } });
  expect(store.getState().requests.queries.getUser).toMatchObject({ error: { code: "no" }, pending: 0 });
  client.close();
});

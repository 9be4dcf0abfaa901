import { expect, test } from "vitest";
import type { RequestAction } from "sluice";
import { turn } from "../harness.js";
import { coreStore } from "./core-store.js";

const denied = { status: 401 };

interface Config {
  readonly url: string;
  readonly token?: string;
}

/** A store whose requests, when they are refused, wait for one refresh of the token, and are sent again. */
async function refreshing() {
  let token = "old";
  let refresh: Promise<void> | undefined;
  return coreStore({
    onRequest: (request) => ({ ...(request as Config), token }),
    onError: async (error, action, store) => {
      if (error !== denied) throw error;
      const request = action.request as Config;
      if (request.token === token) {
        refresh ??= (store.dispatchRequest({ type: "REFRESH", request: { url: "/refresh" }, meta: { silent: true, runOnError: false } }) as Promise<{ data: string; error?: unknown }>)
          .then(({ data, error }) => {
            if (error) throw error as Error;
            token = data;
          })
          .finally(() => (refresh = undefined));
        await refresh;
      }
      const again: RequestAction = { ...action, meta: { ...action.meta, silent: true, takeLatest: false, runOnError: false, runOnSuccess: false } };
      const result = (await store.dispatchRequest(again as never)) as { error?: unknown };
      if (result.error) throw result.error as Error;
      return result;
    },
  });
}

test("actions that are refused at the same time share one refresh, and tell of one request and one success each", async () => {
  const { dispatch, calls, types, query } = await refreshing();
  const results = ["A", "B", "C"].map((type) => dispatch(type, type === "C" ? { asMutation: true } : {}));
  for (const call of calls.splice(0)) call.fail(denied);
  await turn();
  expect(calls.map(({ request }) => request)).toEqual([{ url: "/refresh", token: "old" }]);
  calls.splice(0)[0]!.succeed("new");
  await turn();
  expect(calls.map(({ request }) => request)).toEqual(Array(3).fill({ url: "/", token: "new" }));
  expect(query("A")).toMatchObject({ loading: true, error: null });
  calls.splice(0).forEach((call, i) => call.succeed(i));
  expect(await Promise.all(results)).toMatchObject([0, 1, 2].map((data) => ({ data })));
  expect(types()).toEqual(["A", "B", "C", "A_SUCCESS", "B_SUCCESS", "C_SUCCESS"]);
});

test("a refresh that fails is the error of each, once, and the next request begins another", async () => {
  const { dispatch, calls, types, query } = await refreshing();
  const results = ["A", "B"].map((type) => dispatch(type));
  for (const call of calls.splice(0)) call.fail(denied);
  await turn();
  const gone = { status: 403 };
  calls.splice(0)[0]!.fail(gone);
  expect((await Promise.all(results)).map(({ error }) => error)).toEqual([gone, gone]);
  expect(types()).toEqual(["A", "B", "A_ERROR", "B_ERROR"]);
  expect([query("A").pending, query("B").pending, calls.length]).toEqual([0, 0, 0]);
  const next = dispatch("A");
  calls.splice(0)[0]!.fail(denied);
  await turn();
  calls.splice(0)[0]!.succeed("new");
  await turn();
  calls.splice(0)[0]!.succeed("d");
  expect(await next).toMatchObject({ data: "d", action: { type: "A_SUCCESS" } });
});

test("one that is aborted while it waits ends so, and tells of nothing later", async () => {
  const { client, dispatch, calls, types, query } = await refreshing();
  const [one, other] = ["A", "B"].map((type) => dispatch(type));
  for (const call of calls.splice(0)) call.fail(denied);
  await turn();
  client.abortRequests(["A"]);
  expect(await one).toMatchObject({ isAborted: true });
  calls.splice(0)[0]!.succeed("new");
  await turn();
  for (const call of calls.splice(0)) call.succeed("d");
  expect(await other).toMatchObject({ data: "d" });
  expect(types()).toEqual(["A", "B", "A_ABORT", "B_SUCCESS"]);
  expect(query("A")).toMatchObject({ data: null, pristine: true, pending: 0 });
});

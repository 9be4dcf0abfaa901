import { describe, expect, onTestFinished, test, vi } from "vitest";
import { abortRequests, clearRequestsCache, getMutation, joinRequest, resetRequests, stopPolling, type RequestsState } from "sluice/redux";
import { turn, uncaught } from "../harness.js";
import { coreStore } from "./core-store.js";

describe("requests of a store that a core carries out", () => {
  test("a query: two actions, and what they say (W1)", async () => {
    const { dispatch, calls, types, query } = await coreStore();
    const result = dispatch("Q");
    expect(query("Q")).toMatchObject({ data: null, loading: true, pristine: false });
    calls[0]!.succeed("d", { status: 200 });
    expect(await result).toMatchObject({ data: "d", status: 200, action: { type: "Q_SUCCESS", response: { data: "d", status: 200 } } });
    expect(types()).toEqual(["Q", "Q_SUCCESS"]);
    expect(query("Q")).toMatchObject({ data: "d", loading: false, pristine: false });
  });

  test("an error takes data away, unless keepDataOnError (W2)", async () => {
    for (const keepDataOnError of [undefined, true]) {
      const { dispatch, calls, query } = await coreStore(keepDataOnError ? { keepDataOnError } : {});
      const first = dispatch("Q");
      calls[0]!.succeed([1]);
      await first;
      const second = dispatch("Q");
      expect(query("Q")).toMatchObject({ data: [1], loading: true, error: null });
      calls[1]!.fail("E");
      expect(await second).toMatchObject({ error: "E" });
      expect(query("Q")).toMatchObject({ data: keepDataOnError ? [1] : null, error: "E", loading: false });
    }
  });

  test("a newer query: the older one's abort comes after it, and loading never drops (W9)", async () => {
    const { dispatch, calls, types, query } = await coreStore();
    const pending: number[] = [];
    const first = dispatch("Q");
    pending.push(query("Q").pending);
    const second = dispatch("Q");
    pending.push(query("Q").pending);
    expect(calls[0]!.signal.aborted).toBe(true);
    expect(await first).toMatchObject({ isAborted: true });
    pending.push(query("Q").pending);
    calls[1]!.succeed(2);
    await second;
    pending.push(query("Q").pending);
    expect(types()).toEqual(["Q", "Q", "Q_ABORT", "Q_SUCCESS"]);
    expect(pending).toEqual([1, 2, 1, 0]);
  });

  test("the first query of its type that is aborted leaves nothing (W11); one with data keeps it", async () => {
    const { store, dispatch, calls, types, query } = await coreStore();
    const first = dispatch("Q");
    store.dispatch(abortRequests());
    expect(await first).toMatchObject({ isAborted: true });
    expect(query("Q")).toMatchObject({ data: null, pristine: true, pending: 0 });
    expect(store.getState().requests.queries).toEqual({});
    const second = dispatch("Q");
    calls[1]!.succeed(1);
    await second;
    const third = dispatch("Q");
    store.dispatch(abortRequests(["Q"]));
    await third;
    expect(query("Q")).toMatchObject({ data: 1, pristine: false, pending: 0 });
    expect(types()).toEqual(["Q", "ABORT_REQUESTS", "Q_ABORT", "Q", "Q_SUCCESS", "Q", "ABORT_REQUESTS", "Q_ABORT"]);
  });

  test("interceptors run in their order, and get the store", async () => {
    const log: unknown[] = [];
    const { dispatch, calls, store, actions } = await coreStore({
      onRequest: (request, action, given) => {
        log.push(["onRequest", action.type, Object.keys((given.getState().requests as RequestsState).queries)]);
        return { ...(request as object), token: 1 };
      },
      onSuccess: (response) => ({ ...response, data: `${String(response.data)}!` }),
    });
    const result = dispatch("Q");
    expect(calls[0]!.request).toEqual({ url: "/", token: 1 });
    calls[0]!.succeed("d");
    expect(await result).toMatchObject({ data: "d!" });
    expect(log).toEqual([["onRequest", "Q", []]]);
    expect(actions[0]).toMatchObject({ type: "Q", request: { url: "/", token: 1 } });
    expect(store.getState().requests.queries["Q"]).toMatchObject({ data: "d!" });
  });

  test("getData that throws: an ERROR action, dispatch rejects, and the next one works (W7)", async () => {
    const { dispatch, calls, types, query } = await coreStore();
    const result = dispatch("Q", { getData: () => { throw "X"; } });
    calls[0]!.succeed(1);
    await expect(result).rejects.toBe("X");
    expect(types()).toEqual(["Q", "Q_ERROR"]);
    expect(query("Q")).toMatchObject({ pending: 0, error: "X" });
    const next = dispatch("Q");
    calls[1]!.succeed(2);
    expect(await next).toMatchObject({ data: 2 });
  });

  test("silent: no action, no state, a promise (W8)", async () => {
    const { dispatch, calls, types, query } = await coreStore();
    const result = dispatch("Q", { silent: true });
    calls[0]!.succeed("d");
    expect(await result).toEqual({ data: "d" });
    expect(types()).toEqual([]);
    expect(query("Q")).toMatchObject({ pristine: true });
  });

  test("a batch answers with lists; its first failure cancels the others (W20)", async () => {
    const { store, dispatch, calls } = await coreStore();
    const good = dispatch("B", { measureDownloadProgress: true }, [{ url: "/a" }, { url: "/b" }]);
    calls[1]!.succeed(2);
    calls[0]!.succeed(1);
    expect(await good).toMatchObject({ data: [1, 2] });
    expect(store.getState().requests.downloadProgress).toEqual({});
    const bad = dispatch("B", {}, [{ url: "/a" }, { url: "/b" }]);
    calls[3]!.fail("E");
    expect(await bad).toMatchObject({ error: "E" });
    expect(calls[2]!.signal.aborted).toBe(true);
    expect(await dispatch("B", {}, [])).toMatchObject({ data: [] });
  });

  test("cache: a hit is told by both actions, and changes nothing", async () => {
    const { dispatch, calls, types, actions, query } = await coreStore({ cache: true });
    const first = dispatch("Q", { cache: true });
    calls[0]!.succeed("d");
    await first;
    const before = query("Q");
    expect(await dispatch("Q", { cache: true })).toMatchObject({ data: "d" });
    expect(calls).toHaveLength(1);
    expect(types()).toEqual(["Q", "Q_SUCCESS", "Q", "Q_SUCCESS"]);
    expect(actions[2]).toMatchObject({ meta: { cacheResponse: { data: "d" } } });
    expect(query("Q")).toBe(before);
  });

  test("reset: data goes at once, then what is in flight ends and takes the record along (W18)", async () => {
    const { store, dispatch, calls, types, query } = await coreStore();
    const first = dispatch("Q");
    calls[0]!.succeed(1);
    await first;
    const second = dispatch("Q");
    store.dispatch(resetRequests());
    expect(query("Q")).toMatchObject({ data: null, pristine: true, loading: true });
    expect(await second).toMatchObject({ isAborted: true });
    expect(store.getState().requests.queries).toEqual({});
    expect(types()).toEqual(["Q", "Q_SUCCESS", "Q", "RESET_REQUESTS", "Q_ABORT"]);
  });

  test("joinRequest gives the pending request's result", async () => {
    const { store, dispatch, calls } = await coreStore();
    expect(await store.dispatch(joinRequest("Q") as never)).toBeNull();
    const result = dispatch("Q");
    const joined = store.dispatch(joinRequest("Q") as never) as unknown as Promise<unknown>;
    calls[0]!.succeed(1);
    expect(await joined).toBe(await result);
  });

  test("progress is told by actions", async () => {
    const { dispatch, calls, types, query, actions } = await coreStore();
    const result = dispatch("Q", { measureDownloadProgress: true });
    expect(query("Q").downloadProgress).toBe(0);
    calls[0]!.setDownloadProgress!(42.7);
    await turn();
    expect(query("Q").downloadProgress).toBe(42);
    expect(types()).toEqual(["Q", "SET_DOWNLOAD_PROGRESS"]);
    expect(actions[1]).toMatchObject({ requestType: "Q", progress: 42 });
    calls[0]!.succeed(1);
    await result;
    expect(query("Q").downloadProgress).toBe(100);
  });

  test("polling: polls are told like others, and end by stopPolling", async () => {
    const { store, dispatch, calls, types, actions } = await coreStore();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const first = dispatch("Q", { poll: 1 });
    calls[0]!.succeed(1);
    await first;
    vi.advanceTimersByTime(1000);
    await turn();
    expect(calls).toHaveLength(2);
    calls[1]!.succeed(2);
    await turn();
    expect(types()).toEqual(["Q", "Q_SUCCESS", "Q", "Q_SUCCESS"]);
    expect(actions[2]).toMatchObject({ meta: { polled: true } });
    store.dispatch(stopPolling(["Q"]));
    vi.advanceTimersByTime(5000);
    await turn();
    expect(calls).toHaveLength(2);
  });

  test("a query and a mutation of one type and key are one request: neither stays loading, nor is left by a reset", async () => {
    const { store, dispatch, calls, query } = await coreStore();
    const mutation = () => getMutation(store.getState(), { type: "B" });
    const both = [dispatch("B"), dispatch("B", { asMutation: true })];
    expect([query("B").pending, mutation().pending]).toEqual([2, 2]);
    calls[0]!.succeed("d");
    await both[0];
    expect([query("B"), mutation()]).toMatchObject([{ data: "d", pending: 1 }, { pending: 1 }]);
    calls[1]!.succeed("m");
    await both[1];
    expect([query("B"), mutation()]).toMatchObject([{ data: "d", pending: 0 }, { pending: 0 }]);
    store.dispatch(resetRequests());
    expect(store.getState().requests).toMatchObject({ queries: {}, mutations: {} });
  });

  test("a function of an abort that throws is reported; the abort stands", async () => {
    const errors = uncaught();
    const { store, dispatch } = await coreStore({ onAbort: () => { throw new Error("X"); } });
    const result = dispatch("Q");
    store.dispatch(abortRequests());
    expect(await result).toMatchObject({ isAborted: true });
    await turn();
    expect(errors).toHaveLength(1);
  });
});

test("a silent request of onError mends the one it is made for, of the same type", async () => {
  const denied = new Error("401");
  const { dispatch, calls, types, query } = await coreStore({
    onError: async (error, action, store) => {
      if (error !== denied) throw error;
      const { data } = (await store.dispatch({ ...action, request: { url: "/?token=new" }, meta: { ...action.meta, silent: true, runOnError: false } })) as { data?: unknown };
      if (data === undefined) throw error;
      return { data };
    },
  });
  const result = dispatch("FETCH");
  calls[0]!.fail(denied);
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect([query("FETCH").loading, calls[1]!.request]).toEqual([true, { url: "/?token=new" }]);
  calls[1]!.succeed("mended");
  expect(await result).toMatchObject({ action: { type: "FETCH_SUCCESS" }, data: "mended" });
  expect(types()).toEqual(["FETCH", "FETCH_SUCCESS"]);
  expect(query("FETCH")).toMatchObject({ data: "mended", loading: false, error: null });
});

test("the checks of Redux Toolkit, as they are by default, find nothing in what Sluice adds", async () => {
  const { store, dispatch, calls, types } = await coreStore({ functions: false, cache: true, normalize: true });
  const answered = dispatch("Q", { cache: 10, requestKey: 1, requestsCapacity: 2, measureDownloadProgress: true });
  calls[0]!.setDownloadProgress!(30);
  await turn();
  calls[0]!.succeed([{ id: 1, in: { id: 2 } }], { status: 200 });
  await answered;
  await dispatch("Q", { cache: 10, requestKey: 1 });
  const failing = dispatch("M", { asMutation: true, optimisticData: { id: 2, x: 1 } });
  calls[1]!.fail({ status: 500 });
  await failing;
  const superseded = [dispatch("R"), dispatch("R", { poll: 60 })];
  calls[3]!.succeed(undefined);
  await Promise.all(superseded);
  for (const control of [abortRequests(["S"]), resetRequests(["S"]), joinRequest("S"), clearRequestsCache(), stopPolling()]) {
    void dispatch("S");
    void store.dispatch(control as never);
  }
  void store.dispatch({ type: "L", meta: { localData: { id: 1, z: 1 } } } as never);
  await turn();
  expect(new Set(types())).toEqual(
    new Set(["Q", "SET_DOWNLOAD_PROGRESS", "Q_SUCCESS", "M", "M_ERROR", "R", "R_ABORT", "R_SUCCESS", "S", "S_ABORT", "ABORT_REQUESTS", "RESET_REQUESTS", "JOIN_REQUEST", "CLEAR_REQUESTS_CACHE", "STOP_POLLING", "L"]),
  );
});

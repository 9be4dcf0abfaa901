import { configureStore, type Middleware } from "@reduxjs/toolkit";
import { expect, describe, onTestFinished, test, vi } from "vitest";
import { createClient, type Client } from "sluice";
import {
  abortRequests,
  createRequestsStore,
  getMutation,
  getQuery,
  handleRequests,
  joinRequest,
  resetRequests,
  stopPolling,
  type RequestAction,
  type RequestsOptions,
  type RequestsState,
} from "sluice/redux";
import { turn, uncaught, wasm } from "../harness.js";

interface Answering {
  readonly request: unknown;
  readonly signal: AbortSignal;
  succeed(data: unknown, more?: object): void;
  fail(error: unknown): void;
}

/** A store whose requests a core carries out, and a driver in the test's hands. */
async function storeOf({ preloaded, loading = false, ...options }: Partial<RequestsOptions> & { preloaded?: Partial<RequestsState>; loading?: boolean } = {}) {
  const complaints = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const client: Client = options.client ?? createClient({ wasm });
  onTestFinished(() => {
    client.close();
    for (const complaint of complaints) {
      expect(complaint.mock.calls).toEqual([]);
      complaint.mockRestore();
    }
  });
  if (!loading) await client.ready;
  const calls: Answering[] = [];
  const driver = (request: unknown, _action: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise<{ data: unknown }>((resolve, reject) => {
      calls.push({ request, signal, succeed: (data, more = {}) => resolve({ data, ...more }), fail: reject });
      signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  const actions: { readonly type: string; readonly [member: string]: unknown }[] = [];
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ driver, client, ...options });
  const recorder: Middleware = () => (next) => (action) => {
    actions.push(action as never);
    return next(action);
  };
  const made = configureStore({
    reducer: { requests: requestsReducer },
    middleware: (usual) =>
      usual({ serializableCheck: { warnAfter: 10_000, ignoredActionPaths: [/^meta\./] }, immutableCheck: { warnAfter: 10_000 } }).concat(requestsMiddleware).concat(recorder),
    ...(preloaded && { preloadedState: { requests: { ...requestsReducer(undefined, { type: "" }), ...preloaded } } }),
  });
  const store = createRequestsStore(made);
  const dispatch = (type: string, meta = {}, request: unknown = { url: "/" }) => store.dispatchRequest({ type, request, meta } as RequestAction);
  return { store, client, dispatch, calls, actions, requestsPromise, types: () => actions.map(({ type }) => type), query: (type: string) => getQuery(store.getState(), { type }) };
}

const M = { asMutation: true };

describe("requests of a store that a core carries out", () => {
  test("a query: two actions, and what they say (W1)", async () => {
    const { dispatch, calls, types, query } = await storeOf();
    const result = dispatch("Q");
    expect(query("Q")).toMatchObject({ data: null, loading: true, pristine: false });
    calls[0]!.succeed("d", { status: 200 });
    expect(await result).toMatchObject({ data: "d", status: 200, action: { type: "Q_SUCCESS", response: { data: "d", status: 200 } } });
    expect(types()).toEqual(["Q", "Q_SUCCESS"]);
    expect(query("Q")).toMatchObject({ data: "d", loading: false, pristine: false });
  });

  test("an error takes data away, unless keepDataOnError (W2)", async () => {
    for (const keepDataOnError of [undefined, true]) {
      const { dispatch, calls, query } = await storeOf(keepDataOnError ? { keepDataOnError } : {});
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
    const { dispatch, calls, types, query } = await storeOf();
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
    const { store, dispatch, calls, types, query } = await storeOf();
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
    const { dispatch, calls, store, actions } = await storeOf({
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
    const { dispatch, calls, types, query } = await storeOf();
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
    const { dispatch, calls, types, query } = await storeOf();
    const result = dispatch("Q", { silent: true });
    calls[0]!.succeed("d");
    expect(await result).toEqual({ data: "d" });
    expect(types()).toEqual([]);
    expect(query("Q")).toMatchObject({ pristine: true });
  });

  test("mutations change queries: optimistically, back, and for good", async () => {
    const { dispatch, calls, query } = await storeOf();
    const list = dispatch("Q");
    calls[0]!.succeed([1]);
    await list;
    const mutations = { Q: { updateDataOptimistic: (data: number[]) => [...data, 9], updateData: (data: number[], added: number) => [...data.filter((n) => n !== 9), added] } };
    const first = dispatch("M", { ...M, mutations });
    expect(query("Q").data).toEqual([1, 9]);
    calls[1]!.fail("E");
    await first;
    expect(query("Q").data).toEqual([1]);
    const second = dispatch("M", { ...M, mutations });
    calls[2]!.succeed(2);
    await second;
    expect(query("Q").data).toEqual([1, 2]);
  });

  test("a local mutation of an action that is no request is applied at once", async () => {
    const { store, dispatch, calls, query } = await storeOf();
    const list = dispatch("Q");
    calls[0]!.succeed([1]);
    await list;
    void store.dispatch({ type: "ADD", meta: { mutations: { Q: { updateData: (data: number[]) => [...data, 2], local: true } } } } as never);
    expect(query("Q").data).toEqual([1, 2]);
  });

  test("local mutations that throw change nothing, and each is reported as what it is", async () => {
    const errors = uncaught();
    const { store, dispatch, calls, query } = await storeOf();
    const list = dispatch("Q");
    calls[0]!.succeed([1]);
    await list;
    for (const message of ["first", "second"]) {
      const updateData = () => {
        throw new RangeError(message);
      };
      void store.dispatch({ type: "ADD", meta: { mutations: { Q: { updateData, local: true } } } } as never);
    }
    await turn();
    expect(errors.map((error) => (error as Error).message)).toEqual(["first", "second"]);
    expect(query("Q").data).toEqual([1]);
  });

  test("a batch answers with lists; its first failure cancels the others (W20)", async () => {
    const { store, dispatch, calls } = await storeOf();
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
    const { dispatch, calls, types, actions, query } = await storeOf({ cache: true });
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
    const { store, dispatch, calls, types, query } = await storeOf();
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
    const { store, dispatch, calls } = await storeOf();
    expect(await store.dispatch(joinRequest("Q") as never)).toBeNull();
    const result = dispatch("Q");
    const joined = store.dispatch(joinRequest("Q") as never) as unknown as Promise<unknown>;
    calls[0]!.succeed(1);
    expect(await joined).toBe(await result);
  });

  test("progress is told by actions", async () => {
    let measure!: (percent: number) => void;
    let answer!: (response: { data: unknown }) => void;
    const driver = (_request: unknown, _action: unknown, actions: { setDownloadProgress?: (percent: number) => void }) => {
      measure = actions.setDownloadProgress!;
      return new Promise((resolve) => (answer = resolve));
    };
    const { dispatch, types, query, actions } = await storeOf({ driver: driver as never });
    const result = dispatch("Q", { measureDownloadProgress: true });
    expect(query("Q").downloadProgress).toBe(0);
    measure(42.7);
    await turn();
    expect(query("Q").downloadProgress).toBe(42);
    expect(types()).toEqual(["Q", "SET_DOWNLOAD_PROGRESS"]);
    expect(actions[1]).toMatchObject({ requestType: "Q", progress: 42 });
    answer({ data: 1 });
    await result;
    expect(query("Q").downloadProgress).toBe(100);
  });

  test("polling: polls are told like others, and end by stopPolling", async () => {
    const { store, dispatch, calls, types, actions } = await storeOf();
    const first = dispatch("Q", { poll: 0.02 });
    calls[0]!.succeed(1);
    await first;
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    calls[1]!.succeed(2);
    await turn();
    expect(types()).toEqual(["Q", "Q_SUCCESS", "Q", "Q_SUCCESS"]);
    expect(actions[2]).toMatchObject({ meta: { polled: true } });
    store.dispatch(stopPolling(["Q"]));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(calls).toHaveLength(2);
  });

  test("works before the core is there", async () => {
    const { dispatch, calls, types, query } = await storeOf({ loading: true });
    const result = dispatch("Q");
    const mutation = dispatch("M", M);
    expect(types()).toEqual(["Q", "M"]);
    expect(query("Q")).toMatchObject({ loading: true, pending: 1, pristine: false });
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    calls[0]!.succeed(1);
    calls[1]!.fail("E");
    expect(await result).toMatchObject({ data: 1 });
    expect(await mutation).toMatchObject({ error: "E" });
    expect(types()).toEqual(["Q", "M", "Q_SUCCESS", "M_ERROR"]);
    expect(query("Q")).toMatchObject({ data: 1, pending: 0 });
  });

  test("a core that cannot be had: requests end as errors", async () => {
    const client = createClient({ wasm: new Uint8Array([1, 2, 3]) });
    const { dispatch, types } = await storeOf({ client, loading: true, driver: (() => Promise.resolve({ data: 1 })) as never });
    const { error } = (await dispatch("Q")) as { error: Error };
    expect(error.name).toBe("LoadError");
    expect(types()).toEqual(["Q", "Q_ERROR"]);
    expect(vi.mocked(console.error).mock.calls.join()).toContain("non-serializable"); // the toolkit says so of such an error
    vi.mocked(console.error).mockClear();
  });

  test("a state that it begins with is known to the core: mutations change it", async () => {
    const { dispatch, calls, query } = await storeOf({ preloaded: { queries: { Q: { data: [1], error: null, pending: 0, pristine: false, type: "Q" } } } });
    const result = dispatch("M", { ...M, mutations: { Q: (data: number[]) => [...data, 2] } });
    calls[0]!.succeed(null);
    await result;
    expect(query("Q").data).toEqual([1, 2]);
  });

  test("what others do with its client reaches the state", async () => {
    const client = createClient({ wasm, fetch: () => Promise.resolve(Response.json("d")) });
    const { store, query, types } = await storeOf({ client });
    await client.apiRequest({ name: "getThing" });
    await turn();
    expect(query("getThing").data).toBe("d");
    expect(types().every((type) => type === "SYNC_REQUESTS")).toBe(true);
    expect(getMutation(store.getState(), { type: "save" })).toMatchObject({ loading: false });
  });

  test("a function of an abort that throws is reported; the abort stands", async () => {
    const errors = uncaught();
    const { store, dispatch } = await storeOf({ onAbort: () => { throw new Error("X"); } });
    const result = dispatch("Q");
    store.dispatch(abortRequests());
    expect(await result).toMatchObject({ isAborted: true });
    await turn();
    expect(errors).toHaveLength(1);
  });

  test("normalised data: both queries show what a mutation answers; the state has the objects (W24)", async () => {
    const { dispatch, calls, query, store } = await storeOf({ normalize: true });
    const answer = async (type: string, data: unknown, meta = {}) => {
      const result = dispatch(type, meta);
      calls.at(-1)!.succeed(data);
      await result;
    };
    await answer("LIST", [{ id: 1, title: "o" }]);
    await answer("DETAIL", { id: 1, title: "o", text: "t" });
    await answer("OTHER", [{ id: 2 }]);
    const other = query("OTHER");
    await answer("M", { id: 1, title: "n" }, M);
    expect(query("LIST").data).toEqual([{ id: 1, title: "n" }]);
    expect(query("DETAIL").data).toEqual({ id: 1, title: "n", text: "t" });
    expect(query("OTHER")).toBe(other);
    expect(store.getState().requests.normalizedData).toEqual({ 1: { id: 1, title: "n", text: "t" }, 2: { id: 2 } });
  });

  test("optimisticData of an action, and an abort (W26)", async () => {
    const { store, dispatch, calls, query } = await storeOf({ normalize: true });
    const list = dispatch("LIST");
    calls[0]!.succeed([{ id: 1, n: 1 }]);
    await list;
    const mutation = dispatch("M", { ...M, optimisticData: { id: 1, n: 5 }, revertedData: { id: 1, n: 2 } });
    expect(query("LIST").data).toEqual([{ id: 1, n: 5 }]);
    store.dispatch(abortRequests(["M"]));
    expect(await mutation).toMatchObject({ isAborted: true });
    expect(query("LIST").data).toEqual([{ id: 1, n: 2 }]);
    void store.dispatch({ type: "LOCAL", meta: { localData: { id: 1, n: 3 } } } as never);
    expect(query("LIST").data).toEqual([{ id: 1, n: 3 }]);
  });

  test("requestsCapacity: the state has the keys that are kept", async () => {
    const { store, dispatch, calls } = await storeOf({ cache: true });
    for (const requestKey of ["1", "2", "3"]) {
      const result = dispatch("Q", { requestKey, requestsCapacity: 2, cache: true });
      calls.at(-1)!.succeed(requestKey);
      await result;
    }
    const { queries, requestsKeys, cache } = store.getState().requests;
    expect(Object.keys(queries)).toEqual(["Q2", "Q3"]);
    expect(requestsKeys).toEqual({ Q: ["2", "3"] });
    expect(Object.keys(cache)).toEqual(["Q2", "Q3"]);
    expect(getQuery(store.getState(), { type: "Q", requestKey: "3" }).data).toBe("3");
  });
});

test("a silent request of onError mends the one it is made for, of the same type", async () => {
  const denied = new Error("401");
  const { dispatch, calls, types, query } = await storeOf({
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

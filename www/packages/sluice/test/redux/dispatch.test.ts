import { applyMiddleware, combineReducers, legacy_createStore } from "redux";
import { describe, expect, test } from "vitest";
import { createRequestsStore, getMutation, getQuery, handleRequestsWith, isResponseAction, type RequestAction, type TypedRequest } from "sluice/redux";
import { scripted } from "./engine.js";
import { plainStore, toolkitStore } from "./stores.js";

const fetchBooks = (meta = {}): RequestAction<string[]> => ({ type: "Q", request: { url: "/books" }, meta });
const addBook = (): RequestAction => ({ type: "M", request: { url: "/books", method: "post" } });
const fsa: RequestAction = { type: "F", payload: { request: { url: "/" } }, meta: { requestKey: 7, note: "mine" } };
const Q = { type: "Q" };

describe.each([
  ["redux", plainStore],
  ["redux toolkit", toolkitStore],
] as const)("a store of %s", (_name, storeOf) => {
  test("is told of a request and its success; dispatch resolves with them (example 1)", async () => {
    const { store, actions, types, engine } = storeOf();
    const result = store.dispatchRequest(fetchBooks());
    expect(getQuery(store.getState(), Q)).toMatchObject({ data: null, loading: true, pending: 1, pristine: false });
    engine.last.succeed(["a"], { status: 200 });
    expect(await result).toEqual({ action: actions[1], data: ["a"], status: 200 });
    expect(types()).toEqual(["Q", "Q_SUCCESS"]);
    expect(actions[1]).toMatchObject({ type: "Q_SUCCESS", response: { data: ["a"], status: 200 }, meta: { requestAction: { type: "Q", request: { url: "/books" } } } });
    expect(getQuery(store.getState(), Q)).toMatchObject({ data: ["a"], loading: false, pristine: false });
  });

  test("is told of an error, with which dispatch resolves", async () => {
    const { store, actions, types, engine } = storeOf();
    const result = store.dispatchRequest(addBook());
    expect(getMutation(store.getState(), { type: "M" })).toMatchObject({ loading: true, error: null });
    engine.last.fail("E");
    expect(await result).toEqual({ action: actions[1], error: "E" });
    expect(types()).toEqual(["M", "M_ERROR"]);
    expect(actions[1]).toMatchObject({ error: "E", meta: { requestAction: addBook() } });
    expect(getMutation(store.getState(), { type: "M" })).toMatchObject({ loading: false, error: "E" });
  });

  test("is told of the older request's abort after the newer request (example 9)", async () => {
    const { store, types, engine, requests } = storeOf();
    const pending: number[] = [];
    const first = store.dispatchRequest(fetchBooks());
    pending.push(requests().queries["Q"]!.pending);
    const second = store.dispatchRequest(fetchBooks());
    pending.push(requests().queries["Q"]!.pending);
    expect(types()).toEqual(["Q", "Q"]);
    expect(await first).toMatchObject({ isAborted: true, action: { type: "Q_ABORT" } });
    pending.push(requests().queries["Q"]!.pending);
    engine.last.succeed(["a"]);
    expect(await second).toMatchObject({ data: ["a"] });
    pending.push(requests().queries["Q"]!.pending);
    expect(types()).toEqual(["Q", "Q", "Q_ABORT", "Q_SUCCESS"]);
    expect(pending).toEqual([1, 2, 1, 0]);
  });

  test("shows requests before the core is there", async () => {
    const { store, types, engine, requests } = storeOf({ prepare: (engine) => (engine.loading = true) });
    const result = store.dispatchRequest(fetchBooks());
    void store.dispatchRequest(addBook());
    expect(requests().queries["Q"]).toEqual({ data: null, pending: 1, error: null, pristine: false, type: "Q" });
    expect(requests().mutations["M"]).toEqual({ pending: 1, error: null, type: "M" });
    engine.loading = false;
    engine.sent[0]!.succeed(["a"]);
    expect(await result).toMatchObject({ data: ["a"] });
    expect(requests().queries["Q"]).toEqual({ data: ["a"], pending: 0, error: null, pristine: false, type: "Q" });
    expect(types()).toEqual(["Q", "M", "Q_SUCCESS"]);
  });
});

describe("an action", () => {
  test("that is no request comes through as it is, and gives what it gives in any store", () => {
    const { store, actions, engine } = plainStore();
    const others = [{ type: "X", payload: { url: "/" } }, { type: "Y", request: "no" }, { type: "Z_SUCCESS", request: { url: "/" }, response: {} }];
    for (const action of others) expect(store.dispatch(action)).toBe(action);
    expect(actions.every((action, i) => action === others[i])).toBe(true);
    expect(engine.sent).toEqual([]);
  });

  test("with a payload is answered by Flux standard actions that keep its meta", async () => {
    const { store, actions, engine } = plainStore();
    const done = store.dispatch(fsa);
    engine.last.succeed(1);
    await done;
    void store.dispatch(fsa);
    engine.last.fail("E");
    expect(actions[1]).toMatchObject({ type: "F_SUCCESS", payload: { data: 1 }, meta: { requestKey: 7, note: "mine", requestAction: fsa } });
    expect(actions[3]).toMatchObject({ type: "F_ERROR", payload: "E", error: true, meta: { note: "mine" } });
    expect(actions[1]).not.toHaveProperty("response");
    expect(actions.filter(isResponseAction)).toHaveLength(2);
  });

  test("that is aborted is told with its meta only", async () => {
    const { store, actions, engine } = plainStore();
    const done = store.dispatch(fetchBooks({ note: 1 }));
    engine.last.abort();
    expect(await done).toEqual({ action: actions[1], isAborted: true });
    expect(Object.keys(actions[1]!)).toEqual(["type", "meta"]);
  });

  test("that is silent reaches nobody (example 8)", async () => {
    const { store, actions, engine, requests } = plainStore();
    const before = requests();
    const done = store.dispatch(fetchBooks({ silent: true }));
    engine.last.succeed(["a"]);
    expect(await done).toEqual({ data: ["a"] });
    expect(actions).toEqual([]);
    expect(requests()).toBe(before);
  });

  test("whose success a function of the user breaks has dispatch reject (example 7)", async () => {
    const { store, types, engine } = plainStore();
    const done = store.dispatch(fetchBooks());
    const broken = new Error("X");
    engine.last.fail(broken, { thrown: true });
    await expect(done).rejects.toBe(broken);
    expect(types()).toEqual(["Q", "Q_ERROR"]);
  });

  test("that the cache answers says so, and changes nothing", async () => {
    const { store, actions, engine, requests } = plainStore({ cache: true });
    const first = store.dispatch(fetchBooks());
    engine.last.succeed(["a"]);
    await first;
    const before = requests();
    engine.cached = { data: ["a"] };
    expect(await store.dispatch(fetchBooks())).toEqual({ action: actions[3], data: ["a"] });
    expect(requests()).toBe(before);
    expect(actions[2]).toMatchObject({ type: "Q", meta: { cacheResponse: { data: ["a"] } } });
    expect(actions[3]).toMatchObject({ type: "Q_SUCCESS", response: { data: ["a"] }, meta: { cacheResponse: { data: ["a"] } } });
  });

  test("is shown to the reducers as its functions have changed it", async () => {
    const { store, actions, engine } = plainStore();
    engine.request = (action, tell) => {
      const changed = { ...action, request: { url: "/changed" } } as TypedRequest;
      tell({ kind: "request", action: changed, patch: {} });
      tell({ kind: "success", action: changed, response: { data: 1 }, patch: {} });
    };
    await store.dispatch(fetchBooks());
    expect(actions[0]).toMatchObject({ request: { url: "/changed" } });
    expect(actions[1]).toMatchObject({ meta: { requestAction: { request: { url: "/changed" } } } });
    expect(Object.getOwnPropertySymbols((actions[1]!["meta"] as { requestAction: object }).requestAction)).toEqual([]);
  });

  test("of polling goes through all middlewares, and is sent by nobody else", async () => {
    const { store, actions, engine } = plainStore();
    let sent = 0;
    engine.request = (action, tell) => {
      sent++;
      tell({ kind: "request", action, patch: {} });
      tell({ kind: "success", action, response: { data: 1 }, patch: {} });
      tell({ kind: "request", action, polled: true });
      tell({ kind: "success", action, response: { data: 2 }, polled: true, patch: {} });
    };
    expect(await store.dispatch(fetchBooks({ poll: 1 }))).toMatchObject({ data: 1 });
    expect(sent).toBe(1);
    expect(actions.map(({ type, meta }) => [type, (meta as { polled?: boolean }).polled])).toEqual([
      ["Q", undefined],
      ["Q_SUCCESS", undefined],
      ["Q", true],
      ["Q_SUCCESS", true],
    ]);
  });

  test("that changes data without a request is given to the engine, an answer with such meta is not", async () => {
    const { store, actions, engine } = plainStore();
    engine.patch = { queries: { Q: { data: 2, pending: 0, error: null, pristine: false } } };
    const local = { type: "L", meta: { mutations: { Q: { updateData: (n: number) => n + 1, local: true } } } };
    store.dispatch(local);
    store.dispatch({ type: "O", meta: { localData: { id: 1 } } });
    expect(engine.calls).toEqual([
      ["local", local],
      ["local", { type: "O", meta: { localData: { id: 1 } } }],
    ]);
    expect(getQuery(store.getState(), Q).data).toBe(2);
    store.dispatch({ type: "N", meta: { mutations: { Q: () => 1 } } });
    engine.patch = undefined;
    const done = store.dispatch(fetchBooks({ localData: { id: 1 } }));
    engine.last.succeed(1);
    await done;
    expect(engine.calls).toHaveLength(2);
    expect(actions.map(({ type }) => type)).toEqual(["L", "O", "N", "Q", "Q_SUCCESS"]);
  });
});

test("the checks of Redux Toolkit accept functions, errors and headers when they are told to", async () => {
  const { store, engine, requests } = toolkitStore({
    serializableCheck: { ignoredActionPaths: ["meta", "error", "payload", "response.headers"], ignoredPaths: ["requests"] },
  });
  const done = store.dispatch(fetchBooks({ getData: (data: unknown) => data }));
  engine.last.succeed(["a"], { headers: new Headers() });
  expect(await done).toMatchObject({ data: ["a"] });
  void store.dispatch(fetchBooks({ onError: () => {} }));
  engine.last.fail(new Error("E"));
  expect(requests().queries["Q"]!.error).toBeInstanceOf(Error);
});

test("one handleRequests serves several stores, each with an engine of its own", () => {
  const script = scripted();
  const { requestsReducer, requestsMiddleware } = handleRequestsWith(script.factory, { driver: async () => ({ data: 1 }) });
  const make = () => ({ store: createRequestsStore(legacy_createStore(combineReducers({ requests: requestsReducer }), applyMiddleware(...requestsMiddleware))), engine: script.engine });
  const [a, b] = [make(), make()];
  void a.store.dispatchRequest(fetchBooks());
  expect([a.engine.sent.length, b.engine.sent.length]).toEqual([1, 0]);
  expect(getQuery(b.store.getState(), Q).pristine).toBe(true);
});

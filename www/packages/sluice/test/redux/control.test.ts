import { describe, expect, test } from "vitest";
import { abortRequests, clearRequestsCache, joinRequest, resetRequests, stopPolling, withPatch, type Pass, type RequestAction } from "sluice/redux";
import { isPending } from "../harness.js";
import { plainStore } from "./stores.js";

const fetchBooks = (meta = {}): RequestAction<string[]> => ({ type: "Q", request: { url: "/books" }, meta });

describe("control", () => {
  const creator = Object.assign(() => fetchBooks(), { toString: () => "Q" });

  test("reaches the reducers with what becomes of the state, and the engine with the list", () => {
    const { store, types, engine, requests } = plainStore({ cache: true });
    engine.patch = { queries: { Q: { data: 1, pending: 0, error: null, pristine: false, type: "Q" } } };
    store.dispatch(abortRequests());
    store.dispatch(abortRequests([creator, { requestType: creator, requestKey: "1" }]));
    engine.patch = { queries: { Q: null } };
    store.dispatch(resetRequests(["Q"], false));
    store.dispatch(clearRequestsCache(["Q"]));
    store.dispatch(stopPolling());
    expect(engine.calls).toEqual([
      ["abort", null],
      ["abort", ["Q", { requestType: "Q", requestKey: "1" }]],
      ["reset", ["Q"], false, true],
      ["clearCache", ["Q"]],
      ["stopPolling", null],
    ]);
    expect(types()).toEqual(["ABORT_REQUESTS", "ABORT_REQUESTS", "RESET_REQUESTS", "CLEAR_REQUESTS_CACHE", "STOP_POLLING"]);
    expect(requests().queries).toEqual({});
  });

  test("by aborts that are told after the action", async () => {
    const { store, types, engine } = plainStore();
    void store.dispatch(fetchBooks());
    engine.abort = (...given) => {
      (given.at(-1) as Pass)();
      engine.last.abort();
    };
    store.dispatch(abortRequests());
    expect(types()).toEqual(["Q", "ABORT_REQUESTS", "Q_ABORT"]);
  });

  test("that is not switched on, or that the engine dispatches itself, comes through", () => {
    const { store, types, engine } = plainStore();
    store.dispatch(clearRequestsCache());
    engine.store.dispatch(withPatch(abortRequests(), {}));
    expect(engine.calls).toEqual([]);
    expect(types()).toEqual(["CLEAR_REQUESTS_CACHE", "ABORT_REQUESTS"]);
  });
});

describe("joinRequest", () => {
  test("gives the result of the newest pending request of a name, silent ones too", async () => {
    const { store, engine } = plainStore();
    void store.dispatch(fetchBooks());
    void store.dispatch(fetchBooks({ requestKey: "1" }));
    void store.dispatch({ type: "Q1", request: { url: "/" }, meta: { silent: true } });
    const unkeyed = store.dispatchRequest(joinRequest("Q"));
    const exact = store.dispatchRequest(joinRequest({ requestType: "Q", requestKey: 1 }));
    const glued = store.dispatchRequest(joinRequest("Q1"));
    engine.sent.forEach((sent, i) => sent.succeed(i));
    expect(await Promise.all([unkeyed, exact, glued])).toMatchObject([{ data: 0 }, { data: 1 }, { data: 2 }]);
  });

  test("spells type and key where no type has that name", async () => {
    const { store, engine } = plainStore();
    void store.dispatch(fetchBooks({ requestKey: "1" }));
    const joined = store.dispatchRequest(joinRequest("Q1"));
    expect(await isPending(joined)).toBe(true);
    engine.last.abort();
    expect(await joined).toMatchObject({ isAborted: true });
  });

  test("gives null where none is pending (example 19)", async () => {
    const { store, engine, types } = plainStore();
    const done = store.dispatch(fetchBooks());
    engine.last.succeed([]);
    await done;
    expect(await store.dispatchRequest(joinRequest("Q"))).toBeNull();
    expect(await store.dispatchRequest(joinRequest({ requestType: "X" }, true))).toBeNull();
    expect(types()).toEqual(["Q", "Q_SUCCESS", "JOIN_REQUEST", "JOIN_REQUEST"]);
  });
});

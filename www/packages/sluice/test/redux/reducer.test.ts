import { describe, expect, test } from "vitest";
import { addWatcher, handleRequestsWith, removeWatcher, withPatch, type Patch, type TypedRequest, type RequestsState } from "sluice/redux";
import { setDownloadProgress, setUploadProgress } from "../../src/redux/actions.js";
import { scripted } from "./engine.js";

const { requestsReducer: reduce } = handleRequestsWith(scripted().factory, { driver: async () => ({ data: null }) });
const initial = reduce(undefined, { type: "@@INIT" });
const patched = (state: RequestsState, patch: Patch) => reduce(freeze(state), withPatch({ type: "X" }, patch));
const request = (type: string, meta: TypedRequest["meta"] = {}, method = "get"): TypedRequest => ({ type, request: { url: "/", method }, meta });
const queries = (state: RequestsState, ...actions: { type: string }[]) => actions.reduce((state, action) => reduce(freeze(state), action), state).queries;

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

test("the state at first", () => {
  expect(initial).toEqual({
    queries: {},
    mutations: {},
    normalizedData: {},
    cache: {},
    downloadProgress: {},
    uploadProgress: {},
    requestsKeys: {},
    watchers: {},
    ssr: null,
    websocket: { pristine: true, connected: false },
  });
});

describe("a patch", () => {
  const record = { data: [1], pending: 0, error: null, pristine: false, type: "Q" };
  const full = patched(initial, { queries: { Q: record, R: { ...record, type: "R" } }, normalizedData: { a: { id: "a" } }, requestsKeys: { Q: ["1"] }, downloadProgress: { Q: 5 } });

  test("sets members, and keeps what it does not name", () => {
    const next = patched(full, { queries: { Q: { ...record, pending: 1 } }, watchers: { Q: 1 }, ssr: ["Q"], websocket: { pristine: false, connected: true } });
    expect(next.queries["Q"]).toEqual({ ...record, pending: 1 });
    expect(next.queries["R"]).toBe(full.queries["R"]);
    expect(next.normalizedData).toBe(full.normalizedData);
    expect(next).toMatchObject({ watchers: { Q: 1 }, ssr: ["Q"], websocket: { connected: true } });
  });

  test("removes what it gives as null", () => {
    const next = patched(full, { queries: { Q: null, none: null }, normalizedData: { a: null }, requestsKeys: { Q: null }, downloadProgress: { Q: null } });
    expect(next).toEqual({ ...initial, queries: { R: full.queries["R"] } });
  });

  test("that changes nothing keeps the state", () => {
    const same: Patch = { queries: { Q: { ...record }, none: null }, requestsKeys: { Q: ["1"] }, downloadProgress: { Q: 5 }, watchers: {}, websocket: { pristine: true, connected: false }, ssr: null };
    expect(patched(full, same)).toBe(full);
    expect(patched(full, {})).toBe(full);
  });

  test("on a request stands for what the reducer does by itself", () => {
    expect(reduce(full, withPatch(request("Q"), {}))).toBe(full);
  });

  test("may name members as objects are named", () => {
    const next = patched(initial, { queries: JSON.parse('{"__proto__":{"data":1,"pending":0,"error":null,"pristine":false,"type":"__proto__"}}') as Patch["queries"] & object });
    expect(Object.keys(next.queries)).toEqual(["__proto__"]);
    expect(patched(next, { queries: { toString: null } })).toBe(next);
  });
});

describe("a request that the core has not seen", () => {
  test("of a query is pending, keeps the data and forgets the error", () => {
    const state = patched(initial, { queries: { Q: { data: 1, pending: 1, error: "E", pristine: true, type: "Q" } } });
    expect(queries(state, request("Q"))).toEqual({ Q: { data: 1, pending: 2, error: null, pristine: false, type: "Q" } });
    expect(queries(initial, request("R", { requestKey: 0 }))).toEqual({ R0: { data: null, pending: 1, error: null, pristine: false, type: "R", requestKey: "0" } });
  });

  test("of a mutation is pending", () => {
    expect(reduce(initial, request("M", {}, "post")).mutations).toEqual({ M: { pending: 1, error: null, type: "M" } });
  });

  test("shows nothing when it is silent, or answered without the network", () => {
    for (const meta of [{ silent: true }, { cacheResponse: { data: 1 } }, { ssrResponse: { data: 1 } }, { ssrError: "E" }]) expect(reduce(initial, request("Q", meta))).toBe(initial);
  });

  test("ends with its answer, too", () => {
    const meta = { requestAction: request("Q") };
    const pending = reduce(initial, request("Q"));
    const ends = (action: { type: string; [member: string]: unknown }) => reduce(freeze(pending), { meta, ...action } as { type: string }).queries["Q"];
    expect(ends({ type: "Q_SUCCESS", response: { data: 1 } })).toMatchObject({ data: 1, pending: 0, error: null });
    expect(ends({ type: "Q_ERROR", error: "E" })).toMatchObject({ data: null, pending: 0, error: "E" });
    expect(ends({ type: "Q_ABORT" })).toBeUndefined();
    const shown = patched(pending, { queries: { Q: { ...pending.queries["Q"]!, data: 2 } } });
    expect(queries(shown, { type: "Q_ERROR", error: "E", meta } as { type: string })["Q"]).toMatchObject({ data: null, error: "E" });
    expect(queries(shown, { type: "Q_ABORT", meta } as { type: string })["Q"]).toMatchObject({ data: 2, pending: 0 });
  });

  test("is told from other actions, and queries from mutations, by the options", () => {
    const { requestsReducer } = handleRequestsWith(scripted().factory, {
      driver: async () => ({ data: null }),
      isRequestAction: ({ ask }: { ask?: boolean }) => ask === true,
      isRequestActionQuery: ({ type }: { type: string }) => type.startsWith("get"),
    });
    const state = ["getA", "setA"].reduce((state, type) => requestsReducer(state, { type, ask: true } as { type: string }), requestsReducer(undefined, request("Q")));
    expect(Object.keys(state.queries)).toEqual(["getA"]);
    expect(Object.keys(state.mutations)).toEqual(["setA"]);
    expect(Object.keys(requestsReducer(initial, { type: "getA", ask: true, meta: { asMutation: true } } as { type: string }).mutations)).toEqual(["getA"]);
  });
});

describe("a property's name", () => {
  const keyed = request("FETCH", { requestKey: 1 });
  const plain = request("FETCH1");

  test("is type and key, apart with NUL where another pair has that name", () => {
    expect(Object.keys(queries(initial, keyed, plain, keyed, plain))).toEqual(["FETCH1", "FETCH1\0"]);
    expect(Object.keys(queries(initial, plain, keyed))).toEqual(["FETCH1", "FETCH\u00001"]);
    expect(Object.keys(queries(initial, plain, request("FET", { requestKey: "CH1" }), keyed))).toEqual(["FETCH1", "FET\0CH1", "FETCH\u00001"]);
  });

  test("stays what it is when the other pair goes", () => {
    const state = reduce(reduce(initial, plain), keyed);
    const left = patched(state, { queries: { FETCH1: null } });
    expect(Object.keys(queries(left, keyed, plain))).toEqual(["FETCH\u00001", "FETCH1"]);
  });

  test("is one for queries and mutations", () => {
    const state = reduce(reduce(initial, plain), request("FETCH", { requestKey: 1 }, "post"));
    expect(Object.keys(state.mutations)).toEqual(["FETCH\u00001"]);
  });
});

test("watchers are counted, never below 0", () => {
  const counts = [addWatcher("Q"), addWatcher("Q"), removeWatcher("Q"), removeWatcher("Q"), removeWatcher("Q"), addWatcher("Q")];
  let state = initial;
  expect(counts.map((action) => (state = reduce(state, action)).watchers["Q"] ?? 0)).toEqual([1, 2, 1, 0, 0, 1]);
});

test("progress is set by name", () => {
  const state = [setDownloadProgress("Q", 5), setDownloadProgress("Q", 60), setUploadProgress("M", 0)].reduce<RequestsState>((state, action) => reduce(state, action), initial);
  expect(state).toMatchObject({ downloadProgress: { Q: 60 }, uploadProgress: { M: 0 } });
});

import { describe, expect, test } from "vitest";
import { getMutation, getMutationSelector, getQuery, getQuerySelector, handleRequestsWith, withPatch, type Patch, type QueryProps, type TypedRequest, type RequestsState } from "sluice/redux";
import { setDownloadProgress, setUploadProgress } from "../../src/redux/actions.js";
import { scripted } from "./engine.js";

const { requestsReducer: reduce } = handleRequestsWith(scripted().factory, { driver: async () => ({ data: null }) });
const initial = reduce(undefined, { type: "@@INIT" });
const patched = (state: RequestsState, patch: Patch) => reduce(state, withPatch({ type: "X" }, patch));
const record = (type: string, data: unknown, more = {}) => ({ data, pending: 0, error: null, pristine: false, type, ...more });
const of = (requests: RequestsState) => ({ requests });
const some = patched(initial, { queries: { Q: record("Q", [1]), N: record("N", null), K1: record("K", "keyed", { requestKey: "1" }) }, mutations: { M: { pending: 1, error: "E", type: "M" } } });

describe("getQuery", () => {
  test("shows a query", () => {
    expect(getQuery(of(some), { type: "Q" })).toEqual({ data: [1], pending: 0, loading: false, error: null, pristine: false, downloadProgress: null, uploadProgress: null });
    expect(getQuery(of(some), { type: "K", requestKey: 1 }).data).toBe("keyed");
    expect(getQuery(of(some), { type: "K1" }).data).toBeNull();
    expect(getQuery(of(some), { type: Object.assign(() => ({ type: "Q", request: { url: "/" } }), { toString: () => "Q" }) })).toBe(getQuery(of(some), { type: "Q" }));
  });

  test("shows something in place of no data", () => {
    const fallback = { a: 1 };
    expect(getQuery(of(some), { type: "N", multiple: true }).data).toEqual([]);
    expect(getQuery(of(some), { type: "N", multiple: true, defaultData: fallback }).data).toBe(fallback);
    expect(getQuery(of(some), { type: "none", defaultData: fallback }).data).toBe(fallback);
    expect(getQuery(of(some), { type: "Q", defaultData: [2] }).data).toEqual([1]);
  });

  test("is the same object until something that it shows changes", () => {
    const props = { type: "Q" };
    let state = some;
    let shown = getQuery(of(state), props);
    const changes = (next: RequestsState) => {
      state = next;
      const before = shown;
      shown = getQuery(of(state), props);
      return shown !== before;
    };
    expect(changes(patched(state, { queries: { N: record("N", 2) }, cache: { Q: {} }, normalizedData: { a: 1 } }))).toBe(false);
    expect(changes(patched(state, { queries: { Q: record("Q", state.queries["Q"]!.data) } }))).toBe(false);
    expect(changes(reduce(state, setDownloadProgress("N", 5)))).toBe(false);
    expect(changes({ ...state, queries: { ...state.queries } })).toBe(false);
    expect(changes(reduce(state, setDownloadProgress("Q", 5)))).toBe(true);
    expect(shown.downloadProgress).toBe(5);
    expect(changes(reduce(state, setUploadProgress("Q", 0)))).toBe(true);
    expect(changes(patched(state, { queries: { Q: record("Q", [1]) } }))).toBe(true);
    expect(changes(patched(state, { queries: { Q: { ...state.queries["Q"]!, pending: 1 } } }))).toBe(true);
    expect(changes(patched(state, { queries: { Q: null } }))).toBe(true);
    expect(shown).toBe(getQuery(of(initial), { type: "other" }));
  });

  test("is the same for the same multiple and defaultData, in turns as well", () => {
    const props: QueryProps[] = [{ type: "N" }, { type: "N", multiple: true }, { type: "N", defaultData: [] }, { type: "N", defaultData: "none" }];
    const first = props.map((props) => getQuery(of(some), props));
    expect(props.map((props) => getQuery(of(some), { ...props })).every((shown, i) => shown === first[i])).toBe(true);
    expect(new Set(first).size).toBe(4);
    expect(getQuery(of(some), { type: "N", defaultData: [] })).not.toBe(first[2]);
  });

  test("gives one default for all unknown queries of all stores", () => {
    const unknown = getQuery(of(some), { type: "A" });
    expect(unknown).toEqual({ data: null, pending: 0, loading: false, error: null, pristine: true, downloadProgress: null, uploadProgress: null });
    expect(getQuery(of(initial), { type: "constructor", requestKey: "x" })).toBe(unknown);
    expect(getQuery(of(initial), { type: "toString" })).toBe(unknown);
    expect(getQuery(of(some), { type: "A", multiple: true })).toBe(getQuery(of(initial), { type: "B", multiple: true }));
  });

  test("reads as much of a large store as of a small one", () => {
    let reads = 0;
    const counted = (queries: RequestsState["queries"]) =>
      new Proxy(queries, {
        get: (target, name: string) => (reads++, target[name]),
        getOwnPropertyDescriptor: (target, name) => (reads++, Object.getOwnPropertyDescriptor(target, name)),
        ownKeys: () => expect.fail("it looks at all queries"),
      });
    const cost = (n: number) => {
      const queries = Object.fromEntries(Array.from({ length: n }, (_, i) => [`Q${i}`, record(`Q${i}`, i)]));
      reads = 0;
      getQuery(of({ ...initial, queries: counted(queries) }), { type: "Q7" });
      return reads;
    };
    expect(cost(10_000)).toBe(cost(10));
  });

  test("says what is missing where no requests are in the state", () => {
    expect(() => getQuery({} as never, { type: "Q" })).toThrow("mount requestsReducer at requests");
  });
});

describe("getMutation", () => {
  test("shows a mutation, the same object until it changes", () => {
    const shown = getMutation(of(some), { type: "M" });
    expect(shown).toEqual({ loading: true, pending: 1, error: "E", downloadProgress: null, uploadProgress: null });
    expect(getMutation(of(patched(some, { queries: { Q: null } })), { type: "M" })).toBe(shown);
    expect(getMutation(of(reduce(some, setUploadProgress("M", 7))), { type: "M" })).toEqual({ ...shown, uploadProgress: 7 });
    expect(getMutation(of(initial), { type: "M" })).toBe(getMutation(of(some), { type: "Q" }));
    expect(getMutation(of(initial), { type: "M" })).toEqual({ loading: false, pending: 0, error: null, downloadProgress: null, uploadProgress: null });
  });
});

test("selectors give what the functions give", () => {
  expect(getQuerySelector({ type: "Q" })(of(some))).toBe(getQuery(of(some), { type: "Q" }));
  expect(getMutationSelector({ type: "M" })(of(some))).toBe(getMutation(of(some), { type: "M" }));
});

test("before the core says more, a query and a mutation of one type and key are counted apart", () => {
  const request = (method: string): TypedRequest => ({ type: "B", request: { url: "/", method } });
  const state = reduce(reduce(initial, request("get")), request("post"));
  expect([getQuery(of(state), { type: "B" }).pending, getMutation(of(state), { type: "B" }).pending]).toEqual([1, 1]);
});

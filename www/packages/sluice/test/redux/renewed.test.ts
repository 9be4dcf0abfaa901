import { applyMiddleware, combineReducers, legacy_createStore, type Reducer } from "redux";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClient } from "sluice";
import { createRequestsStore, getQuery, handleRequests, type DispatchRequest, type RequestAction, type RequestsState } from "sluice/redux";
import { turn, wasm } from "../harness.js";

type State = { readonly requests: RequestsState };

/** A store whose state is made anew at a logout, as root reducers do it. */
async function storeOf(preloaded?: State, client = createClient({ wasm })) {
  onTestFinished(() => client.close());
  await client.ready;
  const calls: ((data: unknown) => void)[] = [];
  const driver = () => new Promise<{ data: unknown }>((resolve) => calls.push((data) => resolve({ data })));
  const { requestsReducer, requestsMiddleware } = handleRequests({ driver, client, cache: true });
  const reducer = combineReducers({ requests: requestsReducer });
  const root: Reducer<State> = (state, action) => reducer(action.type === "LOGOUT" ? undefined : state, action);
  const store = createRequestsStore(legacy_createStore(root, preloaded, applyMiddleware<DispatchRequest>(...requestsMiddleware)));
  const fetch = (type = "Q"): Promise<unknown> => store.dispatchRequest({ type, request: { url: "/" }, meta: { cache: true } } as RequestAction);
  const query = (type = "Q") => getQuery(store.getState(), { type });
  const load = async (data: unknown) => {
    const result = fetch();
    calls.at(-1)!(data);
    await result;
  };
  return { store, calls, fetch, query, load };
}

describe("a state that a root reducer makes anew", () => {
  test("has the core forget what it has held: it is neither shown nor given again", async () => {
    const { store, calls, fetch, query, load } = await storeOf();
    await load("of one user");
    store.dispatch({ type: "LOGOUT" });
    expect(query()).toMatchObject({ data: null, pristine: true });
    const result = fetch();
    expect(calls).toHaveLength(2);
    expect(query()).toMatchObject({ data: null, loading: true });
    calls[1]!("of the other");
    expect(await result).toMatchObject({ data: "of the other" });
    await fetch();
    expect(calls).toHaveLength(2);
    expect(query().data).toBe("of the other");
  });

  test("has it forget what the state has begun with, too", async () => {
    const record = { data: "of one user", error: null, pending: 0, pristine: false, type: "Q" };
    const made = await storeOf();
    const { store, query, fetch } = await storeOf({ requests: { ...made.store.getState().requests, queries: { Q: record } } });
    store.dispatch({ type: "LOGOUT" });
    void fetch();
    expect(query()).toMatchObject({ data: null, loading: true });
  });

  test("has it forget what others have asked its client for", async () => {
    const client = createClient({ wasm, fetch: () => Promise.resolve(Response.json("of one user")) });
    await client.apiRequest({ name: "getThing" });
    const { store, fetch, query } = await storeOf(undefined, client);
    await turn();
    expect(query("getThing").data).toBe("of one user");
    store.dispatch({ type: "LOGOUT" });
    void fetch("getThing");
    expect(query("getThing")).toMatchObject({ data: null, loading: true });
  });

  test("is no matter to what is on its way, or to mutations of data that is gone", async () => {
    const { store, calls, fetch, query, load } = await storeOf();
    await load([1]);
    const late = fetch("R");
    store.dispatch({ type: "LOGOUT" });
    void store.dispatch({ type: "ADD", meta: { mutations: { Q: { updateData: (data: number[]) => [...data, 2], local: true } } } } as never);
    expect(query().data).toBeNull();
    calls[1]!("late");
    expect(await late).toMatchObject({ data: "late" });
    await turn();
    expect([query().data, query("R").data]).toEqual([null, "late"]);
  });

  test("is not taken for one that is new, or that requests have emptied", async () => {
    const { store, calls, fetch, query } = await storeOf();
    const first = fetch("A");
    const second = fetch("B");
    calls[0]!(1);
    calls[1]!(2);
    await Promise.all([first, second]);
    store.dispatch({ type: "OTHER" });
    await fetch("A");
    expect([calls.length, query("A").data, query("B").data]).toEqual([2, 1, 2]);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, inject, test, vi } from "vitest";
import { createClient } from "sluice";
import { addWatcher, getMutation } from "sluice/redux";
import { rejection, turn, wasm } from "../harness.js";
import { coreStore } from "./core-store.js";

const M = { asMutation: true };

describe("a store and its client", () => {
  test("works before the core is there", async () => {
    const { dispatch, calls, types, query } = await coreStore({ loading: true });
    const result = dispatch("Q");
    const mutation = dispatch("M", M);
    expect(types()).toEqual(["Q", "M"]);
    expect(query("Q")).toMatchObject({ loading: true, pending: 1, pristine: false });
    await vi.waitFor(() => expect(calls).toHaveLength(2), { timeout: 10_000 }); // a core has to start
    calls[0]!.succeed(1);
    calls[1]!.fail("E");
    expect(await result).toMatchObject({ data: 1 });
    expect(await mutation).toMatchObject({ error: "E" });
    expect(types()).toEqual(["Q", "M", "Q_SUCCESS", "M_ERROR"]);
    expect(query("Q")).toMatchObject({ data: 1, pending: 0 });
  });

  test("a core that cannot be had: requests end as errors", async () => {
    const client = createClient({ wasm: new Uint8Array([1, 2, 3]) });
    const { dispatch, types } = await coreStore({ client, loading: true, driver: (() => Promise.resolve({ data: 1 })) as never });
    const { error } = (await dispatch("Q")) as { error: Error };
    expect(error.name).toBe("LoadError");
    expect(types()).toEqual(["Q", "Q_ERROR"]);
    expect(vi.mocked(console.error).mock.calls.join()).toContain("non-serializable"); // the toolkit says so of such an error
    vi.mocked(console.error).mockClear();
  });

  test("a state that it begins with is known to the core: mutations change it", async () => {
    const { dispatch, calls, query } = await coreStore({ preloaded: { queries: { Q: { data: [1], error: null, pending: 0, pristine: false, type: "Q" } } } });
    const result = dispatch("M", { ...M, mutations: { Q: (data: number[]) => [...data, 2] } });
    calls[0]!.succeed(null);
    await result;
    expect(query("Q").data).toEqual([1, 2]);
  });

  test("what others do with its client reaches the state", async () => {
    const client = createClient({ wasm, fetch: () => Promise.resolve(Response.json("d")) });
    const { store, query, types } = await coreStore({ client });
    await client.apiRequest({ name: "getThing" });
    await turn();
    expect(query("getThing").data).toBe("d");
    expect(types().every((type) => type === "SYNC_REQUESTS")).toBe(true);
    expect(getMutation(store.getState(), { type: "save" })).toMatchObject({ loading: false });
  });

  test("what was there before the store was made is shown; nothing is told where nothing changes", async () => {
    const client = createClient({ wasm, fetch: () => Promise.resolve(Response.json("d")) });
    await client.apiRequest({ name: "getThing" });
    const { query, types } = await coreStore({ client });
    await turn();
    expect(query("getThing").data).toBe("d");
    expect(types()).toEqual(["SYNC_REQUESTS"]);
    const known = await coreStore({ preloaded: { queries: { Q: { data: 1, error: null, pending: 0, pristine: false, type: "Q" } } } });
    await turn();
    expect(known.types()).toEqual([]);
  });

  test("stores that share a client show the same, each with watchers of its own", async () => {
    const client = createClient({ wasm });
    const [one, other] = [await coreStore({ client }), await coreStore({ client })];
    one.store.dispatch(addWatcher("Q"));
    const result = one.dispatch("Q", { measureDownloadProgress: true });
    one.calls[0]!.setDownloadProgress!(40);
    await turn();
    expect([one, other].map(({ query }) => query("Q").downloadProgress)).toEqual([40, 40]);
    one.calls[0]!.succeed([1]);
    await result;
    await turn();
    expect(other.query("Q")).toMatchObject({ data: [1], loading: false });
    const again = other.dispatch("Q");
    other.calls[0]!.succeed([2]);
    await again;
    await turn();
    expect([one, other].map(({ query }) => query("Q").data)).toEqual([[2], [2]]);
    expect(one.types().filter((type) => type !== "SYNC_REQUESTS")).toEqual(["ADD_WATCHER", "Q", "SET_DOWNLOAD_PROGRESS", "Q_SUCCESS"]);
  });

  test("one that is made later knows what the others do", async () => {
    const client = createClient({ wasm });
    const one = await coreStore({ client });
    one.store.dispatch(addWatcher("Q"));
    const result = one.dispatch("Q");
    one.calls[0]!.succeed([1]);
    await result;
    const { store, query } = await coreStore({ client });
    await turn();
    expect(query("Q").data).toEqual([1]);
    expect(store.getState().requests).toMatchObject({ watchers: {}, ssr: null });
    expect(one.store.getState().requests.watchers).toEqual({ Q: 1 });
  });

  test("a name of two parts in the state that it begins with is no name any more when the core has named it", async () => {
    const { dispatch, calls, query, store } = await coreStore({ preloaded: { queries: { "FETCH\u00001": { data: "old", error: null, pending: 0, pristine: false, type: "FETCH", requestKey: "1" } } } });
    expect(query("FETCH", 1).data).toBe("old");
    const result = dispatch("FETCH", { requestKey: 1 });
    calls[0]!.succeed("new");
    await result;
    expect(query("FETCH", 1).data).toBe("new");
    expect(Object.keys(store.getState().requests.queries)).toEqual(["FETCH1"]);
  });

  test("a core that dies: what is pending ends as errors, what was known is gone, and the next request works", async () => {
    const client = createClient({ wasm: new WebAssembly.Module(readFileSync(inject("faultyCore"))), fetch: () => new Promise(() => {}) });
    await client.ready;
    const { dispatch, calls, query, store } = await coreStore({ client });
    const known = dispatch("A");
    calls[0]!.succeed(1);
    await known;
    const pending = [dispatch("Q"), dispatch("M", M)];
    await rejection(client.apiRequest({ name: "fault/apply" }));
    expect(await Promise.all(pending)).toMatchObject([{ error: { name: "CrashError" } }, { error: { name: "CrashError" } }]);
    expect([query("A"), query("Q")]).toMatchObject([{ data: null, pristine: true }, { pending: 0, error: { name: "CrashError" } }]);
    expect(getMutation(store.getState(), { type: "M" })).toMatchObject({ loading: false, error: { name: "CrashError" } });
    await client.ready;
    const next = dispatch("Q");
    calls.at(-1)!.succeed(2);
    expect(await next).toMatchObject({ data: 2 });
    expect(query("Q")).toMatchObject({ data: 2, pending: 0, error: null });
    vi.mocked(console.error).mockClear(); // the toolkit does not like such errors
  });
});

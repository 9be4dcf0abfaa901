import { describe, expect, test } from "vitest";
import { abortRequests, getQuery } from "sluice/redux";
import { turn, uncaught } from "../harness.js";
import { coreStore } from "./core-store.js";

const M = { asMutation: true };

describe("data that requests change", () => {
  test("mutations change queries: optimistically, back, and for good", async () => {
    const { dispatch, calls, query } = await coreStore();
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
    const { store, dispatch, calls, query } = await coreStore();
    const list = dispatch("Q");
    calls[0]!.succeed([1]);
    await list;
    void store.dispatch({ type: "ADD", meta: { mutations: { Q: { updateData: (data: number[]) => [...data, 2], local: true } } } } as never);
    expect(query("Q").data).toEqual([1, 2]);
  });

  test("local mutations that throw change nothing, and each is reported as what it is", async () => {
    const errors = uncaught();
    const { store, dispatch, calls, query } = await coreStore();
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

  test("normalised data: both queries show what a mutation answers; the state has the objects (W24)", async () => {
    const { dispatch, calls, query, store } = await coreStore({ normalize: true });
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
    const { store, dispatch, calls, query } = await coreStore({ normalize: true });
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
    const { store, dispatch, calls } = await coreStore({ cache: true });
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

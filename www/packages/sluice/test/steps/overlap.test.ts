import { describe, expect, test } from "vitest";
import type { ApiRequest } from "../../src/index.js";
import { ready, rejection, turn, uncaught } from "../harness.js";

/** A client with a list and how long it is, both changed by mutations that foretell it. */
async function counted() {
  const { client, network } = await ready();
  const sent = (request: ApiRequest) => {
    const promise = client.apiRequest(request);
    promise.catch(() => {});
    return { promise, call: network.last };
  };
  for (const [name, data] of [["getList", [1]], ["getLength", 1]] as const) {
    const { promise, call } = sent({ name });
    call.answer(data);
    await promise;
  }
  const add = (item: string, revert?: (list: unknown[]) => unknown[]) =>
    sent({
      name: `add-${item}`,
      mutations: {
        getList: { updateDataOptimistic: (list: unknown[]) => (list.includes(item) ? list : [...list, item]), ...(revert && { revertData: revert }) },
        getLength: { updateDataOptimistic: (n: number) => n + 1 },
      },
    });
  const shown = () => [client.getQuery({ type: "getList" }).data, client.getQuery({ type: "getLength" }).data];
  return { client, network, sent, add, shown };
}

describe("mutations that overlap, and a refetch that is under way", () => {
  test("one fails and takes back what it foretold, of each query in its way; the others, and the refetch, are as if it had never been", async () => {
    const s = await counted();
    const failing = s.add("a", (list) => list.filter((item) => item !== "a"));
    const refetch = s.sent({ name: "getList" });
    const kept = s.add("b");
    expect(s.shown()).toEqual([[1, "a", "b"], 3]);
    failing.call.refuse(409, "no", "no");
    await rejection(failing.promise);
    expect(s.shown()).toEqual([[1, "b"], 2]);
    refetch.call.answer([1, "x"]);
    await refetch.promise;
    expect(s.shown()).toEqual([[1, "x", "b"], 2]);
    kept.call.answer(null);
    await kept.promise;
    expect(s.shown()).toEqual([[1, "x", "b"], 2]);
    const last = s.sent({ name: "getList" });
    last.call.answer([1, "x", "b", "y"]);
    await last.promise;
    expect(s.shown()).toEqual([[1, "x", "b", "y"], 2]);
  });

  test.each([["it is aborted", "abort"], ["the refetch is aborted", "refetch"], ["the refetch fails", "fail"]])("%s: what was foretold before and after stays or goes with its own request", async (_, what) => {
    const s = await counted();
    const [first, second] = [s.add("a"), s.add("b")];
    const refetch = s.sent({ name: "getList" });
    const third = s.add("c");
    if (what === "abort") s.client.abortRequests(["add-b"]);
    if (what === "refetch") s.client.abortRequests(["getList"]);
    if (what === "fail") refetch.call.fail(new TypeError("down"));
    await turn();
    expect(s.shown()).toEqual(what === "abort" ? [[1, "a", "c"], 3] : [[1, "a", "b", "c"], 4]);
    third.call.answer(null);
    await third.promise;
    first.call.fail(new TypeError("down"));
    await rejection(first.promise);
    expect(s.shown()).toEqual(what === "abort" ? [[1, "c"], 2] : [[1, "b", "c"], 3]);
    if (what !== "abort") {
      second.call.answer(null);
      await second.promise;
      expect(s.shown()).toEqual([[1, "b", "c"], 3]);
      return;
    }
    refetch.call.answer([1, "c"]);
    await refetch.promise;
    expect(s.shown()).toEqual([[1, "c"], 2]);
  });

  test("all fail, the last one first: the data is what the server gave, and the same object", async () => {
    const s = await counted();
    const before = s.client.getQuery({ type: "getList" }).data;
    const all = ["a", "b", "c"].map((item) => s.add(item));
    expect(s.shown()).toEqual([[1, "a", "b", "c"], 4]);
    for (const { call, promise } of all.reverse()) {
      call.refuse(500, "no", "no");
      await rejection(promise);
    }
    expect(s.shown()).toEqual([[1], 1]);
    expect(s.client.getQuery({ type: "getList" }).data).toBe(before);
  });

  test("revertData that throws is reported; what was foretold goes all the same, of the other query, too", async () => {
    const errors = uncaught();
    const s = await counted();
    const failing = s.add("a", () => {
      throw new RangeError("X");
    });
    const kept = s.add("b");
    failing.call.refuse(409, "no", "no");
    expect(await rejection(failing.promise)).toMatchObject({ status: 409 });
    await turn();
    expect(errors).toMatchObject([{ message: "X" }]);
    expect(s.shown()).toEqual([[1, "b"], 2]);
    kept.call.answer(null);
    await kept.promise;
    expect(s.shown()).toEqual([[1, "b"], 2]);
  });
});

import { describe, expect, test } from "vitest";
import type { ApiRequest, Client } from "../../src/index.js";
import { ready, rejection, turn, uncaught } from "../harness.js";
import type { Network } from "../network.js";

/** A client whose query `getList` has `data`. */
async function having(data: unknown) {
  const made = await ready();
  await answered(made.client, made.network, { name: "getList" }, data);
  return { ...made, shown: () => made.client.getQuery({ type: "getList" }).data };
}

async function answered(client: Client, network: Network, request: ApiRequest, data: unknown): Promise<unknown> {
  const promise = client.apiRequest(request);
  network.last.answer(data);
  return promise;
}

const set = (value: number) => () => value;

describe("data that a request changes", () => {
  test("after its success, with its answer", async () => {
    const { client, network, shown } = await having([1]);
    const promise = client.apiRequest({ name: "add", mutations: { getList: (list: number[], added: number) => [...list, added] } });
    expect(shown()).toEqual([1]);
    network.last.answer(2);
    await promise;
    expect(shown()).toEqual([1, 2]);
  });

  test("at once, where it foretells; an error takes that back, and nothing else", async () => {
    const { client, network, shown } = await having([1]);
    const promise = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: (list: number[]) => [...list, 9] } } });
    expect(shown()).toEqual([1, 9]);
    network.last.refuse(400, "no", "no");
    await rejection(promise);
    expect(shown()).toEqual([1]);
  });

  test("of two that overlap the later stays shown when the earlier fails (W22)", async () => {
    for (const revertData of [undefined, set(-1)]) {
      const { client, network, shown } = await having(0);
      const seen: unknown[] = [];
      const mutate = (n: number) => client.apiRequest({ name: `set${n}`, mutations: { getList: { updateDataOptimistic: set(n), revertData } } });
      const first = mutate(1);
      seen.push(shown());
      const second = mutate(2);
      seen.push(shown());
      network.calls[2]!.answer(null);
      await second;
      seen.push(shown());
      network.calls[1]!.fail(new TypeError("down"));
      await rejection(first);
      seen.push(shown());
      expect(seen).toEqual([1, 2, 2, 2]);
    }
  });

  test("revertData is given data with the change that it takes back", async () => {
    const { client, network, shown } = await having(5);
    const promise = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: (n: number) => n + 10, revertData: (n: number) => n - 7 } } });
    network.last.fail(new TypeError("down"));
    await rejection(promise);
    expect(shown()).toBe(8);
  });

  test("is not lost to a refetch that was under way (W23)", async () => {
    const { client, network, shown } = await having([1]);
    const refetch = client.apiRequest({ name: "getList" });
    const mutation = client.apiRequest({ name: "add", mutations: { getList: (list: number[]) => [...list, 9] } });
    network.calls[2]!.answer(null);
    await mutation;
    expect(shown()).toEqual([1, 9]);
    network.calls[1]!.answer([1]);
    await refetch;
    expect(shown()).toEqual([1, 9]);
    await answered(client, network, { name: "getList" }, [1, 9]);
    expect(shown()).toEqual([1, 9]);
  });

  test("a refetch made after it has settled knows of it: its answer stands", async () => {
    const { client, network, shown } = await having([1]);
    const older = client.apiRequest({ name: "slow", mutations: { getList: { updateDataOptimistic: (list: number[]) => [...list, 0] } } });
    await answered(client, network, { name: "add", mutations: { getList: (list: number[]) => [...list, 9] } }, null);
    expect(shown()).toEqual([1, 0, 9]);
    await answered(client, network, { name: "getList" }, [1, 9]);
    expect(shown()).toEqual([1, 9, 0]);
    network.calls[1]!.answer(null);
    await older;
    expect(shown()).toEqual([1, 9, 0]);
  });

  test("at once and for good, where it is local", async () => {
    const { client, network, shown } = await having([1]);
    const promise = client.apiRequest({ name: "note", mutations: { getList: { updateData: (list: number[]) => [...list, 2], local: true } } });
    expect(shown()).toEqual([1, 2]);
    network.last.fail(new TypeError("down"));
    await rejection(promise);
    expect(shown()).toEqual([1, 2]);
  });

  test("of a query that was never asked for stays nothing; one that came meanwhile is changed", async () => {
    const { client, network } = await ready();
    const promise = client.apiRequest({ name: "add", mutations: { getList: (list: number[]) => [...list, 9], getOther: () => 1 } });
    const list = client.apiRequest({ name: "getList" });
    network.calls[1]!.answer([1]);
    await list;
    network.calls[0]!.answer(null);
    await promise;
    expect(client.getQuery({ type: "getList" }).data).toEqual([1, 9]);
    expect(client.getQuery({ type: "getOther" })).toMatchObject({ data: null, pristine: true });
  });

  test("a name may spell a name and a key", async () => {
    const { client, network } = await ready();
    for (const requestKey of [1, 2]) await answered(client, network, { name: "getBook", requestKey }, "old");
    await answered(client, network, { name: "rename", mutations: { getBook1: () => "new" } }, null);
    expect([1, 2].map((requestKey) => client.getQuery({ type: "getBook", requestKey }).data)).toEqual(["new", "old"]);
  });

  test("unchanged data keeps its identity, and nobody is told", async () => {
    const { client, network, shown } = await having([{ a: 1 }, { b: 1 }]);
    const before = shown() as object[];
    let told = 0;
    client.watch({ type: "getList" }).subscribe(() => told++);
    await answered(client, network, { name: "touch", mutations: { getList: (list: object[]) => list } }, null);
    expect(shown()).toBe(before);
    expect(told).toBe(0);
    await answered(client, network, { name: "change", mutations: { getList: ([first]: object[]) => [first, { b: 2 }] } }, null);
    expect((shown() as object[])[0]).toBe(before[0]);
    expect(told).toBe(1);
  });

  test("one that throws ends the request as an error, and nothing is left of it", async () => {
    const failing = () => {
      throw new RangeError("X");
    };
    const { client, network, shown } = await having([1]);
    const first = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: failing } } });
    expect(await rejection(first)).toBeInstanceOf(RangeError);
    expect(network.names).toEqual(["getList"]); // the driver was not called
    const second = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: (list: number[]) => [...list, 9], updateData: failing } } });
    expect(shown()).toEqual([1, 9]);
    network.last.answer(null);
    expect(await rejection(second)).toBeInstanceOf(RangeError);
    expect(shown()).toEqual([1]);
    await answered(client, network, { name: "add", mutations: { getList: (list: number[]) => [...list, 2] } }, null);
    expect(shown()).toEqual([1, 2]);
  });

  test("one that throws on data that came later leaves that as it is, and is reported", async () => {
    const errors = uncaught();
    const { client, network, shown } = await having([1]);
    const pending = client.apiRequest({
      name: "slow",
      mutations: {
        getList: {
          updateDataOptimistic: (list: number[]) => {
            if (list.length > 1) throw new RangeError("X");
            return [...list, 9];
          },
        },
      },
    });
    expect(shown()).toEqual([1, 9]);
    await answered(client, network, { name: "getList" }, [1, 2]);
    expect(shown()).toEqual([1, 2]);
    await turn();
    expect(errors).toEqual([expect.objectContaining({ message: "X" })]);
    network.calls[1]!.answer(null);
    expect(await rejection(pending)).toBeInstanceOf(RangeError); // it fails again, and that is its end
    expect(shown()).toEqual([1, 2]);
  });

  test("load more: getData is given the present data without what is shown above its answer", async () => {
    const { client, network, shown } = await having([1]);
    const like = client.apiRequest({ name: "like", mutations: { getList: { updateDataOptimistic: (list: number[]) => list.map((n) => n * 10) } } });
    expect(shown()).toEqual([10]);
    await answered(client, network, { name: "getList", getData: (next: number[], current: number[]) => [...current, ...next] }, [2]);
    expect(shown()).toEqual([10, 20]);
    network.calls[1]!.fail(new TypeError("down"));
    await rejection(like);
    expect(shown()).toEqual([1, 2]);
  });

  test("load more: that is also what two requests at once are given, with the changes that were made before the later one", async () => {
    const { client, network, shown } = await having([1]);
    const earlier = client.apiRequest({ name: "getList", takeLatest: false });
    const like = client.apiRequest({ name: "like", mutations: { getList: (list: number[]) => list.map((n) => n * 10) } });
    network.last.answer(null);
    await like;
    await answered(client, network, { name: "getList", takeLatest: false, getData: (next: number[], current: number[]) => [...current, ...next] }, [2]);
    expect(shown()).toEqual([10, 2]);
    network.calls[1]!.answer([3]);
    await earlier;
    expect(shown()).toEqual([10, 2]);
  });

  test("an abort takes it back", async () => {
    const { client, shown } = await having([1]);
    const promise = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: () => [] } } });
    client.abortRequests(["add"]);
    await rejection(promise);
    expect(shown()).toEqual([1]);
  });

  test("a reset takes layers away, too", async () => {
    const { client, network, shown } = await having([1]);
    const promise = client.apiRequest({ name: "add", mutations: { getList: { updateDataOptimistic: () => [9], updateData: (list: number[]) => [...list, 10] } } });
    client.resetRequests(["getList"]);
    expect(shown()).toBeNull();
    network.last.answer(null);
    await promise;
    expect(shown()).toBeNull();
  });
});

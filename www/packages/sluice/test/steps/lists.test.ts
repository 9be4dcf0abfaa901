import { describe, expect, test } from "vitest";
import type { Driver } from "../../src/index.js";
import { isPending, ready, rejection, turn } from "../harness.js";

interface One {
  readonly n: number;
}

/** A driver of many in the test's hands. */
function scripted() {
  const calls: { readonly n: number; readonly signal: AbortSignal; cancelled: boolean; answer(response: unknown): void; fail(error: unknown): void }[] = [];
  const driver: Driver<One> = ({ n }, _action, { signal }) => {
    let answer!: (response: unknown) => void;
    let fail!: (error: unknown) => void;
    const promise = new Promise<{ data: unknown }>((resolve, reject) => {
      answer = resolve as never;
      fail = reject;
    });
    const call = { n, signal, cancelled: false, answer, fail };
    calls.push(call);
    return Object.assign(promise, { cancel: () => void (call.cancelled = true) });
  };
  return { calls, driver };
}

const list = (...all: number[]) => ({ name: "getAll", onRequest: () => all.map((n) => ({ n })) });

describe("of a list no progress is shown", () => {
  const measured = { measureDownloadProgress: true, measureUploadProgress: true };
  const none = { downloadProgress: null, uploadProgress: null };

  test("where onRequest makes it of one call", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver, fetch: undefined! });
    const snapshots: unknown[] = [];
    const watch = client.watch({ type: "getAll" });
    watch.subscribe(() => {
      const { loading, downloadProgress, uploadProgress } = watch.get();
      snapshots.push({ loading, downloadProgress, uploadProgress });
    });
    const promise = client.apiRequest({ ...list(1, 2), ...measured });
    await turn();
    for (const call of calls) call.answer({ data: call.n });
    expect(await promise).toEqual([1, 2]);
    expect(snapshots).toEqual([{ loading: true, ...none }, { loading: false, ...none }]);
  });

  test("nor any more where it is made of one that shows already", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    let make!: (all: One[]) => void;
    const promise = client.apiRequest({ name: "getAll", onRequest: () => new Promise((resolve) => (make = resolve)), measureDownloadProgress: true });
    const shown = () => client.getQuery({ type: "getAll" });
    await turn();
    expect(shown()).toMatchObject({ loading: true, downloadProgress: 0 });
    make([{ n: 1 }]);
    await turn();
    expect(shown()).toMatchObject({ loading: true, ...none });
    calls[0]!.answer({ data: 1 });
    expect(await promise).toEqual([1]);
    expect(shown()).toMatchObject({ loading: false, ...none });
    const single = client.apiRequest({ name: "getAll", onRequest: () => ({ n: 1 }), measureDownloadProgress: true });
    await turn();
    expect(shown().downloadProgress).toBe(0);
    calls[1]!.answer({ data: 1 });
    await single;
    expect(shown().downloadProgress).toBe(100);
  });
});

describe("a request that is a list (W20)", () => {
  test("is sent one by one, in order; every member of the answers becomes a list", async () => {
    const { calls, driver } = scripted();
    const seen: unknown[] = [];
    const { client } = await ready({ driver, onSuccess: (response) => void seen.push(response) });
    const promise = client.apiRequest(list(1, 2));
    expect(calls.map(({ n }) => n)).toEqual([1, 2]);
    calls[1]!.answer({ data: "b", status: 201 });
    expect(await isPending(promise)).toBe(true);
    calls[0]!.answer({ data: "a", status: 200 });
    expect(await promise).toEqual(["a", "b"]);
    expect(seen).toEqual([{ data: ["a", "b"], status: [200, 201] }]);
    expect(client.getQuery({ type: "getAll" }).data).toEqual(["a", "b"]);
  });

  test("fails with the first failure, and the others are cancelled", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    const promise = client.apiRequest(list(1, 2, 3));
    calls[1]!.fail("B");
    expect(await rejection(promise)).toBe("B");
    expect(calls[0]).toMatchObject({ cancelled: true });
    expect(calls[0]!.signal.aborted).toBe(true);
    expect(calls[2]!.cancelled).toBe(true);
    calls[0]!.fail("late");
    await turn();
    expect(client.getQuery({ type: "getAll" })).toMatchObject({ error: "B", pending: 0 });
  });

  test("is aborted as a whole", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    const promise = client.apiRequest(list(1, 2));
    client.abortRequests(["getAll"]);
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    expect(calls.every(({ cancelled, signal }) => cancelled && signal.aborted)).toBe(true);
  });

  test("that is empty is answered without the driver", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    expect(await client.apiRequest(list())).toEqual([]);
    expect(calls).toHaveLength(0);
  });

  test("whose driver throws, or gives no response for one, fails and cancels the others", async () => {
    for (const [third, error] of [[() => { throw new RangeError("X"); }, "X"], [() => Promise.resolve({}), "a response is an object"]] as const) {
      const { calls, driver } = scripted();
      const { client } = await ready({ driver: ((config: One, action, actions) => (config.n === 3 ? third() : driver(config, action, actions))) as Driver });
      const promise = client.apiRequest(list(1, 2, 3));
      expect(await rejection(promise)).toMatchObject({ message: expect.stringContaining(error) as unknown });
      expect(calls.map(({ cancelled }) => cancelled)).toEqual([true, true]);
      expect(client.getQuery({ type: "getAll" }).pending).toBe(0);
    }
  });

  test("that is mended takes the answer as it is", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver, onError: () => ({ data: ["mended"] }) });
    const promise = client.apiRequest(list(1, 2));
    calls[0]!.fail("A");
    expect(await promise).toEqual(["mended"]);
  });
});

describe("what a request leaves", () => {
  test("an error beside the data that was there; it is gone while the next one is pending (W2)", async () => {
    const { client, network } = await ready();
    const ask = () => client.apiRequest({ name: "getThing" });
    const first = ask();
    network.last.answer([1]);
    await first;
    const second = ask();
    network.last.refuse(500, "x", "E");
    await rejection(second);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: [1], error: { code: "x" }, loading: false });
    void ask();
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: [1], error: null, loading: true });
    client.abortRequests();
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: [1], error: null, pristine: false });
  });

  test("with keepDataOnError: false, an error alone", async () => {
    const { client, network } = await ready({ keepDataOnError: false });
    for (const answer of [() => network.last.answer([1]), () => network.last.refuse(500, "x", "E")]) {
      const promise = client.apiRequest({ name: "getThing" });
      answer();
      await promise.catch(() => {});
    }
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: null, error: { code: "x" } });
  });

  test("nothing, if the first one ever is aborted (W11)", async () => {
    const { client } = await ready();
    void client.apiRequest({ name: "getThing" });
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 1, pristine: false });
    client.abortRequests();
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, pristine: true, data: null, error: null });
  });
});

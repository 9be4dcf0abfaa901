import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TimeoutError, abortReason, endpoint, type ApiRequest, type ClientOptions } from "../../src/index.js";
import { isPending, loading, rejection, setup, turn } from "../harness.js";

const wasm = new URL("../../dist/sluice.wasm", import.meta.url).href;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call whose time is over while the core is loading. */
async function late(options: ClientOptions, request: Partial<ApiRequest> = {}) {
  const made = loading(options);
  const promise = made.client.apiRequest<unknown>({ name: "getUser", data: 1, timeout: 50, ...request });
  promise.catch(() => {});
  vi.advanceTimersByTime(49);
  expect(await isPending(promise)).toBe(true);
  vi.advanceTimersByTime(1);
  await turn();
  return { ...made, promise };
}

describe("a call whose time is over while the core is loading", () => {
  test("goes through its functions for errors, in their order, and rejects in time", async () => {
    const seen: unknown[] = [];
    const wrong = (name: string) => (error: unknown, { type }: { type: string }) => {
      seen.push([name, type, error]);
      throw new Error(name, { cause: error });
    };
    const { promise, network, start } = await late({ onRequest: () => void seen.push("onRequest"), onError: wrong("client's") }, { getError: (error) => [error], onError: wrong("own") });
    const error = (await rejection(promise)) as Error;
    const [, [, , [timeout]]] = [0, seen[0]] as [0, [string, string, [TimeoutError]]];
    expect(timeout).toBeInstanceOf(TimeoutError);
    expect(timeout).toMatchObject({ timeout: 50, request: { name: "getUser", data: 1 } });
    expect(seen).toMatchObject([["client's", "getUser", [timeout]], ["own", "getUser", { message: "client's", cause: [timeout] }]]);
    expect(error).toMatchObject({ message: "own", cause: { message: "client's" } });
    await start();
    expect(seen).toHaveLength(2);
    expect(network.calls).toHaveLength(0);
  });

  test("whose results count as in the core: no throw leaves the error, runOnError skips the client's", async () => {
    const seen: string[] = [];
    const plain = await late({ onError: () => void seen.push("client's") }, { onError: () => void seen.push("own") });
    expect(await rejection(plain.promise)).toBeInstanceOf(TimeoutError);
    const skipped = await late({ onError: () => void seen.push("client's") }, { runOnError: false, onError: () => void seen.push("own 2") });
    expect(await rejection(skipped.promise)).toBeInstanceOf(TimeoutError);
    expect(seen).toEqual(["client's", "own", "own 2"]);
  });

  test("may be mended: what comes then are the functions for successes", async () => {
    const seen: unknown[] = [];
    const { promise, start, client } = await late(
      { onError: async () => ({ data: 1 }), onSuccess: ({ data }) => ({ data: [data] }) },
      { getData: (data, present) => [data, present], onError: () => void seen.push("own"), onSuccess: ({ data }) => void seen.push(data) },
    );
    expect(await promise).toEqual([[1, null]]);
    expect(seen).toEqual([[[1, null]]]);
    await start();
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ loading: false, error: null });
  });

  test("one that throws after that is what it rejects with", async () => {
    const seen: unknown[] = [];
    const error = new Error("no");
    const { promise } = await late(
      { onError: () => ({ data: 1 }) },
      {
        getData: () => {
          throw error;
        },
        onSuccess: () => void seen.push("own"),
      },
    );
    expect(await rejection(promise)).toBe(error);
    expect(seen).toEqual([]);
  });

  test("of an endpoint goes through the client's", async () => {
    const seen: unknown[] = [];
    const { client } = loading({ onError: (error, { type }) => void seen.push([type, error]), timeout: 50 });
    const read = rejection(client.controller.fetch(endpoint({ name: "getUser" })));
    vi.advanceTimersByTime(50);
    const error = await read;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(seen).toEqual([["getUser", error]]);
  });

  test.each<[string, (made: Awaited<ReturnType<typeof late>>, stop: () => void) => void, string]>([
    ["its signal", (_, stop) => stop(), "aborted"],
    ["close", ({ client }) => client.close(), "closed"],
  ])("is ended by %s while a function does not settle, before the core is there and after", async (_, end, reason) => {
    for (const started of [false, true]) {
      const controller = new AbortController();
      const made = await late({ wasm, onError: () => new Promise(() => {}) }, { signal: controller.signal });
      const other = setup({ wasm }).client; // of the same core, which stays
      if (started) await made.start();
      expect(await isPending(made.promise)).toBe(true);
      end(made, () => controller.abort());
      expect(abortReason(await rejection(made.promise))).toBe(reason);
      if (!started) await made.start(); // else the next one would share what is loading
      made.client.close();
      other.close();
    }
  });
});

import { describe, expect, test } from "vitest";
import type { ApiRequest } from "../../src/index.js";
import { UsageError } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { wasm, ready, rejection, turn } from "../harness.js";

/** A client whose clock and network are the test's: `net` counts what was sent. */
async function scripted() {
  const made = createTestClient({ wasm });
  await made.client.ready;
  const { client, network, clock } = made;
  return {
    ...made,
    get net() {
      return network.calls.length;
    },
    /** Calls, and answers if something was sent. */
    async call(request: Partial<ApiRequest>, answer: unknown = "d") {
      const before = network.calls.length;
      const promise = client.apiRequest({ name: "getThing", ...request });
      await turn();
      if (network.calls.length > before) void network.answer(network.calls.at(-1)!, 200, answer);
      return promise;
    },
    clock,
  };
}

describe("cache", () => {
  test("answers up to its last millisecond, and not after it (W14)", async () => {
    const s = await scripted();
    await s.clock.tick(1010);
    await s.call({ cache: 5 });
    await s.clock.tick(5000);
    await s.call({ cache: 5 });
    expect(s.net).toBe(1);
    await s.clock.tick(1);
    await s.call({ cache: 5 });
    expect(s.net).toBe(2);
  });

  test("a hit gives the data as it is now; the functions run beside it, and what they give is ignored (W15)", async () => {
    const s = await scripted();
    const seen: unknown[] = [];
    await s.call({ cache: true }, 1);
    await s.call({ name: "save", mutations: { getThing: (data: number) => data + 1 } }, null);
    const told: unknown[] = [];
    s.client.watch({ type: "getThing" }).subscribe(() => told.push(s.client.getQuery({ type: "getThing" })));
    const value = await s.call({ cache: true, onSuccess: ({ data }: { data: unknown }) => (seen.push(data), { data: 99 }), getData: () => 100 });
    expect(value).toBe(2);
    expect(seen).toEqual([2]);
    expect(told).toEqual([]);
    expect(s.net).toBe(2);
  });

  test("one cacheKey is remembered, and an error takes the answer's place away (W16)", async () => {
    const s = await scripted();
    await s.call({ cache: true, cacheKey: "en" });
    const failing = s.client.apiRequest({ name: "getThing", cache: true, cacheKey: "de" });
    await turn();
    void s.network.fail(s.network.calls.at(-1)!);
    await rejection(failing);
    await s.call({ cache: true, cacheKey: "en" });
    expect(s.net).toBe(3);
  });

  test("a cacheKey may be a number, which is its text; none at all is one of its own", async () => {
    const s = await scripted();
    const given: unknown[] = [];
    for (const cacheKey of [undefined, 0, "0", 1, undefined, null as never]) given.push(await s.call({ cache: true, cacheKey }, `of ${String(cacheKey)}`));
    expect(given).toEqual(["of undefined", "of 0", "of 0", "of 1", "of undefined", "of undefined"]);
  });

  test("each requestKey remembers a cacheKey of its own, and forgets it when it goes", async () => {
    const s = await scripted();
    const nets: number[] = [];
    for (const [requestKey, cacheKey] of [[1, "en"], [2, "de"], [1, "en"], [1, "de"], [1, "en"], [3, "en"], [2, "de"], [1, "en"]] as const) {
      const before = s.net;
      await s.call({ cache: true, requestsCapacity: 2, requestKey, cacheKey });
      nets.push(s.net - before);
    }
    expect(nets).toEqual([1, 1, 0, 1, 1, 1, 0, 1]);
  });

  test("keeps so many keys, those that came last (W17)", async () => {
    const s = await scripted();
    const nets: number[] = [];
    for (const requestKey of [1, 1, 2, 2, 1, 3, 1]) {
      const before = s.net;
      await s.call({ cache: true, requestsCapacity: 2, requestKey });
      nets.push(s.net - before);
    }
    expect(nets).toEqual([1, 0, 1, 0, 0, 1, 1]);
    expect([1, 2, 3].map((requestKey) => s.client.getQuery({ type: "getThing", requestKey }).data)).toEqual(["d", null, "d"]);
  });

  test("is of no effect where the client says so", async () => {
    const { client, network } = await ready({ cache: false });
    for (let i = 0; i < 2; i++) {
      const promise = client.apiRequest({ name: "getThing", cache: true });
      network.last.answer(1);
      await promise;
    }
    expect(network.calls).toHaveLength(2);
  });

  test("can be forgotten; the data stays", async () => {
    const s = await scripted();
    await s.call({ cache: true });
    s.client.clearRequestsCache(["getThing"]);
    expect(s.client.getQuery({ type: "getThing" }).data).toBe("d");
    await s.call({ cache: true });
    expect(s.net).toBe(2);
  });
});

describe("control", () => {
  test("resetRequests takes data and error at once, and what is in flight ends (W18)", async () => {
    const s = await scripted();
    await s.call({ poll: 10 });
    const pending = s.client.apiRequest({ name: "getThing", poll: 10 });
    s.client.resetRequests();
    expect(await rejection(pending)).toMatchObject({ name: "AbortError" });
    expect(s.client.getQuery({ type: "getThing" })).toMatchObject({ data: null, pristine: true, pending: 0 });
    await s.clock.tick(60_000);
    expect(s.net).toBe(2);
  });

  test("without abortPending the answer counts when it comes", async () => {
    const s = await scripted();
    const pending = s.client.apiRequest({ name: "getThing" });
    s.client.resetRequests(undefined, false);
    expect(s.client.getQuery({ type: "getThing" })).toMatchObject({ pristine: true, loading: true });
    void s.network.answer(s.network.calls[0]!, 200, 1);
    expect(await pending).toBe(1);
    expect(s.client.getQuery({ type: "getThing" })).toMatchObject({ data: 1, pristine: false });
  });

  test("without resetCached queries stay that may be given again, whatever their cacheKey", async () => {
    const s = await scripted();
    await s.call({ cache: 60, cacheKey: "x" });
    await s.call({ name: "getOther" });
    s.client.resetRequests(undefined, true, false);
    expect(s.client.getQuery({ type: "getThing" }).data).toBe("d");
    expect(s.client.getQuery({ type: "getOther" })).toMatchObject({ data: null, pristine: true });
  });

  test("joinRequest waits for the newest request in flight, a silent one too; with none it gives null (W19)", async () => {
    const s = await scripted();
    expect(await s.client.joinRequest("getThing")).toBeNull();
    const quiet = s.client.apiRequest({ name: "getThing", silent: true });
    await turn();
    const joined = s.client.joinRequest("getThing");
    await turn();
    void s.network.answer(s.network.calls[0]!, 200, "d");
    expect(await Promise.all([quiet, joined])).toEqual(["d", "d"]);
  });

  test("a list means a name, a name and key together, or exactly a pair (W13)", async () => {
    const { client, network } = await ready();
    const calls = [{ name: "r1" }, { name: "r2" }, { name: "r3", requestKey: 1 }].map((request) => client.apiRequest(request));
    client.abortRequests(["r2", { requestType: "r3", requestKey: "1" }]);
    network.calls[0]!.answer("one");
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});

describe("polling", () => {
  test("asks again some time after each answer, whatever that takes (W21)", async () => {
    const { client, network, clock } = createTestClient({ wasm, routes: { getThing: () => 1 } });
    await client.ready;
    await client.apiRequest({ name: "getThing", poll: 0.1 });
    await clock.tick(410);
    expect(network.calls).toHaveLength(5);
    client.stopPolling(["getThing"]);
    await clock.tick(1000);
    expect(network.calls).toHaveLength(5);
  });

  test("is seen by functions of the request", async () => {
    const seen: unknown[] = [];
    const { client, clock } = createTestClient({ wasm, routes: { getThing: () => 1 }, onRequest: (_request: unknown, { meta }: { meta?: object }) => void seen.push(meta) });
    await client.ready;
    await client.apiRequest({ name: "getThing", poll: 0.1 });
    await clock.tick(150);
    expect(seen).toEqual([{ poll: 0.1 }, { poll: 0.1, polled: true }]);
  });

  test("a later request of the pair that is no poll replaces it or, without poll, ends it", async () => {
    const { client, network, clock } = createTestClient({ wasm, routes: { getThing: () => 1 } });
    await client.ready;
    await client.apiRequest({ name: "getThing", poll: 0.1 });
    await client.apiRequest({ name: "getThing", poll: 1 });
    await clock.tick(950);
    expect(network.calls).toHaveLength(2);
    await client.apiRequest({ name: "getThing" });
    await clock.tick(5000);
    expect(network.calls).toHaveLength(3);
  });

  test("a call that is answered from the cache replaces it, too", async () => {
    const { client, network, clock } = createTestClient({ wasm, routes: { getThing: () => 1 } });
    await client.ready;
    await client.apiRequest({ name: "getThing", cache: true });
    await client.apiRequest({ name: "getThing", cache: true, poll: 1 });
    expect(network.calls).toHaveLength(1);
    await clock.tick(3000);
    expect(network.calls).toHaveLength(4);
  });

  test("polls change the data of queries as the first request did", async () => {
    const { client, network, clock } = createTestClient({ wasm, routes: { getSum: () => 0, getThing: () => 1 } });
    await client.ready;
    await client.apiRequest({ name: "getSum" });
    await client.apiRequest({ name: "getThing", poll: 1, mutations: { getSum: (sum: number, thing: number) => sum + thing } });
    await clock.tick(2000);
    expect(client.getQuery({ type: "getSum" }).data).toBe(3);
    expect(network.calls).toHaveLength(4);
  });
});

describe("bad input", () => {
  test.each([
    [{ cache: -1 }, /cache is -1/],
    [{ cache: "yes" }, /cache is "yes"/],
    [{ poll: 0 }, /poll is 0/],
    [{ poll: NaN }, /poll is NaN/],
    [{ requestsCapacity: 1.5 }, /requestsCapacity is 1.5/],
    [{ onSuccess: 1 }, /onSuccess is not a function/],
    [{ getData: {} }, /getData is not a function/],
    [{ mutations: { getThing: 1 } }, /mutations: that of "getThing"/],
    [{ driver: "none" }, /there is no driver "none"/],
  ])("%j is refused, and says why", async (part, message) => {
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name: "getThing", ...part } as never));
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(message);
    expect(network.calls).toHaveLength(0);
  });
});

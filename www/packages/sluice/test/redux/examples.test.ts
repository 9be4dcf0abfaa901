import { describe, expect, onTestFinished, test } from "vitest";
import type { RequestMeta } from "sluice";
import { abortRequests, joinRequest, stopPolling } from "sluice/redux";
import { createTestClient } from "../../src/testing.js";
import { turn, wasm } from "../harness.js";
import { coreStore } from "./core-store.js";

/** A store whose time is the test's. */
async function timed(options: Parameters<typeof coreStore>[0] = {}) {
  const { client, clock } = createTestClient({ wasm });
  await client.ready;
  onTestFinished(() => client.close());
  const made = await coreStore({ client, ...options });
  const answered = (type: string, meta: RequestMeta, data: unknown) => {
    const { length } = made.calls;
    const result = made.dispatch(type, meta);
    if (made.calls.length > length) made.calls.at(-1)!.succeed(data);
    return result as Promise<{ data?: unknown; error?: unknown; isAborted?: boolean }>;
  };
  return { ...made, clock, answered, net: () => made.calls.length };
}

const M = { asMutation: true };

describe("worked examples of functions", () => {
  test("W3: those of a success, each with what the one before has made of it, then the action", async () => {
    const log: unknown[] = [];
    const s = await timed({ onRequest: () => void log.push("g.onRequest"), onSuccess: ({ data }) => void log.push(["g.onSuccess", data]) });
    const meta: RequestMeta<string> = {
      getData: (data) => (log.push("m.getData"), `${String(data)}!`),
      onRequest: () => void log.push("m.onRequest"),
      onSuccess: () => void log.push(["m.onSuccess", s.types()]),
    };
    await s.answered("Q", meta, "d");
    expect(log).toEqual(["g.onRequest", "m.onRequest", "m.getData", ["g.onSuccess", "d!"], ["m.onSuccess", ["Q"]]]);
    expect(s.types()).toEqual(["Q", "Q_SUCCESS"]);
  });

  test("W4: those of an error, each with what the one before has thrown", async () => {
    const append = (text: string) => (error: unknown) => {
      throw `${String(error)}${text}`;
    };
    const s = await timed({ onError: append("+g") });
    const result = s.dispatch("Q", { getError: (error: unknown) => `${String(error)}+ge`, onError: append("+m") });
    s.calls[0]!.fail("E");
    expect(await result).toMatchObject({ error: "E+ge+g+m", action: { type: "Q_ERROR", error: "E+ge+g+m" } });
    expect(s.query("Q").error).toBe("E+ge+g+m");
  });

  test("W5: an error that is mended is a success from there on", async () => {
    const log: string[] = [];
    const s = await timed({ onError: () => ({ data: "r" }), onSuccess: () => void log.push("onSuccess") });
    const result = s.dispatch("Q", { getData: (data: unknown) => (log.push("getData"), data), onError: () => void log.push("m.onError") });
    s.calls[0]!.fail("E");
    expect(await result).toMatchObject({ data: "r" });
    expect([log, s.types(), s.query("Q").data]).toEqual([["getData", "onSuccess"], ["Q", "Q_SUCCESS"], "r"]);
  });

  test("W6: a function for errors that returns nothing does not swallow the error", async () => {
    const s = await timed({ onError: () => undefined });
    const result = s.dispatch("Q");
    s.calls[0]!.fail("E");
    expect(await result).toMatchObject({ error: "E" });
    expect(s.query("Q")).toMatchObject({ error: "E", loading: false });
  });
});

describe("worked examples of requests that overlap", () => {
  test("W10: an older answer does not overwrite a newer one", async () => {
    const s = await timed();
    const results = [1, 2].map(() => s.dispatch("Q", { takeLatest: false }));
    s.calls[1]!.succeed("2nd");
    expect(await results[1]).toMatchObject({ data: "2nd" });
    s.calls[0]!.succeed("1st");
    expect(await results[0]).toMatchObject({ data: "1st" });
    expect(s.query("Q")).toMatchObject({ data: "2nd", pending: 0 });
  });

  test("W12: a driver that cannot be cancelled: the abort counts, and the late answer does not", async () => {
    let late!: (response: { data: unknown }) => void;
    const s = await timed({ driver: (() => new Promise((resolve) => (late = resolve))) as never });
    const result = s.dispatch("M", { ...M });
    s.store.dispatch(abortRequests(["M"]));
    expect(await result).toMatchObject({ isAborted: true });
    late({ data: "late" });
    await turn();
    expect(s.types()).toEqual(["M", "ABORT_REQUESTS", "M_ABORT"]);
    expect(s.store.getState().requests.mutations).toEqual({});
  });

  test("W12, of queries: the newest answer stays, in whatever order they come", async () => {
    const late: ((response: { data: unknown }) => void)[] = [];
    const s = await timed({ driver: (() => new Promise((resolve) => late.push(resolve))) as never });
    const results = [0, 1, 2].map(() => s.dispatch("Q"));
    late[0]!({ data: 0 });
    late[2]!({ data: 2 });
    late[1]!({ data: 1 });
    expect(await Promise.all(results)).toMatchObject([{ isAborted: true }, { isAborted: true }, { data: 2 }]);
    expect(s.types()).toEqual(["Q", "Q", "Q", "Q_ABORT", "Q_ABORT", "Q_SUCCESS"]);
    expect(s.query("Q")).toMatchObject({ data: 2, pending: 0 });
  });

  test("W13: a list of a type and of a type with a key", async () => {
    const s = await timed();
    const results = [s.dispatch("R1"), s.dispatch("R2"), s.dispatch("R3", { requestKey: 1 })];
    s.store.dispatch(abortRequests(["R2", { requestType: "R3", requestKey: "1" }]));
    s.calls[0]!.succeed(1);
    expect(await Promise.all(results)).toMatchObject([{ data: 1 }, { isAborted: true }, { isAborted: true }]);
  });

  test("W19: nothing pending is nothing to join", async () => {
    const s = await timed();
    expect(await s.store.dispatch(joinRequest("X") as never)).toBeNull();
  });

  test("W22: of two optimistic changes the earlier fails; the later stays, with revertData or without", async () => {
    for (const revertData of [undefined, () => -1]) {
      const s = await timed();
      await s.answered("Q", {}, 0);
      const seen: unknown[] = [];
      const mutate = (n: number) => {
        const result = s.dispatch(`M${n}`, { ...M, mutations: { Q: { updateDataOptimistic: () => n, ...(revertData && { revertData }) } } });
        seen.push(s.query("Q").data);
        return result;
      };
      const [first, second] = [mutate(1), mutate(2)];
      s.calls[2]!.succeed(null);
      await second;
      seen.push(s.query("Q").data);
      s.calls[1]!.fail("E");
      await first;
      expect([...seen, s.query("Q").data]).toEqual([1, 2, 2, 2]);
    }
  });

  test("W23: a refetch that was under way does not lose what a mutation has changed", async () => {
    const s = await timed();
    await s.answered("Q", {}, [0]);
    const refetch = s.dispatch("Q");
    await s.answered("M", { ...M, mutations: { Q: (data: number[]) => [...data, 9] } }, null);
    s.calls[1]!.succeed([1]);
    await refetch;
    expect(s.query("Q").data).toEqual([1, 9]);
  });
});

describe("worked examples of the cache", () => {
  test("W14: up to its last millisecond an answer is given again", async () => {
    const s = await timed({ cache: true });
    await s.clock.tick(1010);
    await s.answered("Q", { cache: 5 }, "d");
    await s.clock.tick(5000);
    expect(await s.answered("Q", { cache: 5 }, "e")).toMatchObject({ data: "d" });
    expect(s.net()).toBe(1);
    await s.clock.tick(1);
    expect(await s.answered("Q", { cache: 5 }, "e")).toMatchObject({ data: "e" });
    expect(s.net()).toBe(2);
  });

  test("W15: a hit is the data as it is now; onSuccess runs, and its result is ignored", async () => {
    const seen: unknown[] = [];
    const s = await timed({ cache: true, onSuccess: (response) => (seen.push(response), { data: 99 }) });
    await s.answered("Q", { cache: true, runOnSuccess: false }, 1);
    await s.answered("M", { ...M, runOnSuccess: false, mutations: { Q: (n: number) => n + 1 } }, null);
    expect(await s.answered("Q", { cache: true }, 0)).toMatchObject({ data: 2, action: { meta: { cacheResponse: { data: 2 } } } });
    expect([seen, s.query("Q").data, s.net()]).toEqual([[{ data: 2 }], 2, 2]);
  });

  test("W16: an error is not kept, and takes what was kept along: never a hit without data", async () => {
    const s = await timed({ cache: true });
    await s.answered("Q", { cache: true, cacheKey: "en" }, "en");
    const failed = s.dispatch("Q", { cache: true, cacheKey: "de" });
    s.calls[1]!.fail("E");
    await failed;
    expect(await s.answered("Q", { cache: true, cacheKey: "en" }, "again")).toMatchObject({ data: "again" });
    expect(s.net()).toBe(3);
  });

  test("W17: of so many keys those stay that came last", async () => {
    const s = await timed({ cache: true });
    const nets: string[] = [];
    for (const requestKey of [1, 1, 2, 2, 1, 3, 1]) {
      const before = s.net();
      await s.answered("Q", { cache: true, requestKey, requestsCapacity: 2 }, requestKey);
      nets.push(s.net() > before ? "net" : "hit");
    }
    expect(nets).toEqual(["net", "hit", "net", "hit", "hit", "net", "net"]);
    expect(Object.keys(s.store.getState().requests.queries).sort()).toEqual(["Q1", "Q3"]);
  });

  test("W21: polls begin after answers, so that slow ones are delivered, too", async () => {
    for (const [latency, time, requests] of [[0, 410, 5], [300, 1700, 5]] as const) {
      const s = await timed();
      void s.dispatch("Q", { poll: 0.1 });
      const answers: number[] = [];
      for (let passed = 0, asked = 0; passed < time; passed += 10) {
        if (s.net() > answers.length && passed - asked >= latency) {
          s.calls.at(-1)!.succeed(s.net());
          await turn();
          answers.push(s.query("Q").data as number);
        }
        const before = s.net();
        await s.clock.tick(10);
        if (s.net() > before) asked = passed + 10;
      }
      expect(s.net()).toBe(requests);
      expect(answers).toEqual(answers.map((_, i) => i + 1));
      expect(s.types()).not.toContain("Q_ABORT");
      s.store.dispatch(stopPolling());
    }
  });
});

test("W25: what looks like a reference, and objects whose key is null, stay as they are in normalised data", async () => {
  const s = await timed();
  await s.answered("Q", { normalize: true }, [{ id: 1, a: "@@x", b: "@@1" }, { id: 2, a: "@@2" }, { id: null, a: 1 }, { id: null, a: 2 }]);
  await s.answered("P", { normalize: true }, { id: 1, a: "@@y" });
  expect(s.query("Q").data).toEqual([{ id: 1, a: "@@y", b: "@@1" }, { id: 2, a: "@@2" }, { id: null, a: 1 }, { id: null, a: 2 }]);
  expect(s.query("P").data).toEqual({ id: 1, a: "@@y" });
});

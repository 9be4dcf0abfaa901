import { describe, expect, test } from "vitest";
import type { RequestMeta, RequestResponse } from "sluice";
import { abortRequests, resetRequests } from "sluice/redux";
import { turn } from "../harness.js";
import { coreStore } from "./core-store.js";

/** Functions that are awaited until the test lets them go on, in the order of their calls. */
class Gates {
  readonly log: unknown[] = [];
  #waiting: { resolve(value: unknown): void; reject(error: unknown): void }[] = [];

  /** A function that notes itself and what it is given, and is awaited. */
  readonly at = (name: string) => (given: unknown) => {
    this.log.push([name, given]);
    return new Promise<never>((resolve, reject) => void this.#waiting.push({ resolve, reject }));
  };

  /** Lets the one that has waited longest return. */
  async pass(value?: unknown): Promise<void> {
    this.#waiting.shift()!.resolve(value);
    await turn();
  }

  async fail(error: unknown): Promise<void> {
    this.#waiting.shift()!.reject(error);
    await turn();
  }
}

/** A store with functions that take their time, and what has happened: functions, actions, promises. */
async function gated() {
  const gates = new Gates();
  const { log, at } = gates;
  const note = (name: string) => () => void log.push(name);
  const made = await coreStore({ onRequest: at("g.onRequest"), onSuccess: at("g.onSuccess"), onError: at("g.onError"), onAbort: note("g.onAbort") });
  const own: RequestMeta = { onRequest: at("m.onRequest"), onSuccess: at("m.onSuccess"), onError: at("m.onError"), onAbort: note("m.onAbort") };
  const push = made.actions.push.bind(made.actions);
  made.actions.push = (...actions) => {
    log.push(...actions.map(({ type }) => type));
    return push(...actions);
  };
  const dispatch = (type: string, meta: RequestMeta = {}) => {
    const result = made.dispatch(type, { ...own, ...meta }) as Promise<object>;
    void result.then(
      (end) => log.push("isAborted" in end ? "aborted" : "error" in end ? "failed" : "resolved"),
      () => log.push("rejected"),
    );
    return result;
  };
  /** What has happened since this was asked last. */
  const since = () => log.splice(0);
  return { ...made, gates, dispatch, since };
}

describe("with functions that take their time", () => {
  test("a success goes through them one after the other; its action comes first as it was, then with what they have changed", async () => {
    const { gates, dispatch, since, calls, query, actions } = await gated();
    void dispatch("Q", { getData: (data) => (gates.log.push("m.getData"), [data]) });
    expect(since()).toEqual([["g.onRequest", { url: "/" }], "Q"]);
    expect([query("Q").loading, calls.length]).toEqual([true, 0]);
    await gates.pass({ url: "/g" });
    expect(since()).toEqual([["m.onRequest", { url: "/g" }]]);
    await gates.pass(undefined);
    expect(calls.map(({ request }) => request)).toEqual([{ url: "/g" }]);
    calls[0]!.succeed("d");
    await turn();
    expect(since()).toEqual(["m.getData", ["g.onSuccess", { data: ["d"] }]]);
    await gates.pass({ data: "g" });
    expect(since()).toEqual([["m.onSuccess", { data: "g" }]]);
    expect(query("Q")).toMatchObject({ data: null, loading: true });
    await gates.pass(undefined);
    expect(since()).toEqual(["Q_SUCCESS", "resolved"]);
    expect([...actions]).toMatchObject([{ type: "Q", request: { url: "/" } }, { type: "Q_SUCCESS", response: { data: "g" }, meta: { requestAction: { request: { url: "/g" } } } }]);
    expect(query("Q")).toMatchObject({ data: "g", loading: false });
  });

  test("an error goes through them one after the other, and is mended by the last", async () => {
    const { gates, dispatch, since, calls, query } = await gated();
    void dispatch("Q", { onRequest: undefined });
    await gates.pass();
    calls[0]!.fail("E");
    await turn();
    since();
    await gates.fail("E+g");
    expect(since()).toEqual([["m.onError", "E+g"]]);
    expect(query("Q")).toMatchObject({ error: null, loading: true });
    await gates.pass({ data: "r" } satisfies RequestResponse);
    expect(since()).toEqual([["g.onSuccess", { data: "r" }]]);
    await gates.fail("X");
    expect(since()).toEqual(["Q_ERROR", "rejected"]);
    expect(query("Q")).toMatchObject({ error: "X", pending: 0 });
  });

  test.each([
    ["onRequest", "", () => undefined],
    ["the driver", "passed", async ({ gates }: Awaited<ReturnType<typeof gated>>) => {
      await gates.pass();
      await gates.pass();
    }],
    ["onSuccess", "answered", async ({ gates, calls }: Awaited<ReturnType<typeof gated>>) => {
      await gates.pass();
      await gates.pass();
      calls[0]!.succeed("d");
      await turn();
    }],
    ["onError", "failed", async ({ gates, calls }: Awaited<ReturnType<typeof gated>>) => {
      await gates.pass();
      await gates.pass();
      calls[0]!.fail("E");
      await turn();
    }],
  ])("an abort while %s is awaited: the functions for aborts, the action, the promise, and nothing more", async (_, how, until) => {
    const s = await gated();
    void s.dispatch("Q");
    await until(s);
    s.since();
    s.store.dispatch(abortRequests(["Q"]));
    await turn();
    expect(s.since()).toEqual(["ABORT_REQUESTS", "g.onAbort", "m.onAbort", "Q_ABORT", "aborted"]);
    if (how !== "passed") await s.gates.pass({ data: "late" });
    expect(s.since()).toEqual([]);
    expect(s.query("Q")).toMatchObject({ data: null, error: null, pending: 0, pristine: true });
    expect(s.calls).toHaveLength(how === "" ? 0 : 1);
  });

  test("a newer request ends the one that is still to begin, after its own action; that one is never sent", async () => {
    const { gates, dispatch, since, calls } = await gated();
    void dispatch("Q");
    void dispatch("Q", { onRequest: undefined, onSuccess: undefined, runOnRequest: false, runOnSuccess: false });
    await turn();
    expect(since()).toEqual([["g.onRequest", { url: "/" }], "Q", "Q", "g.onAbort", "m.onAbort", "Q_ABORT", "aborted"]);
    await gates.pass({ url: "/late" });
    calls[0]!.succeed("d");
    await turn();
    expect(calls.map(({ request }) => request)).toEqual([{ url: "/" }]);
    expect(since()).toEqual(["Q_SUCCESS", "resolved"]);
  });

  test("order counts from dispatch: one that was long in beginning is the older all the same", async () => {
    const { gates, dispatch, calls, query, types } = await gated();
    const results = [dispatch("Q", { takeLatest: false, onRequest: undefined, runOnSuccess: false, onSuccess: undefined })];
    results.push(dispatch("Q", { takeLatest: false, onRequest: undefined, onSuccess: undefined, runOnRequest: false, runOnSuccess: false }));
    calls[0]!.succeed("newer");
    await results[1];
    await gates.pass();
    calls[1]!.succeed("older");
    expect(await results[0]).toMatchObject({ data: "older" });
    expect(query("Q")).toMatchObject({ data: "newer", pending: 0 });
    expect(types()).toEqual(["Q", "Q", "Q_SUCCESS", "Q_SUCCESS"]);
  });

  test("a reset while they are awaited: the state goes at once, the request with its abort", async () => {
    const { gates, store, dispatch, since, calls, query } = await gated();
    const first = dispatch("Q", { onRequest: undefined, onSuccess: undefined, runOnRequest: false, runOnSuccess: false });
    calls[0]!.succeed("d");
    await first;
    void dispatch("Q");
    since();
    store.dispatch(resetRequests(["Q"]));
    expect(query("Q")).toMatchObject({ data: null, error: null, pristine: true });
    await turn();
    expect(since()).toEqual(["RESET_REQUESTS", "g.onAbort", "m.onAbort", "Q_ABORT", "aborted"]);
    expect(store.getState().requests.queries).toEqual({});
    await gates.pass();
    expect([since(), calls.length]).toEqual([[], 1]);
  });
});

test("requests that are aborted together end in the order of their dispatch, their actions after one that comes right then", async () => {
  const told: string[] = [];
  const note = (what: string) => (_action: unknown) => void told.push(what);
  const s = await coreStore({ onAbort: ({ type }) => void told.push(`client's ${type}`) });
  const ask = (type: string, n: number) => s.dispatch(type, { takeLatest: false, onAbort: note(`own ${n}`) }).then(({ action }) => void told.push(`${action!.type} ${n}`));
  const all = [ask("Q", 1), ask("R", 2), ask("Q", 3)];
  s.store.dispatch(abortRequests());
  void s.dispatch("Q");
  await Promise.all(all);
  expect(s.types()).toEqual(["Q", "R", "Q", "ABORT_REQUESTS", "Q", "Q_ABORT", "R_ABORT", "Q_ABORT"]);
  expect(told).toEqual(["client's Q", "own 1", "client's R", "own 2", "client's Q", "own 3", "Q_ABORT 1", "R_ABORT 2", "Q_ABORT 3"]);
});

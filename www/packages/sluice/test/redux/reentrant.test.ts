import { describe, expect, test } from "vitest";
import type { ClientOptions, RequestsStore } from "sluice";
import { abortRequests, resetRequests } from "sluice/redux";
import { turn } from "../harness.js";
import { coreStore } from "./core-store.js";

const again = (store: RequestsStore) => void store.dispatch({ type: "Q", request: { url: "/again" } });

describe("functions of requests that dispatch", () => {
  test.each([
    ["", [], undefined],
    [" that has functions of its own", ["SYNC_REQUESTS"], () => undefined],
  ])("onAbort: a request%s of the same type shows as pending, whatever is told of the aborted one afterwards", async (_, brought, onRequest) => {
    let aborted = 0;
    const s = await coreStore({ onRequest, onAbort: (_action, store) => void (aborted++ === 0 && again(store)) });
    const first = s.dispatch("Q");
    s.store.dispatch(abortRequests());
    expect(await first).toMatchObject({ isAborted: true });
    await turn();
    expect(s.types()).toEqual(["Q", "ABORT_REQUESTS", "Q", "Q_ABORT", ...brought]);
    expect(s.query("Q")).toMatchObject({ data: null, pending: 1, loading: true, pristine: false });
    s.calls[1]!.succeed("d");
    await turn();
    expect(s.query("Q")).toMatchObject({ data: "d", pending: 0 });
  });

  test("onAbort: what it resets stays so", async () => {
    const s = await coreStore({ onAbort: (_action, store) => void store.dispatch(resetRequests(["Q"])) });
    const first = s.dispatch("Q");
    s.calls[0]!.succeed("d");
    await first;
    const second = s.dispatch("Q");
    s.store.dispatch(abortRequests());
    expect(await second).toMatchObject({ isAborted: true });
    expect(s.query("Q")).toMatchObject({ data: null, pristine: true, pending: 0 });
    expect(s.store.getState().requests.queries).toEqual({});
  });

  const ends: [string, (control: { type: string }) => Partial<ClientOptions>][] = (["onRequest", "onSuccess", "onError"] as const).map((name) => [
    name,
    (control) => ({ [name]: (_given: unknown, _action: unknown, store: RequestsStore) => void store.dispatch(control) }),
  ]);
  test.each(ends)("%s: its own request may be aborted or reset, which ends it once", async (name, options) => {
    for (const control of [abortRequests(["Q"]), resetRequests(["Q"]), abortRequests()]) {
      const s = await coreStore(options(control) as never);
      const result = s.dispatch("Q");
      if (name === "onSuccess") s.calls[0]!.succeed("d");
      if (name === "onError") s.calls[0]!.fail("E");
      expect(await result).toMatchObject({ isAborted: true, action: { type: "Q_ABORT" } });
      expect(s.query("Q")).toMatchObject({ data: null, error: null, pending: 0, pristine: true });
      expect(s.types().filter((type) => type.startsWith("Q")).sort()).toEqual(["Q", "Q_ABORT"]);
      expect(s.calls).toHaveLength(name === "onRequest" ? 0 : 1);
      await turn();
      expect(s.query("Q")).toMatchObject({ pending: 0, pristine: true });
    }
  });

  test("onSuccess: a request of the same type is the newer one; what it follows from is aborted", async () => {
    let asked = 0;
    const s = await coreStore({ onSuccess: (_response, _action, store) => void (asked++ === 0 && again(store)) });
    const first = s.dispatch("Q");
    s.calls[0]!.succeed("first");
    expect(await first).toMatchObject({ isAborted: true });
    expect(s.query("Q")).toMatchObject({ data: null, pending: 1 });
    s.calls[1]!.succeed("second");
    await turn();
    expect(s.query("Q")).toMatchObject({ data: "second", pending: 0 });
    expect(s.types()).toEqual(["Q", "Q", "Q_ABORT", "Q_SUCCESS"]);
  });
});

test("a request that a function dispatches and the cache answers is not left loading", async () => {
  const s = await coreStore({ cache: true, onAbort: (_action, store) => void store.dispatch({ type: "Q", request: { url: "/" }, meta: { cache: true } }) });
  const kept = s.dispatch("Q", { cache: true });
  s.calls[0]!.succeed("d");
  await kept;
  const other = s.dispatch("P");
  s.store.dispatch(abortRequests(["P"]));
  await other;
  expect(s.query("Q")).toMatchObject({ data: "d", pending: 0, loading: false });
  expect(s.types()).toEqual(["Q", "Q_SUCCESS", "P", "ABORT_REQUESTS", "Q", "P_ABORT", "Q_SUCCESS"]);
});

test("who listens to the store may dispatch when he hears of an answer", async () => {
  const s = await coreStore();
  let asked = 0;
  s.store.subscribe(() => {
    if (s.query("Q").data !== null && asked++ === 0) void s.dispatch("Q");
  });
  const first = s.dispatch("Q");
  s.calls[0]!.succeed(1);
  expect(await first).toMatchObject({ data: 1 });
  expect(s.query("Q")).toMatchObject({ data: 1, pending: 1 });
  s.calls[1]!.succeed(2);
  await turn();
  expect(s.query("Q")).toMatchObject({ data: 2, pending: 0 });
});

test("what a silent mutation changes of queries is shown, without actions of its own", async () => {
  const s = await coreStore();
  const list = s.dispatch("Q");
  s.calls[0]!.succeed([1]);
  await list;
  const update = { updateDataOptimistic: (data: number[]) => [...data, 8], updateData: (data: number[], added: number) => [...data.filter((n) => n !== 8), added] };
  const result = s.dispatch("M", { asMutation: true, silent: true, mutations: { Q: update } });
  await turn();
  expect(s.query("Q").data).toEqual([1, 8]);
  s.calls[1]!.succeed(9);
  expect(await result).toEqual({ data: 9 });
  await turn();
  expect(s.query("Q").data).toEqual([1, 9]);
  expect(new Set(s.types())).toEqual(new Set(["Q", "Q_SUCCESS", "SYNC_REQUESTS"]));
});

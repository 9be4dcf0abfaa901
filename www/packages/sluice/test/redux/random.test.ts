import { expect, test } from "vitest";
import type { RequestMeta, RequestsStore } from "sluice";
import { abortRequests, clearRequestsCache, resetRequests, stopPolling } from "sluice/redux";
import { createTestClient } from "../../src/testing.js";
import { turn, uncaught, wasm } from "../harness.js";
import { random } from "../random.js";
import { coreStore } from "./core-store.js";

/** Does what comes to its mind, and compares the store's state with what the core knows after each step. */
async function play(seed: number, steps: number): Promise<void> {
  const r = random(seed);
  const some = <T>(...of: readonly T[]): T => of[r(of.length)]!;
  const { client, clock } = createTestClient({ wasm });
  await client.ready;
  const open = { depth: 0 };
  /** What functions of the user do beside. */
  const meddle = (_given: unknown, action: unknown, store?: unknown) => {
    if (open.depth > 1 || r(4) > 0) return;
    open.depth++;
    act((store ?? action) as RequestsStore);
    open.depth--;
  };
  const functions = r(2) === 0 ? { onRequest: meddle, onSuccess: meddle, onError: meddle, onAbort: meddle } : { onAbort: meddle };
  const s = await coreStore({ client, cache: true, takeLatest: r(3) > 0, ...functions });
  const metaOf = (): RequestMeta => ({
    ...(r(2) === 0 && { requestKey: 1 + r(3), requestsCapacity: 2 }),
    ...(r(3) === 0 && { cache: r(2) === 0 || 1 }),
    ...(r(8) === 0 && { silent: true }),
    ...(r(6) === 0 && { poll: 1 }),
    ...(r(6) === 0 && { normalize: true, optimisticData: { id: 1, n: r(9) } }),
    ...(r(4) === 0 && { getData: (data: unknown) => (r(6) === 0 ? fail() : data) }),
    ...(r(4) === 0 && { onRequest: async () => undefined }),
    ...(r(3) === 0 && { mutations: { [some("A", "B1")]: { updateDataOptimistic: (list: unknown) => [list, 1], updateData: (list: unknown) => (r(6) === 0 ? fail() : [list, 2]), local: r(5) === 0 } } }),
  });
  const act = (store: Pick<RequestsStore, "dispatch">) => {
    const type = some("A", "B", "M");
    switch (r(9)) {
      case 0:
        return void store.dispatch(some(abortRequests(), abortRequests([type]), abortRequests([{ requestType: type, anyKey: true }])));
      case 1:
        return void store.dispatch(resetRequests(some(undefined!, [type]), r(2) === 0, r(2) === 0));
      case 2:
        return void store.dispatch(r(2) === 0 ? clearRequestsCache([type]) : stopPolling());
      default:
        return void (store.dispatch({ type, request: { url: "/" }, meta: { asMutation: type === "M", ...metaOf() } }) as Promise<unknown>).catch(() => {});
    }
  };
  for (let i = 0; i < steps; i++) {
    const call = s.calls[r(s.calls.length + 1)];
    if (r(2) === 0) act(s.store);
    else if (call && r(4) === 0) call.fail(some("E", undefined));
    else if (call) call.succeed(some<unknown>([{ id: 1, n: r(9) }], null, "text", { id: r(3) }));
    else await clock.tick(some(100, 1000));
    if (r(2) === 0) continue; // several at once
    await turn();
    const { watchers: _, ssr: __, websocket: ___, ...state } = s.store.getState().requests;
    const { watchers: _1, ssr: _2, websocket: _3, ...known } = client.actions.view()!.state();
    expect(state, `seed ${seed}, step ${i}: ${s.types().slice(-8).join(" ")}`).toEqual(known);
  }
  client.close();
  await turn();
  for (const [n, { pending }] of [...Object.entries(s.store.getState().requests.queries), ...Object.entries(s.store.getState().requests.mutations)]) expect(pending, `seed ${seed} ${n} ${s.types().slice(-6).join(" ")}`).toBe(0);
}

function fail(): never {
  throw "X";
}

test("the state of a store is what its core knows, whatever is dispatched, and whoever dispatches", async () => {
  const errors = uncaught(); // of functions that are called again, on data that came later
  for (let seed = 1; seed <= 25; seed++) await play(seed, 60);
  expect(errors.filter((error) => error !== "X")).toEqual([]);
}, 60_000);

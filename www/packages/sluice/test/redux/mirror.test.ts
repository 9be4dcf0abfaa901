import { describe, expect, test } from "vitest";
import { createClient } from "sluice";
import { abortRequests, clearRequestsCache, getMutation, getQuery, resetRequests, type RequestAction } from "sluice/redux";
import { turn, wasm } from "../harness.js";
import { coreStore, type Answering } from "./core-store.js";

/** A number from 0 up to n, from a seed: the same sequence each time. */
function dice(seed: number): (n: number) => number {
  return (n) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

const types = ["A", "B", "A1"];
const keys = [undefined, 1, 2];
const all = types.flatMap((type) => keys.map((requestKey) => ({ type, ...(requestKey !== undefined && { requestKey }) })));

describe("what stores show is what their client knows, and nothing stays loading", () => {
  test.each(Array.from({ length: 20 }, (_, i) => i + 1))("sequence %i", async (seed) => {
    const roll = dice(seed * 7919);
    const client = createClient({ wasm });
    const stores = [await coreStore({ client, cache: true }), await coreStore({ client, cache: true, loading: true })];
    const some = <T>(list: readonly T[]): T => list[roll(list.length)]!;
    const log: string[] = [];
    const results: Promise<unknown>[] = [];
    const answered = new Set<Answering>();
    const check = () => {
      for (const pair of all) {
        const at = `${log.join("\n")}\n${JSON.stringify(pair)}`;
        const known = client.getQuery(pair);
        for (const { store } of stores) {
          const state = store.getState();
          const isQuery = Object.values(state.requests.queries).some(({ type, requestKey = "" }) => type === pair.type && requestKey === String(pair.requestKey ?? ""));
          const query = getQuery(state, pair);
          const mutation = getMutation(state, pair);
          if (isQuery) for (const name of ["data", "error", "pending", "pristine"] as const) expect(query[name], at).toEqual(known[name]);
          else expect([mutation.pending, mutation.error, query.data], at).toEqual([known.pending, known.error, null]);
        }
      }
    };
    for (let step = 0; step < 60; step++) {
      const one = some(stores);
      const { type, requestKey } = some(all);
      const calls = one.calls.filter((call) => !answered.has(call));
      switch (roll(10)) {
        case 0:
        case 1:
        case 2:
        case 3: {
          const meta = {
            ...(requestKey !== undefined && { requestKey }),
            ...(roll(4) === 0 && { asMutation: true, mutations: { A: (data: unknown) => [data, step], B: { updateDataOptimistic: () => step } } }),
            ...(roll(4) === 0 && { cache: true }),
            ...(roll(5) === 0 && { silent: true }),
            ...(roll(5) === 0 && { requestsCapacity: 1 }),
            ...(roll(5) === 0 && { takeLatest: false }),
            ...(roll(5) === 0 && { normalize: true }),
          };
          log.push(`${stores.indexOf(one)} ${type} ${JSON.stringify(meta)}`);
          results.push(one.store.dispatchRequest({ type, request: { url: "/" }, meta } as RequestAction));
          break;
        }
        case 4:
        case 5:
        case 6: {
          if (calls.length === 0) break;
          const call = some(calls);
          answered.add(call);
          const ok = roll(4) > 0;
          log.push(`${stores.indexOf(one)} ${ok ? "answers" : "fails"} ${one.calls.indexOf(call)}`);
          if (ok) call.succeed([{ id: roll(3), n: step }]);
          else call.fail(`E${step}`);
          break;
        }
        case 7: {
          const list = roll(2) === 0 ? null : [{ requestType: type, ...(requestKey !== undefined && { requestKey }) }];
          const control = some([abortRequests, clearRequestsCache, (list: never) => resetRequests(list, roll(2) === 0, roll(2) === 0)] as const)(list as never);
          log.push(JSON.stringify(control));
          one.store.dispatch(control);
          break;
        }
        case 8:
          log.push("local");
          void one.store.dispatch({ type: "L", meta: { localData: { id: roll(3), l: step }, mutations: { A: { updateData: () => step, local: true } } } } as never);
          break;
        default:
          await turn();
          log.push("turn");
          check();
      }
    }
    for (const { calls } of stores) for (const call of calls) call.succeed("last");
    await Promise.all(results);
    await turn();
    check();
    for (const { store } of stores) {
      const { queries, mutations } = store.getState().requests;
      for (const { pending } of Object.values({ ...queries, ...mutations })) expect(pending, log.join("\n")).toBe(0);
    }
  });
});

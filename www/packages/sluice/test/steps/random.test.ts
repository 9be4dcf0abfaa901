import { expect, test } from "vitest";
import type { ApiRequest } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { turn, uncaught, wasm } from "../harness.js";
import { random } from "../random.js";

/** Does what comes to its mind, also from within functions and listeners; then answers all, and looks whether everything has an end. */
async function play(seed: number, steps: number): Promise<void> {
  const r = random(seed);
  const some = <T>(...of: readonly T[]): T => of[r(of.length)]!;
  let depth = 0;
  let over = false;
  const open = new Set<string>();
  let made = 0;
  /** What functions of the user do beside. */
  const meddle = (): void => {
    if (over || depth > 1 || r(4) > 0) return;
    depth++;
    act();
    depth--;
  };
  const late = () => (r(3) === 0 ? Promise.resolve().then(meddle) : meddle());
  const { client, network, clock } = createTestClient({
    wasm, onRequest: late, onSuccess: late, onAbort: meddle, timeout: 5000,
    concurrency: 3, retry: { attempts: 2, delay: 50 },
    onError: async (error) => {
      await late();
      if (r(3) === 0) return { data: await track(client.apiRequest({ name: "getAgain", silent: r(2) === 0, runOnError: false })) };
      throw error;
    },
  });
  await client.ready;
  const track = <T>(promise: Promise<T>): Promise<T> => {
    const id = String(++made);
    open.add(id);
    const settled = () => void open.delete(id);
    promise.then(settled, settled);
    return promise;
  };
  const names = ["getA", "getB", "saveA", "getAgain"];
  const act = () => {
    const name = some(...names);
    const controller = new AbortController();
    switch (r(12)) {
      case 0:
        return client.abortRequests(some(undefined, [name], [{ requestType: name, anyKey: true }]));
      case 1:
        return client.resetRequests(some(undefined, [name]), r(2) === 0, r(2) === 0);
      case 2:
        return r(2) === 0 ? client.stopPolling() : client.clearRequestsCache();
      case 3:
        return void track(client.joinRequest(name));
    }
    const request: ApiRequest = {
      name,
      ...(r(2) === 0 && { requestKey: r(3), requestsCapacity: 2 }),
      ...(r(3) === 0 && { cache: r(2) === 0 || 1 }),
      ...(r(8) === 0 && { silent: true }),
      ...(r(6) === 0 && { poll: 1 }),
      ...(r(5) === 0 && { takeLatest: r(2) === 0 }),
      ...(r(5) === 0 && { signal: controller.signal }),
      ...(r(4) === 0 && { mutations: { [some("getA", "getB1")]: { updateDataOptimistic: (data: unknown) => [data, 1], updateData: (data: unknown) => (r(6) === 0 ? fail() : [data, 2]) } } }),
    };
    track(client.apiRequest(request)).catch(() => {});
    if (request.signal && r(2) === 0) controller.abort();
    else if (request.signal) setTimeout(() => controller.abort(), 0);
  };
  const watches = names.flatMap((type) => [undefined, 0, 1, 2].map((requestKey) => client.watch({ type, ...(requestKey !== undefined && { requestKey }) })));
  for (const watch of watches.filter((_, i) => i % 3 === 0)) watch.subscribe(meddle);
  for (let i = 0; i < steps; i++) {
    const call = network.calls[r(network.calls.length + 1)];
    if (r(2) === 0) act();
    else if (call) await (r(3) === 0 ? network.fail(call) : network.answer(call, some(200, 200, 400, 503), { error: { code: "c", message: "m" } })).catch(() => {});
    else await clock.tick(some(50, 1000));
    if (r(2) === 0) await turn();
  }
  over = true;
  await turn();
  client.stopPolling();
  for (let i = 0; i < 40; i++) {
    for (const call of network.calls) await network.answer(call, 200, null).catch(() => {}); // it may be over
    await clock.tick(60); // which is no timeout
  }
  expect([...open], `seed ${seed}: promises that are open`).toEqual([]);
  for (const [i, watch] of watches.entries()) expect(watch.get(), `seed ${seed}, ${i}`).toMatchObject({ pending: 0, loading: false });
  await client.allSettled();
  client.close();
}

function fail(): never {
  throw "X";
}

test("every promise settles and nothing stays pending, whatever is called, and from wherever", async () => {
  const errors = uncaught(); // of functions that are called again, on data that came later
  for (let seed = 1; seed <= 25; seed++) await play(seed, 60);
  expect(errors.filter((error) => error !== "X")).toEqual([]);
}, 60_000);

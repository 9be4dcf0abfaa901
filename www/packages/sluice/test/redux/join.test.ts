import { expect, onTestFinished, test } from "vitest";
import { abortRequests, joinRequest, stopPolling } from "sluice/redux";
import { createTestClient } from "../../src/testing.js";
import { turn, wasm } from "../harness.js";
import { coreStore } from "./core-store.js";

type Store = Awaited<ReturnType<typeof coreStore>>;

const join = ({ store }: Pick<Store, "store">, ...ref: Parameters<typeof joinRequest>) => store.dispatch(joinRequest(...ref) as never) as Promise<unknown>;

/** A store with a poll in flight, the second request. */
async function polling(): Promise<Store> {
  const { client, clock } = createTestClient({ wasm });
  onTestFinished(() => client.close());
  await client.ready;
  const s = await coreStore({ client });
  const first = s.dispatch("Q", { poll: 1 });
  s.calls[0]!.succeed(1);
  await first;
  await clock.tick(1000);
  expect(s.calls).toHaveLength(2);
  return s;
}

test("a poll in flight can be waited for, whatever comes of it; between polls there is nothing to wait for", async () => {
  const ends: [(s: Store) => void, unknown][] = [
    [(s) => s.calls[1]!.succeed(2), { data: 2 }],
    [(s) => s.calls[1]!.fail("E"), { error: "E" }],
    [(s) => s.store.dispatch(abortRequests()), { isAborted: true }],
    [(s) => s.client.close(), { isAborted: true }],
  ];
  for (const [end, result] of ends) {
    const s = await polling();
    s.store.dispatch(stopPolling());
    const joined = join(s, "Q");
    end(s);
    expect(await joined).toEqual(result);
    await turn();
    expect(await join(s, "Q")).toBeNull();
  }
});

test("the newest is waited for, also by who has just heard of its action", async () => {
  const joined: Promise<unknown>[] = [];
  const s: Store = await coreStore({ takeLatest: false, onRequest: () => void joined.push(join(s, "Q")) });
  const results = [s.dispatch("Q"), s.dispatch("Q")];
  s.calls[0]!.succeed(1);
  s.calls[1]!.succeed(2);
  const [first, second] = await Promise.all(results);
  expect(await joined[0]).toBe(first);
  expect(await joined[1]).toBe(second);
  expect(await join(s, "Q")).toBeNull();
});

test("what another user of the client has made is waited for, too", async () => {
  const { client, network } = createTestClient({ wasm });
  onTestFinished(() => client.close());
  await client.ready;
  const s = await coreStore({ client });
  void client.apiRequest({ name: "getThing" });
  const joined = join(s, { requestType: "getThing" });
  await network.answer(network.calls[0]!, 200, "d");
  expect(await joined).toEqual({ data: "d" });
});

import { describe, expect, onTestFinished, test } from "vitest";
import { abortReason } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { isPending, rejection, turn, wasm } from "../harness.js";

/** A client whose server answers with how often it was asked. */
async function counting() {
  let asked = 0;
  const made = createTestClient({ wasm, routes: { getThing: () => ++asked } });
  onTestFinished(() => made.client.close());
  await made.client.ready;
  return { ...made, asked: () => asked, shown: (requestKey?: number) => made.client.getQuery({ type: "getThing", ...(requestKey && { requestKey }) }) };
}

describe("a silent request", () => {
  test("leaves polls of its name as they are", async () => {
    const { client, clock, asked, shown } = await counting();
    await client.apiRequest({ name: "getThing", poll: 1 });
    await clock.tick(600);
    expect(await client.apiRequest({ name: "getThing", silent: true })).toBe(2);
    await clock.tick(400);
    expect([asked(), shown().data]).toEqual([3, 3]);
    await clock.tick(1000);
    expect(asked()).toBe(4);
  });

  test("takes no place of those that are kept", async () => {
    const { client, shown } = await counting();
    const ask = (requestKey: number, silent = false) => client.apiRequest({ name: "getThing", requestKey, requestsCapacity: 2, silent });
    for (const key of [1, 2]) await ask(key);
    await ask(3, true);
    expect([1, 2, 3].map((key) => shown(key).data)).toEqual([1, 2, null]);
  });

  test("is aborted by lists and by a newer one, and can be polled; nothing of that shows", async () => {
    const { client, network, clock } = createTestClient({ wasm });
    onTestFinished(() => client.close());
    await client.ready;
    const aborted: string[] = [];
    const told: unknown[] = [];
    const watch = client.watch({ type: "getThing" });
    watch.subscribe(() => told.push(watch.get()));
    const ask = (poll?: number) => client.apiRequest({ name: "getThing", silent: true, onAbort: ({ type }) => void aborted.push(type), ...(poll && { poll }) });
    const first = rejection(ask());
    const second = rejection(ask());
    expect(await first).toMatchObject({ name: "AbortError" });
    client.abortRequests(["getThing"]);
    expect(await second).toMatchObject({ name: "AbortError" });
    const third = ask(1);
    await turn();
    await network.answer(network.calls[2]!, 200, 3);
    expect(await third).toBe(3);
    await clock.tick(1000);
    expect(network.calls).toHaveLength(4);
    expect(aborted).toEqual(["getThing", "getThing"]);
    expect(told).toEqual([]);
    expect(watch.get()).toMatchObject({ data: null, pristine: true, pending: 0 });
  });

  test("ends what waits for its next attempt, and leaves what has been answered", async () => {
    const { client, network, clock } = createTestClient({ wasm, onError: () => new Promise(() => {}) });
    onTestFinished(() => client.close());
    await client.ready;
    const again = client.apiRequest({ name: "getThing", retry: { attempts: 2, delay: 1000 } });
    await network.answer(network.calls[0]!, 503, {});
    const other = client.apiRequest({ name: "getOther" });
    await network.answer(network.calls[1]!, 500, {});
    const repeated = [client.apiRequest({ name: "getThing", silent: true }), client.apiRequest({ name: "getOther", silent: true })];
    expect(abortReason(await rejection(again))).toBe("superseded");
    for (const call of network.calls.slice(2)) await network.answer(call, 200, 1);
    expect(await Promise.all(repeated)).toEqual([1, 1]);
    await clock.tick(2000);
    expect(network.calls).toHaveLength(4);
    expect(await isPending(other)).toBe(true);
    client.close();
    expect(abortReason(await rejection(other))).toBe("closed");
  });
});

import { describe, expect, test } from "vitest";
import { LoadError, TimeoutError, UsageError, abortReason } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { holdCore, isPending, loading, rejection, turn, wasm } from "../harness.js";
import { R, U, seen, withRemote } from "./remote.js";

describe("while the core is loading", () => {
  test("a Result is handed out in state init and then goes on", async () => {
    const made = loading();
    const { remote, resolve } = withRemote(made);
    const [one, other] = [resolve(R()), resolve(R())];
    expect(one).toMatchObject({ state: "init", value: undefined });
    const states = seen(one);
    await turn();
    expect(remote.net).toBe(0);
    await made.start();
    expect(remote.net).toBe(1);
    expect(states).toEqual([["pending", undefined]]);
    remote.last.progress(50);
    await remote.last.answer(42);
    expect(states).toEqual([["pending", undefined], ["progress", 50], ["success", 42]]);
    expect(other.value).toBe(42);
    expect(await one).toBe(42);
  });

  test("what nobody takes fails when that is known", async () => {
    const made = loading({ resolver: () => null });
    const result = made.client.resolve(R())!;
    const promise = rejection(made.client.apiRequest(R()));
    expect(result.state).toBe("init");
    await made.start();
    expect(result.value).toBeInstanceOf(UsageError);
    expect((result.value as Error).message).toBe("sluice: no resolver for Any");
    expect(await promise).toMatchObject({ message: "sluice: no resolver for Any" });
  });

  test("calls are made in order, with what else waits", async () => {
    const made = loading();
    const { client, remote, resolve } = withRemote(made);
    const before = resolve(R());
    void client.controller.resetEntireStore();
    const after = resolve(R());
    await made.start();
    expect(abortReason(before.value)).toBe("reset");
    expect(after.state).toBe("pending");
    expect(remote.calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  test("who leaves is not sent at all", async () => {
    const made = loading();
    const { client, remote } = withRemote(made);
    const controller = new AbortController();
    const promise = rejection(client.apiRequest(R(), { signal: controller.signal }));
    controller.abort();
    expect(abortReason(await promise)).toBe("aborted");
    await made.start();
    expect(remote.net).toBe(0);
  });

  test("the time of a call runs", async () => {
    const core = holdCore();
    const made = createTestClient({ wasm });
    const { client, clock, remote } = withRemote(made);
    const promise = rejection(client.apiRequest(R(), { timeout: 1000 }));
    const other = client.apiRequest(R({ signature: "t" }), { timeout: 3000 });
    const ticked = clock.tick(1000); // it waits for the core
    expect(await isPending(promise)).toBe(true);
    core.start();
    await ticked;
    expect(await promise).toBeInstanceOf(TimeoutError);
    await remote.last.answer(1);
    expect(await other).toBe(1);
    client.close();
  });

  test("the last one who leaves after it ends the work", async () => {
    const made = loading();
    const { client, remote } = withRemote(made);
    const controllers = [new AbortController(), new AbortController()];
    const promises = controllers.map(({ signal }) => rejection(client.apiRequest(R(), { signal })));
    await made.start();
    controllers[0]!.abort();
    expect(remote.last.signal.aborted).toBe(false);
    controllers[1]!.abort();
    await Promise.all(promises);
    expect(remote.last.signal.aborted).toBe(true);
    client.resolve(R());
    expect(remote.net).toBe(2);
  });

  test("a mutation that was begun then is left to finish by a reset", async () => {
    const made = loading();
    const { client, remote, resolve } = withRemote(made);
    const update = resolve(U());
    await made.start();
    await client.controller.resetEntireStore();
    expect(abortReason(update.value)).toBe("reset");
    expect(remote.last.signal.aborted).toBe(false);
    await remote.last.answer(1);
    expect(resolve(R()).state).toBe("pending");
  });

  test("a failed load fails what waits; the next call tries again", async () => {
    const made = loading();
    const { client, remote, resolve } = withRemote(made);
    const result = resolve(R());
    const promise = rejection(client.apiRequest(R()));
    await turn();
    made.core.fail(new Error("no"));
    expect(await promise).toBeInstanceOf(LoadError);
    expect(result.value).toBeInstanceOf(LoadError);
    const again = resolve(R());
    expect(again.state).toBe("init");
    await made.start();
    await remote.last.answer(1);
    expect(again.value).toBe(1);
  });

  test("close ends what waits", async () => {
    const made = loading();
    const { client, remote, resolve } = withRemote(made);
    const result = resolve(R());
    const promise = rejection(client.apiRequest(U()));
    client.close();
    expect(abortReason(await promise)).toBe("closed");
    expect(abortReason(result.value)).toBe("closed");
    expect(remote.net).toBe(0);
  });
});

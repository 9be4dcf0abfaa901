import { readFileSync } from "node:fs";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { CrashError, type Client } from "../src/index.js";
import { isPending, ready, rejection, turn } from "./harness.js";

/** A core that panics for two names: while it has changed nothing, and in the middle of a change. */
const wasm = new WebAssembly.Module(readFileSync(inject("faultyCore")));
const prepare = { name: "fault/prepare" };
const apply = { name: "fault/apply" };

afterEach(() => {
  vi.useRealTimers();
});

/** Has the core die and come back, as often as it does so at once. */
async function kill(client: Client): Promise<unknown> {
  const error = await rejection(client.apiRequest(apply));
  expect(error).toBeInstanceOf(CrashError);
  return error;
}

describe("a panic while the core has changed nothing", () => {
  test("ends that call only", async () => {
    const { client, network } = await ready({ wasm });
    const { ready: first } = client;
    const pending = client.apiRequest({ name: "save" });
    const error = await rejection(client.apiRequest(prepare));
    expect(error).toBeInstanceOf(CrashError);
    expect((error as CrashError).message).toBe("sluice: the core failed: injected while preparing");
    expect(client.ready).toBe(first);
    expect(network.names).toEqual(["save"]);
    network.last.answer(1);
    expect(await pending).toBe(1);
    expect(client.getQuery({ type: "save" }).stale).toBe(false);
  });

  test("may happen as often as it likes", async () => {
    const { client, network } = await ready({ wasm });
    for (let i = 0; i < 20; i++) expect(await rejection(client.apiRequest(prepare))).toBeInstanceOf(CrashError);
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("of a call that waited for the core leaves the others alone", async () => {
    const { client, network } = await ready({ wasm });
    await kill(client); // from here on calls wait for the next core
    const calls = [client.apiRequest({ name: "save" }), client.apiRequest(prepare), client.apiRequest({ name: "save" })];
    calls[1]!.catch(() => {});
    await client.ready;
    network.calls.forEach((call) => call.answer(call.name));
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

describe("a panic in the middle of a change", () => {
  test("rejects everything that was pending with CrashError", async () => {
    const { client } = await ready({ wasm });
    const calls = [
      client.apiRequest({ name: "getUser" }),
      client.apiRequest({ name: "save" }),
      client.apiRequest({ name: "session" }),
      client.apiRequest({ name: "logout" }),
      client.login({ email: "a@b.example", password: "secret" }),
      client.apiRequest(apply),
    ];
    for (const call of calls) expect(await rejection(call)).toBeInstanceOf(CrashError);
  });

  test("leaves what was shown readable, as stale, and nothing in flight", async () => {
    const { client, network } = await ready({ wasm });
    const user = client.watch({ type: "getUser" });
    const first = client.apiRequest({ name: "getUser" });
    network.last.answer({ id: 1 });
    await first;
    const before = user.get();
    const task = client.watch({ type: "getTask" });
    client.apiRequest({ name: "getTask" }).catch(() => {});
    client.apiRequest({ name: "getUser" }).catch(() => {});
    const told = vi.fn();
    user.subscribe(told);
    await kill(client);
    expect(told).toHaveBeenCalledTimes(1);
    expect(before).toMatchObject({ data: { id: 1 }, stale: false });
    expect(user.get()).toMatchObject({ data: { id: 1 }, stale: true, loading: false, pending: 0, fetchedAt: before.fetchedAt });
    expect(user.get().data).toBe(before.data);
    expect(task.get()).toMatchObject({ data: null, stale: false, loading: false, pristine: true });
  });

  test("is followed by a new core, which answers the next call", async () => {
    const { client, network } = await ready({ wasm });
    const { ready: first } = client;
    await kill(client);
    expect(client.ready).not.toBe(first);
    const answer = client.apiRequest({ name: "getUser" });
    await client.ready;
    network.last.answer(1);
    expect(await answer).toBe(1);
    const save = client.apiRequest({ name: "save" });
    network.last.answer(2);
    expect(await save).toBe(2);
  });

  test("ends being stale with the next answer; equal data stays the same object", async () => {
    const { client, network } = await ready({ wasm });
    const watch = client.watch({ type: "getUser" });
    const ask = async (value: unknown) => {
      const answer = client.apiRequest({ name: "getUser" });
      await client.ready;
      network.last.answer(value);
      return answer;
    };
    const before = await ask({ id: 1 });
    const told = vi.fn();
    watch.subscribe(told);
    await kill(client);
    await client.ready;
    expect(watch.get()).toMatchObject({ data: before, stale: true });
    expect(await ask({ id: 1 })).toBe(before);
    expect(watch.get()).toMatchObject({ stale: false, loading: false, pristine: false });
    told.mockClear();
    await ask({ id: 2 });
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("does not let answers of requests of the old core through to the new one", async () => {
    const { client, network } = await ready({ wasm });
    const lost = client.apiRequest({ name: "save", data: "old" });
    lost.catch(() => {});
    await kill(client);
    await client.ready;
    const answer = client.apiRequest({ name: "save", data: "new" }); // may have the number of the old one
    network.calls[0]!.answer("old");
    expect(await isPending(answer)).toBe(true);
    network.calls[1]!.answer("new");
    expect(await answer).toBe("new");
  });

  test("keeps the client's options, its watches and its rule of names", async () => {
    const { client, network } = await ready({ wasm, autoAbort: ["find"], timeout: 50 });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    await kill(client);
    await client.ready;
    const first = client.apiRequest({ name: "findUser" });
    const second = client.apiRequest({ name: "findUser" });
    expect(await rejection(first)).toMatchObject({ name: "AbortError" });
    expect(network.calls).toHaveLength(2);
    vi.advanceTimersByTime(50);
    expect(await rejection(second)).toMatchObject({ name: "TimeoutError" });
  });

  test("is one for all clients of the core; each goes on", async () => {
    const url = new URL(`file://${inject("faultyCore")}`);
    const one = await ready({ wasm: url });
    const other = await ready({ wasm: url });
    const lost = other.client.apiRequest({ name: "save" });
    await kill(one.client);
    expect(await rejection(lost)).toBeInstanceOf(CrashError);
    const answer = other.client.apiRequest({ name: "getUser" });
    await other.client.ready;
    other.network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("lets allSettled resolve, and close too", async () => {
    const { client } = await ready({ wasm });
    client.apiRequest({ name: "save" }).catch(() => {});
    const settled = client.allSettled();
    await kill(client);
    await settled;
    client.close();
    await client.allSettled();
  });

  test("counts again who listens: a session that nobody shows any more is not asked for", async () => {
    const { client, network } = await ready({ wasm });
    const first = client.watch({ type: "getUser" });
    const session = client.watch({ type: "session" });
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    const endSession = session.subscribe(() => {});
    let crashed = false;
    first.subscribe(() => {
      if (crashed) endSession(); // while the new core is being told who listens
    });
    await kill(client);
    crashed = true;
    const again = client.apiRequest({ name: "getUser" });
    await client.ready;
    network.last.answer(2, { headers: { "sluice-session": "saved" } });
    await again;
    expect(network.names).toEqual(["getUser", "getUser"]);
  });

  test("takes the timers of the old core along", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { client } = await ready({ wasm });
    client.apiRequest({ name: "save", timeout: 50 }).catch(() => {});
    await kill(client);
    await client.ready;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a core that dies again and again", () => {
  test("is started later each time, and then not any more for a minute", async () => {
    const { client, network } = await ready({ wasm });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    for (const delay of [0, 100, 500, 2000, 5000]) {
      await kill(client);
      if (delay > 0) {
        vi.advanceTimersByTime(delay - 1);
        expect(await isPending(client.ready)).toBe(true);
        vi.advanceTimersByTime(1);
      }
      await client.ready;
    }
    await kill(client);
    for (let i = 0; i < 3; i++) {
      const error = await rejection(client.apiRequest({ name: "getUser" }));
      expect(error).toBeInstanceOf(CrashError);
      expect((error as Error).message).toMatch(/6 times within a minute/);
      expect(await rejection(client.ready)).toBeInstanceOf(CrashError);
    }
    expect(network.calls).toEqual([]);
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: null, loading: false });
    await client.allSettled();

    vi.advanceTimersByTime(60_000);
    const answer = client.apiRequest({ name: "getUser" });
    await client.ready;
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("because of a listener's call is not started without end", async () => {
    const { client } = await ready({ wasm });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    let asked = 0;
    const watch = client.watch({ type: "getUser" });
    watch.subscribe(() => {
      if (watch.get().loading) return;
      asked++;
      client.apiRequest(apply).catch(() => {});
    });
    for (let i = 0; i < 20; i++) {
      client.apiRequest({ name: "getUser" }).catch(() => {});
      client.abortRequests();
      await turn();
      vi.advanceTimersByTime(1000);
      await turn();
    }
    expect(asked).toBeLessThan(50);
  });
});

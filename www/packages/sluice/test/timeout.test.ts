import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TimeoutError, UsageError, abortReason, createClient, isAbort } from "../src/index.js";
import { isPending, ready, rejection, setup, turn } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a timeout", () => {
  test("rejects the call with a TimeoutError and aborts the fetch", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser", data: 1, timeout: 50 });
    vi.advanceTimersByTime(49);
    expect(await isPending(answer)).toBe(true);
    vi.advanceTimersByTime(1);
    const error = await rejection(answer);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: "TimeoutError", timeout: 50, request: { name: "getUser", data: 1 } });
    expect([isAbort(error), abortReason(error)]).toEqual([false, "timeout"]);
    expect(network.last.aborted).toBe(true);
    expect((network.last.signal.reason as DOMException).name).toBe("TimeoutError");
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ error, loading: false });
  });

  test("lets the next call work", async () => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "getUser", timeout: 50 });
    vi.advanceTimersByTime(50);
    await rejection(first);
    const second = client.apiRequest({ name: "getUser", timeout: 50 });
    network.last.answer(2);
    expect(await second).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: 2, error: null });
  });

  test("covers the body too", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser", timeout: 50 });
    network.last.respond(new Response(new ReadableStream({})));
    await turn();
    vi.advanceTimersByTime(50);
    expect(await rejection(answer)).toBeInstanceOf(TimeoutError);
  });

  test("of the client counts for calls that say nothing; 0 switches it off", async () => {
    const { client } = await ready({ timeout: 100 });
    const byDefault = client.apiRequest({ name: "save" });
    const longer = client.apiRequest({ name: "save", timeout: 200 });
    const off = client.apiRequest({ name: "save", timeout: 0 });
    const login = client.login({ email: "a@b.example", password: "secret" });
    const logout = client.apiRequest({ name: "logout" });
    vi.advanceTimersByTime(100);
    for (const call of [byDefault, login, logout]) expect(await rejection(call)).toMatchObject({ name: "TimeoutError", timeout: 100 });
    expect(await isPending(longer)).toBe(true);
    vi.advanceTimersByTime(100);
    expect(await rejection(longer)).toMatchObject({ timeout: 200 });
    vi.advanceTimersByTime(10_000_000);
    expect(await isPending(off)).toBe(true);
  });

  test("of many calls ends each at its own time, in whatever order they were made", async () => {
    const { client } = await ready();
    const order: number[] = [];
    for (const timeout of [30, 10, 20, 10]) {
      client.apiRequest({ name: "save", timeout }).catch((error: TimeoutError) => order.push(error.timeout));
    }
    for (let i = 0; i < 4; i++) {
      vi.advanceTimersByTime(10);
      await turn();
    }
    expect(order).toEqual([10, 10, 20, 30]);
  });

  test.each([Infinity, 1e300, 2 ** 31, 3e9])("of %d ms is a long one, not none", async (timeout) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser", timeout });
    vi.advanceTimersByTime(2 ** 31 - 1);
    expect(await isPending(answer)).toBe(true);
    if (timeout < 1e10) {
      vi.advanceTimersByTime(timeout);
      expect(await rejection(answer)).toMatchObject({ timeout });
    } else {
      network.last.answer(1);
      expect(await answer).toBe(1);
    }
  });

  test.each([-1, NaN, -Infinity, "50", null])("of %d is refused, for a call and for a client", async (value) => {
    const timeout = value as number;
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name: "getUser", timeout }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/timeout/);
    expect(network.calls).toEqual([]);
    expect(() => createClient({ timeout })).toThrow(UsageError);
  });

  test("goes by the clock of the client, which may run apart from the timers", async () => {
    let now = 1000;
    const { client } = await ready({ now: () => now });
    const answer = client.apiRequest({ name: "getUser", timeout: 50 });
    vi.advanceTimersByTime(50);
    expect(await isPending(answer)).toBe(true); // the timer came early: it is set again
    now = 1050;
    vi.advanceTimersByTime(50);
    expect(await rejection(answer)).toBeInstanceOf(TimeoutError);
  });

  test("does not run back with a clock that does", async () => {
    let now = 10_000;
    const { client, network } = await ready({ now: () => now });
    const first = client.apiRequest({ name: "save", timeout: 50 });
    now = 0; // ten seconds back: the client's clock stands at 10,000 and goes on from there
    const second = client.apiRequest({ name: "save", timeout: 50 });
    expect(network.calls).toHaveLength(2);
    expect(await isPending(second)).toBe(true);
    now = 49;
    vi.advanceTimersByTime(50);
    expect(await isPending(first)).toBe(true);
    now = 50;
    vi.advanceTimersByTime(50);
    expect(await rejection(first)).toBeInstanceOf(TimeoutError);
    expect(await rejection(second)).toBeInstanceOf(TimeoutError);
  });

  test("leaves no timer behind once nothing is pending", async () => {
    const { client, network } = await ready();
    const answers = [1, 2].map(() => client.apiRequest({ name: "save", timeout: 50 }));
    network.calls.forEach((call) => call.answer(1));
    await Promise.all(answers);
    vi.advanceTimersByTime(50);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a timeout while the core is loading", () => {
  test("runs from the call and ends it", async () => {
    const { client, network } = setup();
    const eligible = client.apiRequest({ name: "getUser", timeout: 50 });
    const other = client.apiRequest({ name: "save", timeout: 60 });
    vi.advanceTimersByTime(60);
    expect(await rejection(eligible)).toMatchObject({ name: "TimeoutError", timeout: 50 });
    expect(await rejection(other)).toMatchObject({ name: "TimeoutError", timeout: 60 });
    expect(network.last.aborted).toBe(true);
    await client.ready;
    expect(network.names).toEqual(["getUser"]);
  });

  test("goes on, from the call, when the core is there", async () => {
    const { client } = setup();
    const answer = client.apiRequest({ name: "getUser", timeout: 50 });
    vi.advanceTimersByTime(30);
    await client.ready;
    vi.advanceTimersByTime(19);
    expect(await isPending(answer)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await rejection(answer)).toMatchObject({ timeout: 50 });
  });

  test.each([Infinity, 2 ** 31])("of %d ms does not end the call at once", async (timeout) => {
    const { client, network } = setup();
    const answer = client.apiRequest({ name: "getUser", timeout });
    vi.advanceTimersByTime(10);
    await client.ready;
    expect(await isPending(answer)).toBe(true);
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("does not count once the answer is here and waits for the core", async () => {
    const { client, network } = setup();
    const answer = client.apiRequest({ name: "getUser", timeout: 50 });
    network.last.answer("in time");
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(60);
    expect(await answer).toBe("in time");
  });
});

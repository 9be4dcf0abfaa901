import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { CrashError, TimeoutError, UsageError, type ClientOptions } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { T, loadingStore, store, type Store } from "./store.js";

const one = { id: "1" };
const two = { id: "2" };
const article = { id: "1", title: "a" };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: T });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A store whose clock is the one of the timers, with `poll`, an endpoint that is polled every five seconds. */
async function polled(options: ClientOptions = {}) {
  const made = await store({ now: () => Date.now(), ...options });
  return Object.assign(made, { poll: made.get.extend({ pollFrequency: 5000 }) });
}

async function answer({ runs }: Store, value: unknown = article): Promise<void> {
  runs.at(-1)!.answer(value);
  await turn();
}

describe("polling", () => {
  test("W45 subscriptions are counted; answers expire after half the time", async () => {
    const made = await polled();
    const { controller, poll, runs } = made;
    await controller.setResponse(poll, one, article);
    await controller.subscribe(poll, one);
    await controller.subscribe(poll, one);
    vi.advanceTimersByTime(4999);
    expect(runs).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(1);
    expect(runs[0]!.args).toEqual([one]);
    await answer(made, { id: "1", title: "b" });
    expect(controller.getResponse(poll, one)).toEqual({ data: { id: "1", title: "b" }, expiryStatus: 3, expiresAt: T + 5000 + 2500 });
    await controller.unsubscribe(poll, one);
    vi.advanceTimersByTime(4999);
    expect(runs).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(2);
    await answer(made);
    await controller.unsubscribe(poll, one);
    vi.advanceTimersByTime(100_000);
    expect(runs).toHaveLength(2);
    await controller.unsubscribe(poll, one);
  });

  test("W46 a poll that fails hides nothing, and the next one comes", async () => {
    const { controller, poll, runs } = await polled();
    await controller.setResponse(poll, one, article);
    await controller.subscribe(poll, one);
    vi.advanceTimersByTime(5000);
    runs[0]!.fail(Object.assign(new Error("no"), { status: 403 }));
    await turn();
    expect(controller.getError(poll, one)).toBeUndefined();
    expect(controller.getResponse(poll, one)).toEqual({ data: article, expiryStatus: 3, expiresAt: T + 5000 + 500 });
    vi.advanceTimersByTime(4999);
    expect(runs).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(2);
  });

  test("12.2 what was never answered is asked for at once; the smallest frequency counts", async () => {
    const made = await polled();
    const { controller, poll, runs } = made;
    await controller.subscribe(poll, one);
    expect(runs).toHaveLength(1);
    await answer(made);
    const often = poll.extend({ pollFrequency: 1000 });
    await controller.subscribe(often, one);
    vi.advanceTimersByTime(1000);
    expect(runs).toHaveLength(2);
    await answer(made);
    await controller.unsubscribe(often, one);
    vi.advanceTimersByTime(4999);
    expect(runs).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(3);
  });

  test("12.4 a request in flight is shared, both ways, and polls are not shown as pending", async () => {
    const { controller, poll, runs } = await polled();
    const watch = controller.view(poll, [one]);
    const own = controller.fetch(poll, one);
    await controller.subscribe(poll, one);
    expect(runs).toHaveLength(1);
    runs[0]!.answer(article);
    expect(await own).toEqual(article);
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(2);
    expect(watch.get()).toMatchObject({ pending: 0, loading: false });
    const joined = controller.fetch(poll, one);
    expect(watch.get()).toMatchObject({ pending: 1, loading: true });
    runs[1]!.answer(article);
    expect(await joined).toEqual(article);
    expect(runs).toHaveLength(2);
    expect(watch.get()).toMatchObject({ pending: 0 });
  });

  test("12.5 the first answer may be an error, which is shown until there is data", async () => {
    const made = await polled();
    const { controller, note, runs } = made;
    const poll = note.extend({ pollFrequency: 1000 });
    await controller.subscribe(poll, "a");
    const error = new Error("no");
    runs[0]!.fail(error);
    await turn();
    expect(controller.getError(poll, "a")).toBe(error);
    vi.advanceTimersByTime(1000);
    await answer(made, 5);
    expect(controller.getError(poll, "a")).toBeUndefined();
    expect(controller.getResponse(poll, "a").data).toBe(5);
  });

  test("12.7 a poll in flight finishes and is stored", async () => {
    const made = await polled();
    const { controller, poll, runs } = made;
    await controller.subscribe(poll, one);
    await controller.unsubscribe(poll, one);
    expect(runs[0]!.signal.aborted).toBe(false);
    await answer(made);
    expect(controller.getResponse(poll, one).data).toEqual(article);
    vi.advanceTimersByTime(100_000);
    expect(runs).toHaveLength(1);
  });

  test("12.8 without a frequency, of a mutation, and live without a subscriber, is refused", async () => {
    const { controller, get, update, fetch } = await polled();
    expect(await rejection(controller.subscribe(get, one))).toBeInstanceOf(UsageError);
    const never = get.extend({ pollFrequency: 0 });
    const mutation = update.extend({ pollFrequency: 1000 });
    const live = get.extend({ pollFrequency: 1000, live: () => ({ type: "ARTICLE" }) });
    for (const wrong of [never, mutation, live]) expect(await rejection(controller.subscribe(wrong, one))).toBeInstanceOf(UsageError);
    await controller.unsubscribe(get, one);
    vi.advanceTimersByTime(100_000);
    expect(fetch).not.toHaveBeenCalled();
  });

  test("of null arguments is none", async () => {
    const { controller, poll, fetch } = await polled();
    await controller.subscribe(poll, null);
    await controller.unsubscribe(poll, null);
    expect(fetch).not.toHaveBeenCalled();
  });

  test("5.6 stays over a reset, with its schedule", async () => {
    const { controller, poll, runs } = await polled();
    await controller.setResponse(poll, one, article);
    await controller.subscribe(poll, one);
    vi.advanceTimersByTime(1000);
    await controller.resetEntireStore();
    vi.advanceTimersByTime(3999);
    expect(runs).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(runs).toHaveLength(1);
    await controller.resetEntireStore();
    expect(runs[0]!.signal.aborted).toBe(true);
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(2);
  });

  test("begins when the core is there, if it is not ended before", async () => {
    const made = loadingStore({ now: () => Date.now() });
    const { client, controller, get, runs } = made;
    const poll = get.extend({ pollFrequency: 5000 });
    const asked = [controller.subscribe(poll, one), controller.subscribe(poll, two), controller.unsubscribe(poll, two)];
    await client.ready;
    await Promise.all(asked);
    expect(runs.map(({ args }) => args[0])).toEqual([one, two]);
    for (const run of runs) run.answer(run.args[0]);
    await turn();
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(3);
  });

  test("takes the endpoint's timeout, and goes on", async () => {
    const { controller, poll, runs } = await polled();
    const slow = poll.extend({ timeout: 100 });
    await controller.subscribe(slow, one);
    vi.advanceTimersByTime(100);
    expect(runs[0]!.signal.aborted).toBe(true);
    const error = controller.getError(slow, one) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.request.name).toBe("get");
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(2);
  });

  test("goes on with the next core when one has died", async () => {
    const wasm = new WebAssembly.Module(readFileSync(inject("faultyCore")));
    const made = await polled({ wasm });
    const { client, controller, poll, runs } = made;
    await controller.subscribe(poll, one);
    await controller.subscribe(poll, one);
    await answer(made);
    expect(await rejection(client.apiRequest({ name: "fault/apply" }))).toBeInstanceOf(CrashError);
    await client.ready;
    await turn();
    expect(runs).toHaveLength(2);
    await answer(made);
    await controller.unsubscribe(poll, one);
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(3);
    await answer(made);
    await controller.unsubscribe(poll, one);
    vi.advanceTimersByTime(100_000);
    expect(runs).toHaveLength(3);
  });

  test("ends with the client", async () => {
    const { client, controller, poll, runs } = await polled();
    await controller.subscribe(poll, one);
    client.close();
    expect(runs[0]!.signal.aborted).toBe(true);
    await controller.subscribe(poll, one);
    await controller.unsubscribe(poll, one);
    vi.advanceTimersByTime(100_000);
    expect(runs).toHaveLength(1);
  });
});

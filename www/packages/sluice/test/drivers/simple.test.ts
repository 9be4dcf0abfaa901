import { afterEach, describe, expect, test, vi } from "vitest";
import { isAbort, mockDriver, promiseDriver } from "../../src/index.js";
import { rejection } from "../harness.js";
import { action, actionsOf } from "./server.js";

describe("mockDriver", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("gives the request's response as it is, after its time", async () => {
    vi.useFakeTimers();
    const response = { data: 1, status: 201, extra: "x" };
    const settled = vi.fn();
    const promise = mockDriver({ timeout: 50 })({ response }, action, actionsOf());
    void promise.then(settled);
    await vi.advanceTimersByTimeAsync(49);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await promise).toBe(response);
  });

  test("answers in a turn of its own by default", async () => {
    vi.useFakeTimers();
    const settled = vi.fn();
    void mockDriver()({ response: { data: 1 } }, action, actionsOf()).then(settled);
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toHaveBeenCalled();
  });

  test.each([["an object", { message: "E" }], ["text", "E"], ["0", 0], ["false", false]])("rejects with the request's error: %s", async (_, error) => {
    expect(await rejection(mockDriver()({ error, response: { data: 1 } }, action, actionsOf()))).toBe(error);
  });

  test.each([null, undefined])("takes an error that is %s for none", async (error) => {
    expect(await mockDriver()({ error, response: { data: 1 } }, action, actionsOf())).toEqual({ data: 1 });
  });

  test("has no timer left once it is cancelled", async () => {
    vi.useFakeTimers();
    const promise = mockDriver({ timeout: 50 })({ response: { data: 1 } }, action, actionsOf());
    expect(vi.getTimerCount()).toBe(1);
    promise.cancel();
    expect(isAbort(await rejection(promise))).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("promiseDriver", () => {
  const wait = (promise: unknown, driver = promiseDriver()) => driver({ promise }, action, actionsOf());

  test("takes what the promise resolves with for the data", async () => {
    expect(await wait(Promise.resolve([1]))).toEqual({ data: [1] });
  });

  test("has the response made by processResponse, later too", async () => {
    const processResponse = async ({ body, code }: { body: unknown; code: number }) => ({ data: body, status: code });
    expect(await wait(Promise.resolve({ body: "b", code: 201 }), promiseDriver({ processResponse }))).toEqual({ data: "b", status: 201 });
  });

  test("rejects with what the promise rejects with, or what processResponse throws", async () => {
    expect(await rejection(wait(Promise.reject("E")))).toBe("E");
    const processResponse = () => {
      throw new RangeError("no");
    };
    expect(await rejection(wait(Promise.resolve(1), promiseDriver({ processResponse })))).toEqual(new RangeError("no"));
  });

  test("drops what comes of a promise after a cancel: nothing is unhandled", async () => {
    let fail!: (error: Error) => void;
    const request = { promise: new Promise((_, reject) => (fail = reject)) };
    const late = promiseDriver()(request, action, actionsOf());
    late.cancel();
    expect(isAbort(await rejection(late))).toBe(true);
    const actions = actionsOf();
    actions.abort();
    expect(isAbort(await rejection(promiseDriver()(request, action, actions)))).toBe(true);
    fail(new Error("late"));
    await new Promise((resolve) => setImmediate(resolve)); // an unhandled rejection fails the run
    await expect(request.promise).rejects.toThrow("late");
  });
});

import { describe, expect, test } from "vitest";
import { UsageError, type Driver, type DriverActions } from "../../src/index.js";
import { isPending, ready, rejection, turn } from "../harness.js";

/** A driver in the test's hands. */
function scripted() {
  const calls: { readonly config: unknown; readonly actions: DriverActions; cancelled: boolean; answer(response: unknown): void; fail(error: unknown): void }[] = [];
  const driver: Driver = (config, _action, actions) => {
    let answer!: (response: unknown) => void;
    let fail!: (error: unknown) => void;
    const call = { config, actions, cancelled: false, answer: (response: unknown) => answer(response), fail: (error: unknown) => fail(error) };
    calls.push(call);
    const promise = new Promise((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
    return Object.assign(promise, {
      cancel: () => {
        call.cancelled = true;
        fail("REQUEST_ABORTED");
      },
    }) as never;
  };
  return { calls, driver };
}

describe("a driver", () => {
  test("is given the request and carries it out", async () => {
    const { calls, driver } = scripted();
    const { client, network } = await ready({ driver });
    const promise = client.apiRequest({ name: "getThing", data: { a: 1 } });
    expect(calls[0]!.config).toMatchObject({ url: "/api/getThing", method: "post", data: { a: 1 } });
    calls[0]!.answer({ data: "d", status: 203 });
    expect(await promise).toBe("d");
    expect(network.calls).toHaveLength(0);
  });

  test("is cancelled, and its signal aborted, when the request is", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    const first = client.apiRequest({ name: "getThing" });
    const second = client.apiRequest({ name: "getThing" });
    expect(await rejection(first)).toMatchObject({ name: "AbortError" });
    expect(calls[0]).toMatchObject({ cancelled: true });
    expect(calls[0]!.actions.signal.aborted).toBe(true);
    calls[1]!.answer({ data: 2 });
    expect(await second).toBe(2);
  });

  test("that cannot be cancelled: its late answer is ignored (W12)", async () => {
    let answer!: (response: unknown) => void;
    const { client } = await ready({ driver: (() => new Promise((resolve) => (answer = resolve))) as never });
    const promise = client.apiRequest({ name: "save" });
    client.abortRequests(["save"]);
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    answer({ data: "late" });
    await turn();
    expect(client.getMutation({ type: "save" })).toMatchObject({ loading: false, error: null });
  });

  test("fails with what it rejects with, whatever that is", async () => {
    for (const error of ["E", undefined, { code: 1 }, new RangeError("x")]) {
      const { calls, driver } = scripted();
      const { client } = await ready({ driver });
      const promise = client.apiRequest({ name: "getThing" });
      calls[0]!.fail(error);
      expect(await rejection(promise)).toBe(error);
    }
  });

  test("that throws at once, or gives no promise, fails the request", async () => {
    for (const [driver, message] of [
      [() => { throw new RangeError("X"); }, "X"],
      [() => 1, "a driver gives a promise"],
    ] as const) {
      const { client } = await ready({ driver: driver as never });
      expect(await rejection(client.apiRequest({ name: "getThing" }))).toMatchObject({ message: expect.stringContaining(message) as unknown });
      expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0 });
    }
  });

  test("whose answer has no data ends the request, and functions for errors do not run", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver, onError: () => ({ data: "mended" }) });
    const promise = client.apiRequest({ name: "getThing" });
    calls[0]!.answer({ status: 200 });
    expect(await rejection(promise)).toBeInstanceOf(UsageError);
  });

  test("that never settles leaves the request open until it is aborted", async () => {
    const { driver } = scripted();
    const { client } = await ready({ driver });
    const promise = client.apiRequest({ name: "getThing" });
    expect(await isPending(promise)).toBe(true);
    client.close();
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
  });

  test("is chosen by name; one that there is not is a UsageError, which functions for errors see", async () => {
    const [a, b] = [scripted(), scripted()];
    const errors: unknown[] = [];
    const { client } = await ready({ driver: { default: a.driver, other: b.driver }, onError: (error) => void errors.push(error) });
    void client.apiRequest({ name: "save" });
    void client.apiRequest({ name: "save", driver: "other" });
    expect([a.calls.length, b.calls.length]).toEqual([1, 1]);
    expect(await rejection(client.apiRequest({ name: "save", driver: "none" }))).toBeInstanceOf(UsageError);
    expect(errors).toHaveLength(1);
  });

  test("may be one beside the server's routes", async () => {
    const { calls, driver } = scripted();
    const { client, network } = await ready({ driver: { other: driver } });
    void client.apiRequest({ name: "save" });
    expect(network.names).toEqual(["save"]);
    network.last.answer(null);
    const other = client.apiRequest({ name: "save", driver: "other" });
    calls[0]!.answer({ data: 1 });
    expect(await other).toBe(1);
  });

  test("has setters for progress only where that is measured; what they say is shown", async () => {
    const { calls, driver } = scripted();
    const { client } = await ready({ driver });
    void client.apiRequest({ name: "getThing" });
    expect(calls[0]!.actions.setDownloadProgress).toBeUndefined();
    const promise = client.apiRequest({ name: "getOther", measureDownloadProgress: true });
    const shown = () => client.getQuery({ type: "getOther" }).downloadProgress;
    expect(shown()).toBe(0);
    calls[1]!.actions.setDownloadProgress!(45.9);
    expect(shown()).toBe(45);
    calls[1]!.actions.setDownloadProgress!(100);
    expect(shown()).toBe(99);
    calls[1]!.answer({ data: 1 });
    await promise;
    expect(shown()).toBe(100);
  });
});

describe("a newer outcome", () => {
  test("is not overwritten by one of a request made before it (W10)", async () => {
    const { client, network } = await ready();
    const [first, second] = [1, 2].map(() => client.apiRequest({ name: "getThing", takeLatest: false }));
    network.calls[1]!.answer("second");
    network.calls[0]!.answer("first");
    expect(await Promise.all([first, second])).toEqual(["first", "second"]);
    expect(client.getQuery({ type: "getThing" }).data).toBe("second");
  });
});

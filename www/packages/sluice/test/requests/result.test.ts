import { describe, expect, test } from "vitest";
import { Request, types, type Result } from "../../src/index.js";
import { rejection, turn, uncaught } from "../harness.js";
import { R, U, scene, seen, source } from "./remote.js";

describe("a Result", () => {
  test("tells its listeners of each change, not when they come", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    const states = seen(result);
    expect(states).toEqual([]);
    remote.last.progress(1);
    remote.last.progress(2);
    await remote.last.answer("done");
    expect(states).toEqual([["progress", 1], ["progress", 2], ["success", "done"]]);
  });

  test("is what its listeners are given", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    let given: unknown;
    result.subscribe((told) => (given = told));
    remote.last.progress(1);
    expect(given).toBe(result);
  });

  test("leaves out who has left, also twice, and also meanwhile", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    const told: string[] = [];
    const listen = (name: string) => () => told.push(name);
    const same = listen("same");
    const [one, two] = [result.subscribe(same), result.subscribe(same)];
    one();
    one();
    result.subscribe(() => late());
    const late = result.subscribe(listen("late"));
    remote.last.progress(1);
    expect(told).toEqual(["same"]);
    two();
    remote.last.progress(2);
    expect(told).toEqual(["same"]);
  });

  test("reports a listener that throws; the others are told", async () => {
    const errors = uncaught();
    const { remote, resolve } = await scene();
    const result = resolve(R());
    const error = new Error("mine");
    result.subscribe(() => { throw error; });
    const states = seen(result);
    await remote.last.answer(1);
    expect(states).toEqual([["success", 1]]);
    expect(errors).toEqual([error]);
    expect(await result).toBe(1);
  });

  test("is a promise of its first success", async () => {
    const { remote, client } = await scene();
    const live = source();
    client.library.register(Request, () => live);
    const result = client.resolve(R())!;
    const promise = result.then((value) => `got ${String(value)}`);
    live.become("success", 1);
    live.become("success", 2);
    expect(await promise).toBe("got 1");
    expect(result.value).toBe(2);
    expect(await result).toBe(1); // there is one promise
    expect(remote.net).toBe(0);
  });

  test("is a promise that rejects with the failure", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    const error = { not: "an Error" };
    const before = rejection(result.then());
    await remote.last.fail(error);
    expect(await before).toBe(error);
    expect(await rejection(result.then())).toBe(error);
  });

  test("that fails unawaited raises no unhandledrejection", async () => {
    const errors = uncaught();
    const { remote, resolve } = await scene();
    const awaited = resolve(R());
    void awaited.then(undefined, () => {});
    await remote.last.fail(new Error("no"));
    resolve(R());
    await remote.last.fail(new Error("no"));
    await turn();
    expect(errors).toEqual([]);
  });

  test("does not go back: of what comes after a failure nothing is seen", async () => {
    const { client } = await scene();
    const live = source();
    client.library.register(Request, () => live);
    const result = client.resolve(R())!;
    const states = seen(result);
    live.become("progress", 1);
    live.become("pending");
    live.become("success", 2);
    live.become("progress", 3);
    live.become("success", 4);
    live.become("failure", 5);
    live.become("success", 6);
    live.become("failure", 7);
    expect(states).toEqual([["progress", 1], ["success", 2], ["success", 4], ["failure", 5]]);
  });

  test("gives its value by reference, to all", async () => {
    const { client, remote, resolve } = await scene();
    const value = { list: [] };
    const promise = client.apiRequest(R());
    const result = resolve(R());
    await remote.last.answer(value);
    expect(result.value).toBe(value);
    expect(await promise).toBe(value);
    expect(Object.isFrozen(value)).toBe(false);
  });

  test("goes on when nobody listens any more", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    result.subscribe(() => {})();
    expect(remote.last.signal.aborted).toBe(false);
    await remote.last.answer(1);
    expect(resolve(R())).toBe(result);
  });

  test("of a mutation is never shared", async () => {
    const { remote, resolve } = await scene();
    expect(resolve(U())).not.toBe(resolve(U()));
    expect(remote.net).toBe(2);
  });
});

describe("a live source", () => {
  test("has its Result and the cache follow it; apiRequest takes the first success", async () => {
    const { client } = await scene();
    const live = source();
    client.library.register(Request, () => live);
    const promise = client.apiRequest(R());
    live.become("success", 1);
    const result = client.resolve(R())!;
    live.become("success", 2);
    expect(await promise).toBe(1);
    expect(result).toMatchObject({ state: "success", value: 2 });
    expect(client.resolve(R())).toBe(result);
  });

  test("that fails after a success is dropped from the cache, before its holders are told", async () => {
    const { client, remote } = await scene();
    const live = source();
    const back = client.library.register(Request, () => live);
    const result = client.resolve(R())!;
    live.become("success", 1);
    back();
    let again: Result | null = null;
    result.subscribe(() => (again = client.resolve(R())));
    live.become("failure", new Error("gone"));
    expect(again).toMatchObject({ state: "pending" });
    expect(remote.net).toBe(1);
  });

  test("10 has the time of its expiry begin with each success", async () => {
    const { client, clock, remote } = await scene();
    const live = source();
    const back = client.library.register(Request, () => live);
    client.resolve(R({ expires: 1 }));
    live.become("success", 1);
    await clock.tick(900);
    live.become("success", 2);
    back();
    await clock.tick(1000);
    expect(client.resolve(R())!.value).toBe(2);
    await clock.tick(1);
    client.resolve(R());
    expect(remote.net).toBe(1);
  });

  test("that is left before its first success is not listened to any more", async () => {
    const { client } = await scene();
    const live = source();
    client.library.register(Request, () => live);
    const controller = new AbortController();
    const promise = client.apiRequest(R(), { signal: controller.signal });
    expect(live.listeners).toBe(1);
    controller.abort();
    await rejection(promise);
    expect(live.listeners).toBe(0);
  });

  test("may be a state of types.result at first", () => {
    expect(types.result.success.match(source())).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import { ApiError, SchemaError, UsageError, endpoint, entity, mockDriver, type ClientOptions, type Driver } from "../../src/index.js";
import { isPending, ready, rejection, turn, uncaught } from "../harness.js";

/** Data that JSON cannot carry. */
function circle(): { self?: unknown } {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  return circle;
}

describe("data in a circle", () => {
  test("is refused before anything is sent", async () => {
    const { client, network } = await ready();
    expect(await rejection(client.apiRequest({ name: "save", data: circle() }))).toMatchObject({ name: "UsageError", message: expect.stringMatching(/data cannot be written as JSON/) as unknown });
    expect(network.calls).toHaveLength(0);
  });

  test("that onRequest makes is an error of the request, which functions for errors see", async () => {
    const errors: unknown[] = [];
    const { client } = await ready({ onRequest: (request: object) => ({ ...request, data: circle() }), onError: (error) => void errors.push(error) });
    const error = await rejection(client.apiRequest({ name: "getThing" }));
    expect(error).toBeInstanceOf(UsageError);
    expect(errors).toEqual([error]);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, error });
  });

  test("that a driver answers with is shown, and updated", async () => {
    const answers = [circle(), circle()];
    const { client } = await ready({ driver: () => Promise.resolve({ data: answers.shift() }) });
    for (let i = 0; i < 2; i++) {
      const data = await client.apiRequest<{ self: unknown }>({ name: "getThing" });
      expect(data.self).toBe(data);
    }
    await client.apiRequest({ name: "getThing", mutations: { getThing: () => circle() } });
    expect(client.dehydrate()).toEqual(expect.any(String));
  });

  test("that onSuccess makes of an endpoint's answer ends that with a SchemaError", async () => {
    const User = entity("User", { pk: "id" });
    const getUser = endpoint({ name: "getUser", schema: User });
    const { client, network } = await ready({ onSuccess: () => ({ data: { id: 1, ...circle() } }) });
    const promise = client.controller.fetch(getUser, { id: 1 });
    network.last.answer({ id: 1 });
    expect(await rejection(promise)).toBeInstanceOf(SchemaError);
  });
});

describe("values of a driver's own", () => {
  test("are kept as they are: dates and objects of classes are equal to themselves only", async () => {
    class Money {
      readonly #cents: number;
      constructor(cents: number) {
        this.#cents = cents;
      }
      get cents() {
        return this.#cents;
      }
    }
    let n = 0;
    const { client } = await ready({ driver: () => Promise.resolve({ data: { at: new Date(++n), price: new Money(n), same: [1] } }) });
    const ask = () => client.apiRequest<{ at: Date; price: Money; same: number[] }>({ name: "getThing" });
    const first = await ask();
    const second = await ask();
    expect([second.at.getTime(), second.price.cents]).toEqual([2, 2]);
    expect(second.same).toBe(first.same);
    expect(client.getQuery({ type: "getThing" }).data).toBe(second);
  });

  test("are not written to, and may be frozen", async () => {
    const made: { list: { n: number }[] }[] = [];
    const driver = () => {
      made.push({ list: Object.freeze([{ n: 1 }, { n: made.length }]) as { n: number }[] });
      return Promise.resolve({ data: made.at(-1) });
    };
    const { client } = await ready({ driver });
    const ask = () => client.apiRequest<{ list: object[] }>({ name: "getThing" });
    const first = await ask();
    const own = made[0]!.list;
    const second = await ask();
    expect(second).toEqual({ list: [{ n: 1 }, { n: 1 }] });
    expect(second.list[0]).toBe(first.list[0]);
    expect(made[0]!.list).toBe(own);
    expect(made[1]!.list[0]).not.toBe(first.list[0]);
  });

  test("undefined data is none", async () => {
    const { client } = await ready({ driver: () => Promise.resolve({ data: undefined }) });
    expect(await client.apiRequest({ name: "getThing" })).toBeNull();
    expect(client.getQuery({ type: "getThing", defaultData: 1 })).toMatchObject({ data: 1, pristine: false });
  });
});

describe("functions that return", () => {
  test("nothing leave the request, the response and the error as they are", async () => {
    const nothing = () => undefined;
    const { client, network } = await ready({ onRequest: nothing, onSuccess: nothing, onError: nothing, onAbort: nothing });
    const first = client.apiRequest({ name: "save", data: { a: 1 }, onRequest: nothing, onSuccess: nothing, onError: nothing });
    expect(network.last.data).toEqual({ a: 1 });
    network.last.answer("d");
    expect(await first).toBe("d");
    const second = client.apiRequest({ name: "save" });
    network.last.refuse(400, "no", "no");
    expect(await rejection(second)).toBeInstanceOf(ApiError);
  });

  test("something that is no response end the request; for errors, that leaves the error", async () => {
    for (const wrong of [null, 5, "d", {}, { status: 200 }, []]) {
      const { client, network } = await ready({ onSuccess: (() => wrong) as never, onError: () => wrong });
      const first = client.apiRequest({ name: "getThing" });
      network.last.answer("d");
      expect(await rejection(first)).toMatchObject({ name: "UsageError", message: expect.stringContaining("a response is an object with a member data") as unknown });
      expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, data: null });
      const second = client.apiRequest({ name: "getOther" });
      network.last.refuse(400, "no", "no");
      expect(await rejection(second)).toMatchObject({ code: "no" });
    }
  });

  test("what can be waited for are awaited, also if that is no Promise", async () => {
    const later = <T>(value: T): PromiseLike<T> => ({ then: (use?: ((value: T) => unknown) | null) => void queueMicrotask(() => use?.(value)) }) as unknown as PromiseLike<T>;
    const { client, network } = await ready({ onSuccess: ({ data }) => later({ data: `${String(data)}!` }) });
    const promise = client.apiRequest({ name: "getThing" });
    network.last.answer("d");
    expect(await promise).toBe("d!");
  });

  test("never: the request stays open, an abort ends it, and a timeout", async () => {
    const { client } = await ready({ onRequest: () => new Promise(() => {}) });
    const first = client.apiRequest({ name: "getThing" });
    expect(await isPending(first)).toBe(true);
    client.abortRequests(["getThing"]);
    expect(await rejection(first)).toMatchObject({ name: "AbortError" });
    expect(await rejection(client.apiRequest({ name: "getThing", timeout: 5 }))).toMatchObject({ name: "TimeoutError" });
  });
});

describe("functions that throw", () => {
  test("onAbort: that is reported, and the abort stands", async () => {
    const errors = uncaught();
    for (const onAbort of [() => { throw new RangeError("X"); }, () => Promise.reject(new RangeError("X"))]) {
      const { client } = await ready({ onAbort });
      const promise = client.apiRequest({ name: "getThing" });
      client.abortRequests();
      expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
      expect(client.getQuery({ type: "getThing" })).toMatchObject({ pristine: true, pending: 0 });
    }
    await turn();
    expect(errors).toMatchObject([{ message: "X" }, { message: "X" }]);
  });

  test("takeLatest: that is an error, which functions for errors see; nothing is sent", async () => {
    const errors: unknown[] = [];
    const takeLatest = () => {
      throw new RangeError("X");
    };
    const { client, network } = await ready({ takeLatest, onError: (error) => void errors.push(error) });
    const error = await rejection(client.apiRequest({ name: "save" }));
    expect(error).toBeInstanceOf(RangeError);
    expect(errors).toEqual([error]);
    expect(network.calls).toHaveLength(0);
    const fine = client.apiRequest({ name: "save", takeLatest: false });
    network.last.answer(1);
    expect(await fine).toBe(1);
  });

  test("onSuccess: the error is that, and functions for errors do not run", async () => {
    const errors: unknown[] = [];
    const { client, network } = await ready({ onSuccess: () => Promise.reject(new RangeError("X")), onError: (error) => void errors.push(error) });
    const promise = client.apiRequest({ name: "getThing" });
    network.last.answer("d");
    expect(await rejection(promise)).toBeInstanceOf(RangeError);
    expect(errors).toEqual([]);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: null, pending: 0, pristine: false });
  });

  test("getError: what it throws is the error from there on", async () => {
    const seen: unknown[] = [];
    const { client, network } = await ready({ onError: (error) => void seen.push(error) });
    const getError = () => {
      throw new RangeError("X");
    };
    const promise = client.apiRequest({ name: "getThing", getError });
    network.last.refuse(400, "no", "no");
    const error = await rejection(promise);
    expect(error).toBeInstanceOf(RangeError);
    expect(seen).toEqual([error]);
  });
});

describe("options", () => {
  test("takeLatest of the client decides where the request does not; the session is left alone", async () => {
    const seen: unknown[] = [];
    const takeLatest: ClientOptions["takeLatest"] = ({ type }) => (seen.push(type), type === "save");
    const { client, network } = await ready({ takeLatest });
    const saves = [client.apiRequest({ name: "save" }), client.apiRequest({ name: "save" })];
    expect(await rejection(saves[0]!)).toMatchObject({ name: "AbortError" });
    const gets = [client.apiRequest({ name: "getThing" }), client.apiRequest({ name: "getThing" })];
    const sessions = [client.apiRequest({ name: "session" }), client.apiRequest({ name: "session" })];
    expect(seen).toEqual(["save", "save", "getThing", "getThing"]);
    network.calls.forEach((call) => call.answer(null));
    await Promise.all([saves[1], ...gets, ...sessions]);
  });

  test("a driver of a wrong kind ends each request with a UsageError", async () => {
    for (const driver of [5, [], { default: 5 }, null]) {
      const { client } = await ready({ driver: driver as never });
      expect(await rejection(client.apiRequest({ name: "getThing" }))).toBeInstanceOf(UsageError);
      expect(client.getQuery({ type: "getThing" }).pending).toBe(0);
    }
  });

  test("the driver is not taken from what every object has", async () => {
    const driver: { default: Driver } = { default: mockDriver() };
    const { client } = await ready({ driver });
    expect(await rejection(client.apiRequest({ name: "getThing", driver: "toString" }))).toBeInstanceOf(UsageError);
  });
});

describe("lists of requests", () => {
  test("what they name and there is not, does nothing", async () => {
    const { client, network } = await ready();
    const promise = client.apiRequest({ name: "save" });
    for (const list of [["unknown"], [], [{ requestType: "save", requestKey: "none" }], [{ requestType: "gone", anyKey: true }]]) {
      client.abortRequests(list);
      client.resetRequests(list);
      client.clearRequestsCache(list);
      client.stopPolling(list);
      if (list.length > 0) expect(await client.joinRequest(list[0]!)).toBeNull();
    }
    network.last.answer(1);
    expect(await promise).toBe(1);
  });

  test.each([[[null]], [[undefined]], ["save"], [[{ requestType: null }]], [[{ requestType: "save", requestKey: {} }]], [["\ud800"]]])("%j is a UsageError", async (list) => {
    const { client, network } = await ready();
    const promise = client.apiRequest({ name: "save" });
    for (const control of [client.abortRequests, client.resetRequests, client.clearRequestsCache, client.stopPolling]) {
      expect(() => control.call(client, list as never)).toThrow(UsageError);
    }
    network.last.answer(1);
    expect(await promise).toBe(1);
  });

  test("an action creator stands for what its toString gives; a bare name does not cover keys", async () => {
    const { client, network } = await ready();
    const calls = [client.apiRequest({ name: "save" }), client.apiRequest({ name: "save", requestKey: 0 })];
    client.abortRequests([Object.assign(() => {}, { toString: () => "save" })]);
    expect(await rejection(calls[0]!)).toMatchObject({ name: "AbortError" });
    expect(await isPending(calls[1]!)).toBe(true);
    client.abortRequests([{ requestType: "save", anyKey: true }]);
    expect(await rejection(calls[1]!)).toMatchObject({ name: "AbortError" });
    expect(network.calls.every(({ aborted }) => aborted)).toBe(true);
  });
});

import { getEventListeners } from "node:events";
import axios from "axios";
import { describe, expect, test, vi } from "vitest";
import { abortReason, axiosDriver, fetchDriver, graphqlDriver, isAbort, mockDriver, promiseDriver, type Cancellable, type Driver, type DriverActions, type RequestAction } from "../../src/index.js";
import { abortError } from "../../src/errors.js";
import { rejection } from "../harness.js";
import { action, actionsOf } from "./server.js";

type AnyDriver = (request: object | null, action: RequestAction, actions: DriverActions) => Cancellable<unknown>;

const driver = (driver: Driver) => driver as AnyDriver;

/** A network that the test answers, or that never answers and heeds no signal. */
const network = () => {
  let answer!: () => void;
  const fetch = vi.fn(() => new Promise<Response>((resolve) => (answer = () => resolve(Response.json({ data: 1 })))));
  return { fetch, answer: () => answer() };
};
const adapter = (fetch: () => Promise<Response>) => axios.create({ adapter: async (config) => ({ data: await (await fetch()).json(), status: 200, statusText: "OK", headers: {}, config }) });

const drivers: [string, (fetch: () => Promise<Response>) => { driver: AnyDriver; request: () => object }][] = [
  ["fetchDriver", (fetch) => ({ driver: driver(fetchDriver(fetch)), request: () => ({ url: "https://host.example/a" }) })],
  ["axiosDriver", (fetch) => ({ driver: driver(axiosDriver(adapter(fetch))), request: () => ({ url: "https://host.example/a" }) })],
  ["graphqlDriver", (fetch) => ({ driver: driver(graphqlDriver({ url: "https://host.example/a", fetch })), request: () => ({ query: "{ a }" }) })],
  ["promiseDriver", (fetch) => ({ driver: driver(promiseDriver()), request: () => ({ promise: fetch() }) })],
  ["mockDriver", (fetch) => ({ driver: driver(mockDriver()), request: () => ({ get response() { return (void fetch(), { data: 1 }); } }) })],
];

describe.each(drivers)("%s", (_, make) => {
  test("throws nothing, whatever it is given: it rejects", async () => {
    const { driver } = make(network().fetch);
    for (const [request, actions] of [[null, actionsOf()], [{}, undefined]] as const) {
      expect(await rejection(driver(request, action, actions!))).toBeInstanceOf(TypeError);
    }
  });

  test("resolves with data, and leaves no listener at the signal", async () => {
    const { fetch, answer } = network();
    const { driver, request } = make(fetch);
    const actions = actionsOf();
    const promise = driver(request(), action, actions);
    expect(getEventListeners(actions.signal, "abort")).toHaveLength(1);
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    answer();
    expect(await promise).toHaveProperty("data");
    expect(getEventListeners(actions.signal, "abort")).toHaveLength(0);
  });

  test("rejects with an AbortError at once when it is cancelled, though the network goes on", async () => {
    const { driver, request } = make(network().fetch);
    const actions = actionsOf();
    const promise = driver(request(), action, actions);
    promise.cancel();
    promise.cancel();
    const error = await rejection(promise);
    expect([isAbort(error), abortReason(error)]).toEqual([true, "aborted"]);
    expect(getEventListeners(actions.signal, "abort")).toHaveLength(0);
  });

  test("rejects with the reason of its signal where that is an AbortError, else with one", async () => {
    const reason = abortError("superseded");
    for (const [given, expected] of [[reason, reason], [new Error("another failed"), { name: "AbortError" }], [undefined, { name: "AbortError" }]] as const) {
      const { driver, request } = make(network().fetch);
      const actions = actionsOf();
      const promise = driver(request(), action, actions);
      actions.abort(given);
      const error = await rejection(promise);
      if (given === reason) expect(error).toBe(reason);
      else expect(error).toMatchObject(expected);
    }
  });

  test("does not begin when its signal is aborted already", async () => {
    const { fetch } = network();
    const { driver, request } = make(fetch);
    const made = request();
    const calls = fetch.mock.calls.length; // the promise of a promiseDriver is there before
    const actions = actionsOf();
    actions.abort();
    expect(isAbort(await rejection(driver(made, action, actions)))).toBe(true);
    expect(fetch).toHaveBeenCalledTimes(calls);
  });

  test("is not changed by a cancel after its end", async () => {
    const { fetch, answer } = network();
    const { driver, request } = make(fetch);
    const actions = actionsOf();
    const promise = driver(request(), action, actions);
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    answer();
    const response = await promise;
    promise.cancel();
    actions.abort();
    expect(await promise).toBe(response);
  });

  test("heeds a signal of the request's own beside that of its actions", async () => {
    const { driver, request } = make(network().fetch);
    const own = new AbortController();
    const promise = driver(Object.defineProperty(request(), "signal", { value: own.signal, enumerable: true }), action, actionsOf());
    own.abort();
    expect(isAbort(await rejection(promise))).toBe(true);
  });
});

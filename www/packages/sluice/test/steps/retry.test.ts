import { describe, expect, test, vi } from "vitest";
import { ApiError, NetworkError, TimeoutError, UsageError, createClient, endpoint, entity, type ApiRequest, type ClientOptions, type RequestsStore } from "../../src/index.js";
import { loading, rejection, setup, turn, wasm } from "../harness.js";
import { retry, scripted } from "./retry.js";

const getUser = endpoint({ name: "getUser", schema: entity("User", { pk: "id" }) });

describe("a call by name", () => {
  test("is sent again as it was, and resolves with what comes at last", async () => {
    const { client, network, clock } = await scripted();
    const watch = client.watch({ type: "getUser" });
    const promise = client.apiRequest({ name: "getUser", data: { id: 7 }, headers: { "x-own": "1" } });
    await turn();
    await network.fail(network.calls[0]!);
    expect(watch.get()).toMatchObject({ loading: true, error: null });
    await clock.tick(99);
    expect(network.calls).toHaveLength(1);
    await clock.tick(1);
    expect(network.calls[1]).toMatchObject({ name: "getUser", data: { id: 7 } });
    expect(network.calls[1]!.headers.get("x-own")).toBe("1");
    await network.answer(network.calls[1]!, 503, { error: { code: "busy", message: "busy" } });
    await clock.tick(200);
    await network.answer(network.calls[2]!, 200, "d");
    expect(await promise).toBe("d");
    expect(watch.get()).toMatchObject({ loading: false, data: "d", fetchedAt: 1e12 + 300 });
  });

  test("rejects with the last error after the last attempt", async () => {
    const s = await scripted();
    const result = rejection(s.client.apiRequest({ name: "getUser" }));
    await turn();
    await s.network.fail(s.last);
    await s.clock.tick(100);
    await s.refuse(502);
    await s.clock.tick(200);
    await s.refuse(504);
    expect(await result).toMatchObject({ name: "ApiError", status: 504 });
    expect(s.net).toBe(3);
  });

  test("waits as long as Retry-After says", async () => {
    const s = await scripted();
    const promise = s.client.apiRequest({ name: "getUser" });
    await turn();
    await s.refuse(429, { "retry-after": "7" });
    await s.clock.tick(6999);
    expect(s.net).toBe(1);
    await s.clock.tick(1);
    await s.network.answer(s.last, 200, 1);
    expect(await promise).toBe(1);
  });

  test("has its timeout for each attempt; one that is late is aborted", async () => {
    const s = await scripted({ retry: { attempts: 2, delay: 10 }, timeout: 50 });
    const result = rejection(s.client.apiRequest({ name: "getUser" }));
    await turn();
    await s.clock.tick(50);
    expect(s.network.calls[0]!.signal.aborted).toBe(true);
    await s.clock.tick(10 + 49);
    expect(s.net).toBe(2);
    await s.clock.tick(1);
    expect(await result).toMatchObject({ name: "TimeoutError", timeout: 50, request: { name: "getUser" } });
  });

  test("may say so by itself, for or against it; mutations are not sent again", async () => {
    const s = await scripted();
    for (const request of [{ name: "getUser", retry: false }, { name: "saveUser" }] satisfies ApiRequest[]) {
      const result = rejection(s.client.apiRequest(request));
      await turn();
      await s.network.fail(s.last);
      expect(await result).toBeInstanceOf(NetworkError);
    }
    const other = await scripted({});
    const promise = other.client.apiRequest({ name: "getUser", retry: { attempts: 2, delay: 5 } });
    await turn();
    await other.network.fail(other.last);
    await other.clock.tick(5);
    await other.network.answer(other.last, 200, 1);
    expect(await promise).toBe(1);
  });

  test("can be aborted while it waits", async () => {
    const s = await scripted();
    const controller = new AbortController();
    const promise = s.client.apiRequest({ name: "getUser", signal: controller.signal });
    await turn();
    await s.network.fail(s.last);
    controller.abort();
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    await s.clock.tick(1000);
    expect(s.net).toBe(1);
    expect(s.client.getQuery({ type: "getUser" })).toMatchObject({ pristine: true, pending: 0 });
  });

  test("that joins one which waits gets its answer, whoever has left", async () => {
    const s = await scripted();
    const controller = new AbortController();
    const first = rejection(s.client.apiRequest({ name: "getUser", data: { id: 7 }, signal: controller.signal }));
    await turn();
    const joined = s.client.joinRequest("getUser");
    await s.network.fail(s.last);
    controller.abort();
    await first;
    await s.clock.tick(100);
    expect(s.last.data).toEqual({ id: 7 });
    await s.network.answer(s.last, 200, "d");
    expect(await joined).toBe("d");
  });

  test("whose network was begun before the core was there is sent again by it", async () => {
    const { client, network, start } = loading({ retry: { attempts: 2, delay: 0 }, timeout: 1000 });
    const promise = client.apiRequest({ name: "getUser" });
    network.calls[0]!.fail(new TypeError("down"));
    await start();
    await vi.waitFor(() => expect(network.calls).toHaveLength(2));
    network.calls[1]!.answer("d");
    expect(await promise).toBe("d");
  });

  test("is not sent again where its answer was too large, or could not be read", async () => {
    const s = await scripted({ retry, maxResponseBytes: 10 });
    const large = rejection(s.client.apiRequest({ name: "getUser" }));
    await turn();
    await s.network.answer(s.last, 200, "x".repeat(20));
    expect(await large).toMatchObject({ code: "api.responseTooLarge", status: 413, request: { name: "getUser" } });
    const broken = rejection(s.client.apiRequest({ name: "getUser" }));
    await turn();
    await s.network.answer(s.last, 200, new Response("{", { headers: { "content-type": "application/json" } }));
    expect(await broken).toMatchObject({ code: "api.invalidResponse" });
    expect(s.net).toBe(2);
  });

  test("goes through its functions once; those for errors see the last error", async () => {
    const seen: unknown[] = [];
    const s = await scripted({ retry, onRequest: () => void seen.push("request"), onError: (error) => void seen.push((error as ApiError).status), onSuccess: () => void seen.push("success") });
    const failing = rejection(s.client.apiRequest({ name: "getUser" }));
    await turn();
    for (const wait of [100, 200]) {
      await s.network.fail(s.last);
      await s.clock.tick(wait);
    }
    await s.refuse(503);
    await failing;
    expect(seen).toEqual(["request", 503]);
    const promise = s.client.apiRequest({ name: "getUser" });
    await turn();
    await s.refuse(503);
    await s.clock.tick(100);
    await s.network.answer(s.last, 200, 1);
    expect(await promise).toBe(1);
    expect(seen).toEqual(["request", 503, "request", "success"]);
  });

  test("that is polled is sent again while the page is away, and polled again after its end", async () => {
    const s = await scripted();
    const promise = s.client.apiRequest({ name: "getUser", poll: 10 });
    await turn();
    await s.network.answer(s.last, 200, 1);
    await promise;
    await s.clock.tick(10_000);
    await s.network.fail(s.last);
    await s.clock.tick(100);
    await s.network.answer(s.last, 200, 2);
    expect(s.net).toBe(3);
    expect(s.client.getQuery({ type: "getUser" }).data).toBe(2);
    await s.clock.tick(9_999);
    expect(s.net).toBe(3);
    await s.clock.tick(1);
    expect(s.net).toBe(4);
  });
});

describe("a driver", () => {
  const failing = (errors: unknown[], options: ClientOptions = { retry }) => {
    const sent: unknown[] = [];
    const driver = async (request: never) => {
      sent.push(request);
      if (errors.length > 0) throw errors.shift();
      return { data: "d" };
    };
    return { sent, options: { ...options, driver } };
  };
  const fields = { code: "c", params: {}, data: undefined, request: { name: "n" } };

  test("is called again after errors of ours that may pass, and waits for their retryAfter", async () => {
    const { sent, options } = failing([new NetworkError({ name: "n" }, undefined), new ApiError("busy", { ...fields, status: 503, params: { retryAfter: 3 } })]);
    const s = await scripted(options);
    const promise = s.client.apiRequest({ name: "getUser" });
    await s.clock.tick(100);
    await s.clock.tick(2999);
    expect(sent).toHaveLength(2);
    await s.clock.tick(1);
    expect(await promise).toBe("d");
    expect(sent).toHaveLength(3);
  });

  test.each([["another error", new Error("no")], ["another status", new ApiError("no", { ...fields, status: 500 })], ["something like one", { name: "NetworkError" }]])("is not called again after %s", async (_, error) => {
    const { sent, options } = failing([error]);
    const s = await scripted(options);
    const result = rejection(s.client.apiRequest({ name: "getUser" }));
    await s.clock.tick(1000);
    expect(await result).toBe(error);
    expect(sent).toHaveLength(1);
  });

  test("of an action is called again as its meta says; a member of that name that is none of ours is left alone", async () => {
    const { sent, options } = failing([1, 2, 3, 4].map(() => new NetworkError({ name: "n" }, undefined)), {});
    const s = await scripted(options);
    let dispatch!: RequestsStore["dispatchRequest"];
    const onRequest: ApiRequest["onRequest"] = (_, __, store) => void (dispatch = store.dispatchRequest);
    await rejection(s.client.apiRequest({ name: "getUser", onRequest }));
    const results = Promise.all([retry, 7, { attempts: 0 }].map((retry, requestKey) => dispatch({ type: "GET", request: { url: "/x" }, meta: { retry, requestKey } })));
    await s.clock.tick(1000);
    expect(await results).toMatchObject([{ data: "d" }, { error: { name: "NetworkError" } }, { error: { name: "UsageError" } }]);
    expect(sent).toHaveLength(5); // one, three, one
  });

  test("that answers after its time was over is of no interest", async () => {
    const answers: ((response: { data: unknown }) => void)[] = [];
    const s = await scripted({ retry: { attempts: 2, delay: 10 }, timeout: 50, driver: () => new Promise((resolve) => answers.push(resolve)) });
    const promise = s.client.apiRequest({ name: "getUser" });
    await s.clock.tick(60);
    answers[1]!({ data: "second" });
    answers[0]!({ data: "first" });
    expect(await promise).toBe("second");
  });
});

describe("an endpoint", () => {
  test("is asked again, for all who share the request", async () => {
    const s = await scripted();
    const both = Promise.all([s.client.controller.fetch(getUser, { id: 1 }), s.client.controller.fetch(getUser, { id: 1 })]);
    await turn();
    await s.network.fail(s.last);
    await s.clock.tick(100);
    await s.refuse(429, { "retry-after": "1" });
    await s.clock.tick(1000);
    expect(s.last).toMatchObject({ name: "getUser", data: { id: 1 } });
    await s.network.answer(s.last, 200, { id: 1, name: "Ada" });
    expect(await both).toMatchObject([{ name: "Ada" }, { name: "Ada" }]);
    expect(s.net).toBe(3);
  });

  test("says so by itself; its error is the last one", async () => {
    const s = await scripted({});
    const stubborn = getUser.extend({ retry: { attempts: 2, delay: 0 } });
    const result = rejection(s.client.controller.fetch(stubborn, { id: 1 }));
    await turn();
    await s.network.fail(s.last);
    await s.clock.tick(0);
    await s.refuse(503);
    expect(await result).toMatchObject({ status: 503 });
    expect(s.client.controller.getError(stubborn, { id: 1 }, s.client.controller.getState())).toMatchObject({ status: 503 });
    expect(s.net).toBe(2);
  });

  test("with a function of its own counts errors of ours", async () => {
    const s = await scripted();
    const errors: unknown[] = [new TimeoutError({ name: "n" }, 5), new RangeError("no")];
    const custom = endpoint({
      name: "custom",
      fetch: async () => {
        throw errors.shift();
      },
    });
    const result = rejection(s.client.controller.fetch(custom));
    await s.clock.tick(100);
    expect(await result).toBeInstanceOf(RangeError);
    expect(errors).toEqual([]);
  });

  test("that is polled is asked again, also when its subscription has ended meanwhile", async () => {
    const s = await scripted();
    const polled = getUser.extend({ pollFrequency: 10_000 });
    await s.client.controller.subscribe(polled, { id: 1 });
    await turn();
    await s.network.fail(s.last);
    void s.client.controller.unsubscribe(polled, { id: 1 });
    await s.clock.tick(100);
    expect(s.net).toBe(2);
    await s.network.answer(s.last, 200, { id: 1, name: "Ada" });
    expect(s.client.controller.getResponse(polled, { id: 1 }, s.client.controller.getState()).data).toMatchObject({ name: "Ada" });
    await s.client.allSettled();
  });

  test("has functions and managers see its last outcome only", async () => {
    const seen: unknown[] = [];
    const s = await scripted({
      retry,
      onError: (error) => void seen.push((error as Error).name),
      managers: [{ middleware: () => (next) => (action) => (seen.push(`${action.type}${action.error ? " failed" : ""}`), next(action)) }, ...(await import("../../src/index.js")).getDefaultManagers()],
    });
    const result = rejection(s.client.controller.fetch(getUser, { id: 1 }));
    await turn();
    for (const wait of [100, 200]) {
      await s.network.fail(s.last);
      await s.clock.tick(wait);
    }
    await s.refuse(503);
    expect(await result).toBeInstanceOf(ApiError);
    expect(s.net).toBe(3);
    expect(seen.filter((what) => what === "ApiError" || String(what).endsWith("failed"))).toHaveLength(2);
    expect(seen).not.toContain("NetworkError");
  });
});

describe("what is no such option", () => {
  test.each([
    [true, /retry is true; give false, or \{ attempts/],
    [{ attempts: 0 }, /retry\.attempts is 0; give a whole number, 1 or more/],
    [{ attempts: 1.5 }, /retry\.attempts is 1\.5/],
    [{ delay: -1 }, /retry\.delay is -1; give a number, 0 or more/],
    [{ factor: 0.5 }, /retry\.factor is 0\.5; give a number, 1 or more/],
    [{ max: Number.NaN }, /retry\.max is NaN/],
    [{ jitter: "1" }, /retry\.jitter is "1"/],
  ])("is refused: %j", async (wrong, message) => {
    const retry = wrong as never;
    expect(() => createClient({ wasm, retry })).toThrow(message);
    const { client } = setup();
    expect(await rejection(client.apiRequest({ name: "getUser", retry }))).toMatchObject({ name: "UsageError", message: expect.stringMatching(message) as unknown });
    expect(() => endpoint({ name: "getUser", retry })).toThrow(UsageError);
  });

  test.each([0, -1, 1.5, "2", Infinity])("is refused: a concurrency of %j", (concurrency) => {
    expect(() => createClient({ wasm, concurrency: concurrency as never })).toThrow(/concurrency is .*; give a whole number, 1 or more/);
  });
});

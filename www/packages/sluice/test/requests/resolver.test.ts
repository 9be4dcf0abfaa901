import { describe, expect, test, vi } from "vitest";
import { ApiError, MemoryCache, NetworkError, Request, UsageError, resolver, types, type RequestResolver, type Result } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Any, R, Remote, U, scene, seen, source } from "./remote.js";

const { result: is } = types;

/** What a client makes of a resolver's answer. A Result by itself would be awaited. */
async function given(answer: RequestResolver, request: Request<object> = new Request()): Promise<{ readonly result: Result }> {
  const { client } = await scene({ resolver: answer });
  return { result: client.resolve(request)! };
}

describe("the answer of a resolver", () => {
  test.each([null, undefined])("%j says that the request is not its own", async (answer) => {
    expect((await given(() => answer)).result).toBeNull();
  });

  test.each([[42], [0], [""], [false], [[1]], [{ state: "pending" }]])("%j is a success at once", async (answer) => {
    expect((await given(() => answer)).result).toMatchObject({ state: "success", value: answer });
  });

  test.each([[42], [null], [undefined], [{ a: 1 }]])("a promise of %j is a success with it", async (answer) => {
    const { client } = await scene({ resolver: async () => answer });
    const result = client.resolve(R())!;
    expect(result.state).toBe("pending");
    await turn();
    expect([result.state, result.value]).toEqual(["success", answer]);
  });

  test("a rejection is a failure with what it rejects with", async () => {
    const { result } = await given(() => Promise.reject("no"));
    await turn();
    expect(result).toMatchObject({ state: "failure", value: "no" });
  });

  test("what it throws is a failure", async () => {
    const thrown = new Error("no");
    expect((await given(() => { throw thrown; })).result).toMatchObject({ state: "failure", value: thrown });
  });

  test.each<[string, Response, unknown]>([
    ["JSON", Response.json({ a: 1 }), { a: 1 }],
    ["no body", new Response(null, { status: 200 }), null],
    ["204", new Response(null, { status: 204 }), null],
    ["JSON without a type", new Response(new TextEncoder().encode("[1]"), { status: 201 }), [1]],
  ])("a promise of a Response: %s", async (_, response, value) => {
    const { result } = await given(async () => response);
    expect(await result).toEqual(value);
  });

  test("a promise of a Response with an error is a failure as apiRequest has it", async () => {
    const answers: [Response, object][] = [
      [Response.json({ error: { code: "a.b", message: "m", params: { x: 1 } } }, { status: 422, headers: { "retry-after": "7" } }), { code: "a.b", status: 422, message: "m", params: { x: 1, retryAfter: 7 } }],
      [new Response("oh", { status: 502 }), { code: "http.502", status: 502, data: "oh" }],
      [new Response("<p>", { headers: { "content-type": "text/html" } }), { code: "api.invalidResponse", status: 200 }],
      [new Response("{", { headers: { "content-type": "application/json" } }), { code: "api.invalidResponse" }],
    ];
    for (const [response, expected] of answers) {
      const error = await rejection((await given(async () => response, new Any({}, { id: 5 }))).result.then());
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ ...expected, request: { name: "Any", data: { id: 5 } } });
    }
  });

  test("a Response whose body breaks off is no answer", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
    const error = await rejection((await given(async () => new Response(body))).result.then());
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).cause).toMatchObject({ message: "gone" });
  });

  test("a Response larger than maxResponseBytes is refused", async () => {
    const { client } = await scene({ resolver: async () => Response.json("x".repeat(100)), maxResponseBytes: 50 });
    expect(await rejection(client.apiRequest(new Request()))).toMatchObject({ code: "api.responseTooLarge" });
  });

  test("a Response itself, not a promise of it, is a value like any other", async () => {
    const response = new Response();
    expect((await given(() => response)).result.value).toBe(response);
  });

  test.each([
    [is.success(1), "success", 1],
    [is.failure(2), "failure", 2],
    [is.progress(3), "progress", 3],
    [is.pending, "pending", undefined],
    [is.init, "pending", undefined],
  ])("a value of types.result is that state, also by a promise", async (answer, state, value) => {
    expect((await given(() => answer)).result).toMatchObject({ state, value });
    const { result: later } = await given(async () => answer);
    await turn();
    expect(later).toMatchObject({ state, value });
  });

  test("a Result is followed", async () => {
    const live = source();
    const { result } = await given(() => live);
    expect(result).not.toBe(live);
    const states = seen(result);
    live.become("progress", 1);
    live.become("success", 2);
    live.become("success", 3);
    expect(states).toEqual([["progress", 1], ["success", 2], ["success", 3]]);
  });

  test("a Result of another client is followed; who leaves it ends the resolver's own work, not the other client's", async () => {
    const remote = new Remote();
    const { client: inner } = await scene({ resolver: remote.resolve });
    let own: AbortSignal | undefined;
    const { client } = await scene({ resolver: (request, { signal }) => {
      own = signal;
      return inner.resolve(request);
    } });
    const result = client.resolve(new Request())!;
    remote.last.progress(5);
    expect(result).toMatchObject({ state: "progress", value: 5 });
    await remote.last.answer(1);
    expect(result).toMatchObject({ state: "success", value: 1 });

    const controller = new AbortController();
    const left = rejection(client.apiRequest(new Request(), { signal: controller.signal }));
    controller.abort();
    await left;
    expect(own!.aborted).toBe(true);
    expect(remote.last.signal.aborted).toBe(false); // inner.resolve has given a Result out
  });

  test("progress may be told while the resolver runs", async () => {
    const { result } = await given((_, { progress }) => {
      progress(10);
      return new Promise(() => {});
    });
    expect(result).toMatchObject({ state: "progress", value: 10 });
  });

  test("it is called once per resolution", async () => {
    const fn = vi.fn(async () => 1);
    const { client } = await scene({ resolver: fn });
    const result = client.resolve(R())!;
    await result;
    await result.then();
    expect(fn).toHaveBeenCalledTimes(1);
  });
});

describe("client.resolve", () => {
  test.each([undefined, null, {}, "x", { name: "getUser" }])("refuses %j", async (request) => {
    const { client } = await scene();
    expect(() => client.resolve(request as never)).toThrow(UsageError);
  });

  test("refuses a resolver that is no function", async () => {
    await expect(scene({ resolver: {} as never })).rejects.toThrow("sluice: resolver is not a function");
  });
});

describe("resolver.oneOf", () => {
  test("asks in order, with the same request and context; the first that takes it wins", async () => {
    const calls: unknown[][] = [];
    const note = (answer: unknown): RequestResolver => (...args) => {
      calls.push(args);
      return answer;
    };
    const last = vi.fn();
    const { client } = await scene({ resolver: resolver.oneOf(note(null), note(undefined), note(0), last) });
    const request = new Request();
    expect(client.resolve(request)!.value).toBe(0);
    expect(calls).toHaveLength(3);
    expect(calls.every(([given, context]) => given === request && context === calls[0]![1])).toBe(true);
    expect(last).not.toHaveBeenCalled();
  });

  test("a promise of null takes it", async () => {
    const next = vi.fn();
    const { result } = await given(resolver.oneOf(async () => null, next));
    expect(await result).toBeNull();
    expect(next).not.toHaveBeenCalled();
  });

  test("of none takes nothing; a throw ends the search", async () => {
    expect((await given(resolver.oneOf())).result).toBeNull();
    expect((await given(resolver.oneOf(() => null))).result).toBeNull();
    const next = vi.fn();
    expect((await given(resolver.oneOf(() => { throw new Error("no"); }, next))).result).toMatchObject({ state: "failure" });
    expect(next).not.toHaveBeenCalled();
  });
});

describe("resolver.caching", () => {
  test("takes any object with the two methods as a cache", async () => {
    const kept = new Map<unknown, Result>();
    const cache = { resolve: vi.fn((request: Request<object>) => kept.get(request.constructor)), cache: vi.fn((request: Request<object>, result: Result) => void kept.set(request.constructor, result)) };
    const remote = new Remote();
    const { client } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    const request = R();
    const result = client.resolve(request);
    expect(cache.resolve).toHaveBeenCalledWith(request);
    expect(cache.cache).toHaveBeenCalledWith(request, result);
    expect(client.resolve(U())).toBe(result);
    expect(remote.net).toBe(1);
  });

  test("takes a cache's own Results, too", async () => {
    const live = source();
    const { client } = await scene({ resolver: resolver.caching({ resolve: () => live as never, cache: () => {} }, () => null) });
    const result = client.resolve(R())!;
    live.become("success", 1);
    expect(result.value).toBe(1);
    expect(await client.apiRequest(R())).toBe(1);
  });

  test("has caches side by side and within each other read the members once", async () => {
    let signatures = 0;
    class Counting extends Request {
      override signature() {
        signatures++;
        return "s";
      }
    }
    const remote = new Remote();
    const [one, two, inner] = [new MemoryCache(), new MemoryCache(), new MemoryCache()];
    const chain = resolver.oneOf(resolver.caching(one, () => null), resolver.caching(two, resolver.caching(inner, remote.resolve)));
    const { client } = await scene({ resolver: chain });
    const result = client.resolve(new Counting())!;
    await remote.last.answer(1);
    expect(signatures).toBe(1);
    expect([one.size, two.size, inner.size]).toEqual([0, 1, 1]);
    expect(inner.resolve(R())).toBe(result);
    expect(two.resolve(R())).toBe(result);
  });

  test("works around resolvers that ask later, or for another request", async () => {
    const remote = new Remote();
    const cached = resolver.memoryCache(remote.resolve);
    const { client } = await scene({ resolver: async (_request, context) => {
      await turn();
      return cached(R({ signature: "other" }), context);
    } });
    const result = client.resolve(R())!;
    await turn();
    await remote.last.answer(5);
    expect(await result).toBe(5);
    expect(await client.apiRequest(R({ signature: "third" }))).toBe(5);
    expect(remote.net).toBe(1);
  });

  test("keeps a Result apart that its inner resolver makes of another one", async () => {
    const remote = new Remote();
    const cached = resolver.memoryCache(remote.resolve);
    const { client } = await scene({ resolver: (request, context) => (cached(request, context) as Result).then((value) => [value]) });
    const result = client.resolve(R())!;
    await remote.last.answer(5);
    expect(result.value).toEqual([5]);
  });

  test("can be called without a client", async () => {
    const remote = new Remote();
    const chain = resolver.memoryCache(remote.resolve) as (request: Request<object>) => Result;
    const result = chain(R());
    expect(chain(R())).toBe(result);
    await remote.last.answer(1);
    expect(result.value).toBe(1);
  });
});

test.each<[string, () => unknown]>([
  ["oneOf", () => resolver.oneOf(() => null, 5 as never)],
  ["caching", () => resolver.caching(new MemoryCache(), undefined as never)],
  ["caching", () => resolver.caching({ resolve: () => null } as never, () => null)],
  ["caching", () => resolver.caching(undefined as never, () => null)],
  ["memoryCache", () => resolver.memoryCache({} as never)],
  ["fromLibrary", () => resolver.fromLibrary({} as never)],
  ["fromDom", () => resolver.fromDom(null, {} as never)],
])("resolver.%s refuses at once what is not a function", (_, make) => {
  expect(make).toThrow(UsageError);
});

test("resolver.MemoryCache is the class itself", () => {
  expect(resolver.MemoryCache).toBe(MemoryCache);
});

import { describe, expect, test, vi } from "vitest";
import { NetworkError, TimeoutError, UsageError } from "../../src/errors.js";
import { Endpoint, endpoint, type EndpointInterface } from "../../src/endpoint/index.js";
import { entity } from "../../src/schema/index.js";

const User = entity("User");
const answer = () => 1;

describe("a name", () => {
  async function fetchUser() {
    return 1;
  }
  test.each([
    ["is the one given", endpoint({ name: "get", fetch: fetchUser }), "get"],
    ["is the path by default", endpoint({ path: "/users/:id" }), "/users/:id"],
    ["of a request with a path may be any", endpoint({ name: "the user", path: "/users/:id" }), "the user"],
    ["is that of the function, where there is nothing else", endpoint({ fetch: fetchUser }), "fetchUser"],
    ["is that of the function given to the class", new Endpoint(fetchUser), "fetchUser"],
  ])("%s", (_, made, name) => {
    expect(made.name).toBe(name);
  });
});

describe("sideEffect", () => {
  test.each([
    ["a name", { name: "get" }, undefined],
    ["a name, with true", { name: "set", sideEffect: true }, true],
    ["a name, with false", { name: "get", sideEffect: false }, undefined],
    ["a function", { name: "get", fetch: answer }, undefined],
    ["a path", { path: "/a" }, undefined],
    ["GET", { path: "/a", method: "GET" }, undefined],
    ["get in small letters", { path: "/a", method: "get" }, undefined],
    ["POST", { path: "/a", method: "POST" }, true],
    ["DELETE", { path: "/a", method: "DELETE" }, true],
    ["POST with false", { path: "/search", method: "POST", sideEffect: false }, undefined],
  ])("of %s", (_, options, expected) => {
    expect(endpoint(options as { name: string }).sideEffect).toBe(expected);
  });

  test("true makes the method POST", () => {
    expect(endpoint({ path: "/a", sideEffect: true }).method).toBe("POST");
    expect(endpoint({ path: "/a" }).method).toBe("GET");
    expect(endpoint({ path: "/a", method: "patch" }).method).toBe("PATCH");
  });
});

describe("errorPolicy", () => {
  const request = { name: "get" };
  test.each([
    ["a status of 500", { status: 500 }, "soft"],
    ["a status of 503", { status: 503 }, "soft"],
    ["no answer", new NetworkError(request, undefined), "soft"],
    ["a timeout", new TimeoutError(request, 5), "soft"],
    ["a status of 404", { status: 404 }, undefined],
    ["any other error", new Error("x"), undefined],
    ["nothing", undefined, undefined],
    ["a text", "no", undefined],
  ])("by default, %s", (_, error, expected) => {
    expect(endpoint({ path: "/a" }).errorPolicy!(error)).toBe(expected);
    expect(endpoint({ name: "get" }).errorPolicy!(error)).toBe(expected);
  });

  test("is none with an own function", () => {
    expect(endpoint({ name: "get", fetch: answer }).errorPolicy).toBeUndefined();
  });

  test("may be given", () => {
    expect(endpoint({ path: "/a", errorPolicy: () => "hard" }).errorPolicy!({ status: 500 })).toBe("hard");
  });
});

test("all options are kept as members", () => {
  const options = {
    name: "get", fetch: answer, schema: User, dataExpiryLength: 1, errorExpiryLength: 0, errorPolicy: () => "soft" as const, timeout: 5, invalidIfStale: true,
    pollFrequency: 100, getOptimisticResponse: () => ({}), update: () => ({}), process: (value: unknown) => value, signal: new AbortController().signal,
    extra: { any: 1 }, content: "text" as const, headers: { a: "b" }, live: () => ({ type: "ON_USER" }),
  };
  const { name, ...members } = options;
  const made = endpoint(options);
  expect(made.name).toBe(name);
  expect({ ...made }).toMatchObject(members);
  expect(made.options).toEqual(options);
});

describe("extend", () => {
  const base = endpoint({ name: "get", fetch: answer, schema: User, timeout: 5 });

  test("gives a copy with options replaced", () => {
    const longer = base.extend({ timeout: 10, pollFrequency: 1 });
    expect([longer.timeout, longer.pollFrequency, longer.schema, longer.name]).toEqual([10, 1, User, "get"]);
    expect([base.timeout, base.pollFrequency]).toEqual([5, undefined]);
  });

  test("takes an option away by undefined", () => {
    expect(base.extend({ timeout: undefined }).timeout).toBeUndefined();
  });

  test("finds the defaults anew", () => {
    const article = endpoint({ path: "/articles/:id" });
    const other = article.extend({ path: "/posts/:id", sideEffect: true });
    expect([other.name, other.method, other.sideEffect, other.key({ id: 1 })]).toEqual(["/posts/:id", "POST", true, "POST /posts/1"]);
  });

  test("keeps the name that came from a function", () => {
    async function fetchUser() {
      return 1;
    }
    expect(endpoint({ fetch: fetchUser }).extend({ timeout: 1 }).name).toBe("fetchUser");
    expect(new Endpoint(fetchUser).extend({ fetch: async () => 2 } as object).name).toBe("fetchUser");
  });

  test("keeps the class", () => {
    class Own extends Endpoint<string> {
      twice(): string {
        return this.name + this.name;
      }
    }
    const own = new Own(answer, { name: "a" });
    expect(own.twice()).toBe("aa");
    expect(own.extend({ name: "b" }).twice()).toBe("bb");
  });
});

test("endpoints are functions, and instances of Endpoint", async () => {
  const made = endpoint({ name: "get", fetch: answer });
  expect(made).toBeInstanceOf(Endpoint);
  expect(made).toBeInstanceOf(Function);
  expect(new Endpoint(answer, { name: "get" })).toBeInstanceOf(Endpoint);
  await expect(made.call(undefined)).resolves.toBe(1);
});

test("what is given beside the options is ignored", () => {
  const make = endpoint as unknown as (...given: unknown[]) => EndpointInterface;
  expect(["a", "b"].map((name, ...rest) => make({ name }, ...rest).name)).toEqual(["a", "b"]);
});

describe("a wrong option throws a UsageError that names it", () => {
  const fetch = vi.fn();
  const wrong: [what: string, named: string, options: unknown][] = [
    ["no options", "endpoint: options", undefined],
    ["no name", "endpoint: name", {}],
    ["an empty name", "endpoint: name", { name: "" }],
    ["an anonymous function", "endpoint: name", { fetch: async () => 1 }],
    ["a name with a lone surrogate", "endpoint: name", { name: "\ud800", fetch }],
    ["a name with a lone surrogate and a path", "endpoint: name", { name: "\ud800", path: "/a" }],
    ["a name that is no route's", "endpoint: name", { name: "get user" }],
    ["a name that is no route's, with a function", "endpoint: name", { name: "a [", fetch }],
    ["a path with a lone surrogate", "path", { name: "a", path: "/\ud800" }],
    ["a path whose braces do not match", "path", { path: "/a{/:b" }],
    ["a path whose braces nest", "path", { path: "/a{/:b{/:c}}" }],
    ["a method without path", "endpoint get: method", { name: "get", method: "PUT" }],
    ["a method that is none", "endpoint /a: method", { path: "/a", method: "" }],
    ["a schema that is none", "endpoint get: schema", { name: "get", schema: "User" }],
    ["a schema that is null", "endpoint get: schema", { name: "get", schema: null }],
    ["a function that is none", "endpoint get: fetch", { name: "get", fetch: 1 }],
    ["a key that is none", "endpoint get: key", { name: "get", key: "x" }],
    ["a testKey that is none", "endpoint get: testKey", { name: "get", testKey: "x" }],
    ["a process that is none", "endpoint get: process", { name: "get", process: {} }],
    ["an update that is none", "endpoint get: update", { name: "get", update: {} }],
    ["a getOptimisticResponse that is none", "endpoint get: getOptimisticResponse", { name: "get", getOptimisticResponse: {} }],
    ["an errorPolicy that is a text", "endpoint get: errorPolicy", { name: "get", errorPolicy: "soft" }],
    ["a live that is an object", "endpoint get: live", { name: "get", live: {} }],
    ["a negative dataExpiryLength", "endpoint get: dataExpiryLength", { name: "get", dataExpiryLength: -1 }],
    ["an errorExpiryLength that is NaN", "endpoint get: errorExpiryLength", { name: "get", errorExpiryLength: NaN }],
    ["a timeout that is a text", "endpoint get: timeout", { name: "get", timeout: "5" }],
    ["a negative pollFrequency", "endpoint get: pollFrequency", { name: "get", pollFrequency: -5 }],
    ["a content that is unknown", "endpoint get: content", { name: "get", content: "xml" }],
    ["headers that are a text", "endpoint get: headers", { name: "get", headers: "a: b" }],
    ["a signal that is none", "endpoint get: signal", { name: "get", signal: {} }],
  ];
  test.each(wrong)("%s", (_, named, options) => {
    const make = () => endpoint(options as { name: string });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(named);
  });

  test("a class without function", () => {
    expect(() => new Endpoint(undefined as never)).toThrow(UsageError);
  });
});

import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import { endpoint, bodyOf, requestOf, type EndpointInterface } from "../../src/endpoint/index.js";

/** What goes over the network, with its body as it is sent. */
function sent(endpoint: Parameters<typeof requestOf>[0], args: readonly unknown[]) {
  const { data, ...request } = requestOf(endpoint, args);
  return { ...request, body: bodyOf(data) };
}

const urlOf = (path: string, ...args: unknown[]) => (endpoint({ path }) as EndpointInterface).url(...(args as never));

describe("the url", () => {
  test.each<[path: string, params: unknown, url: string]>([
    ["/articles", undefined, "/articles"],
    ["/articles", {}, "/articles"],
    ["/articles/:slug", { slug: "a" }, "/articles/a"],
    ["/articles/:slug", { slug: 5 }, "/articles/5"],
    ["/articles/:slug", { slug: 0 }, "/articles/0"],
    ["/articles/:slug", { slug: false }, "/articles/false"],
    ["/articles/:slug", { slug: "a/b c?d#é" }, "/articles/a%2Fb%20c%3Fd%23%C3%A9"],
    ["/:a-:b.:c", { a: 1, b: 2, c: 3 }, "/1-2.3"],
    ["/a{/:b}", {}, "/a"],
    ["/a{/:b}", { b: 1 }, "/a/1"],
    ["/a{/:b}", { b: null }, "/a"],
    ["/a{/:b/:c}/d", { b: 1, c: 2 }, "/a/1/2/d"],
    ["/a{/:b/:c}", { b: 1 }, "/a?b=1"],
    ["/a{.json}", {}, "/a.json"],
    ["/files/*rest", { rest: "a/b c/d" }, "/files/a/b%20c/d"],
    ["/files/*rest", { rest: ["a", "b"] }, "/files/a/b"],
    ["/files{/*rest}", {}, "/files"],
    ["/a\\:b/:c", { c: 1 }, "/a:b/1"],
    ["/a\\*b", {}, "/a*b"],
    ["https://host:8080/:id", { id: 1 }, "https://host:8080/1"],
    ["/a?fixed=1", { b: 2 }, "/a?fixed=1&b=2"],
    ["/a{?fixed=:c}", { b: 2 }, "/a?b=2"],
    ["/a{?fixed=:c}", { b: 2, c: 1 }, "/a?fixed=1&b=2"],
    ["/a/:id", { id: ":x{y}*z" }, "/a/%3Ax%7By%7D*z"],
  ])("of %s with %j is %s", (path, params, url) => {
    expect(urlOf(path, params)).toBe(url);
  });

  test.each<[what: string, params: unknown, query: string]>([
    ["members are sorted by name", { b: 1, a: 2, B: 3 }, "?B=3&a=2&b=1"],
    ["undefined and null are left out", { a: undefined, b: null, c: "" }, "?c="],
    ["a list repeats the name", { a: [1, "x", null, true] }, "?a=1&a=x&a=true"],
    ["an empty list is nothing", { a: [] }, ""],
    ["names and values are encoded", { "a b": "c&d=é" }, "?a%20b=c%26d%3D%C3%A9"],
    ["falsy values stay", { a: 0, b: false }, "?a=0&b=false"],
    ["a bigint is a number", { a: 10n }, "?a=10"],
  ])("has a query in which %s", (_, params, query) => {
    expect(urlOf("/x", params)).toBe(`/x${query}`);
  });

  test("takes a form as its members", () => {
    const data = new FormData();
    data.append("id", "5");
    data.append("q", "x");
    expect(urlOf("/a/:id", data)).toBe("/a/5?q=x");
  });

  test.each<[what: string, path: string, params: unknown]>([
    ["a parameter is missing", "/a/:id", {}],
    ["there are no parameters", "/a/:id", undefined],
    ["a parameter is null", "/a/:id", { id: null }],
    ["a parameter is empty", "/a/:id", { id: "" }],
    ["the rest is missing", "/a/*rest", {}],
    ["a parameter is an object", "/a/:id", { id: {} }],
    ["a parameter is inherited", "/a/:constructor", {}],
    ["a parameter has a lone surrogate", "/a/:id", { id: "\ud800" }],
    ["the query has an object", "/a", { q: { b: 1 } }],
    ["the query has a list with an object", "/a", { q: [{}] }],
    ["the query has a date", "/a", { q: new Date() }],
    ["the query has a lone surrogate", "/a", { q: "\ud800" }],
    ["the query has a name with a lone surrogate", "/a", { "\ud800": 1 }],
    ["the argument is a text", "/a/:id", "5"],
    ["the argument is a list", "/a", [1]],
  ])("throws a UsageError when %s", (_, path, params) => {
    expect(() => urlOf(path, params)).toThrow(UsageError);
  });

  test("names the parameter that is missing", () => {
    expect(() => urlOf("/a/:id/b", {})).toThrow("/a/:id/b: id is undefined");
  });

  test("there is none without path", () => {
    expect(() => endpoint({ name: "get" }).url()).toThrow(UsageError);
  });
});

describe("the request", () => {
  const json = (body: unknown) => ({ body: JSON.stringify(body), type: "application/json" });
  test.each<[method: string, path: string, args: unknown[], url: string, body: unknown]>([
    ["GET", "/a/:id", [{ id: 1, q: 2 }], "/a/1?q=2", undefined],
    ["GET", "/a", [{ q: 2 }, { b: 1 }], "/a?q=2", undefined],
    ["DELETE", "/a/:id", [{ id: 1 }], "/a/1", undefined],
    ["DELETE", "/a/:id", [{ id: 1 }, { b: 1 }], "/a/1", undefined],
    ["POST", "/a", [{ b: 1 }], "/a", json({ b: 1 })],
    ["POST", "/a", [[1, 2]], "/a", json([1, 2])],
    ["POST", "/a", [], "/a", undefined],
    ["POST", "/a", [{ q: 1 }, { b: 2 }], "/a?q=1", json({ b: 2 })],
    ["POST", "/a", [{ b: 1 }, undefined], "/a", json({ b: 1 })],
    ["PUT", "/a/:id", [{ id: 1 }, { b: 2 }], "/a/1", json({ b: 2 })],
    ["PATCH", "/a/:id", [{ id: 1 }], "/a/1", undefined],
    ["PATCH", "/a{/:id}", [{ b: 1 }], "/a?b=1", undefined],
    ["POST", "/a", ["text"], "/a", { body: "text", type: undefined }],
    ["POST", "/a", [5], "/a", json(5)],
    ["POST", "/a", [null], "/a", undefined],
  ])("%s %s with %j", (method, path, args, url, body) => {
    const made = endpoint({ method, path }) as EndpointInterface;
    expect(sent(made, args)).toEqual({ method, url, body });
    expect(made.key(...(args as never))).toBe(`${method} ${url}`);
  });

  test("a form goes as it is, and is in no key", () => {
    const made = endpoint({ method: "POST", path: "/a" });
    const data = new FormData();
    data.append("a", "1");
    expect(sent(made, [data]).body!.body).toBe(data);
    expect(made.key(data)).toBe("POST /a");
  });

  test("what JSON cannot carry is refused", () => {
    expect(() => sent(endpoint({ method: "POST", path: "/a" }), [1n])).toThrow(UsageError);
  });
});

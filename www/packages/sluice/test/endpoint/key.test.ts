import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import { endpoint, plainArgs, type EndpointInterface } from "../../src/endpoint/index.js";

const answer = async () => 1;
const keyOf = (made: EndpointInterface, ...args: unknown[]) => made.key(...(args as never));
const form = (members: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(members)) data.append(name, value);
  return data;
};

describe("the key of a request without path", () => {
  const get = endpoint({ name: "get" });
  test.each([
    ["no arguments", [], "get []"],
    ["an object", [{ id: "5" }], 'get [{"id":"5"}]'],
    ["a number and a text are two", [{ id: 5 }], 'get [{"id":5}]'],
    ["members are sorted by name", [{ b: 1, a: { d: 1, c: 2 } }], 'get [{"a":{"c":2,"d":1},"b":1}]'],
    ["members that are undefined are left out", [{ a: 1, u: undefined }], 'get [{"a":1}]'],
    ["several arguments", ["a", 1, null, [true]], 'get ["a",1,null,[true]]'],
    ["a lone surrogate in data is escaped", ["\ud800"], 'get ["\\ud800"]'],
    ["a form is its members", [form({ b: "2", a: "1" })], 'get [{"a":"1","b":"2"}]'],
  ])("%s", (_, args, key) => {
    expect(keyOf(get, ...args)).toBe(key);
  });

  test("is the same with an own function", () => {
    expect(keyOf(endpoint({ name: "get", fetch: answer }), { id: 1 })).toBe('get [{"id":1}]');
  });

  test("refuses what JSON cannot carry", () => {
    expect(() => keyOf(get, 1n)).toThrow(UsageError);
  });
});

describe("an own key", () => {
  test("gets the arguments, forms as plain objects, and the endpoint as this", () => {
    const rate = endpoint({
      name: "rate",
      fetch: async (_pair: { pair: string }) => 1,
      key(args) {
        return `${this.name} ${args.pair}`;
      },
    });
    expect(rate.key({ pair: "EURUSD" })).toBe("rate EURUSD");
    expect(keyOf(rate, form({ pair: "EURUSD" }))).toBe("rate EURUSD");
  });

  test.each([["a number", 5], ["undefined", undefined], ["a lone surrogate", "a\udfff"]])("that gives %s throws a UsageError", (_, given) => {
    const made = endpoint({ name: "get", key: () => given as string });
    expect(() => made.key()).toThrow(UsageError);
    expect(() => made.key()).toThrow("endpoint get: key");
  });

  test("that throws lets it through", () => {
    const error = new Error("no");
    const made = endpoint({
      name: "get",
      key: () => {
        throw error;
      },
    });
    expect(() => made.key()).toThrow(error);
  });
});

describe("testKey", () => {
  const get = endpoint({ name: "get" });
  const one = endpoint({ path: "/article/:id" });
  const search = endpoint({ path: "/search?in=all", method: "POST", sideEffect: false });
  const files = endpoint({ path: "https://host:8080/files/*rest" });
  const optional = endpoint({ path: "/articles{/:id}.json" });
  test.each([
    [get, 'get [{"id":"5"}]', true],
    [get, "get []", true],
    [get, "getAll []", false],
    [get, "get", false],
    [one, "GET /article/5", true],
    [one, "GET /article/5?x=1", true],
    [one, "GET /article/a%2Fb", true],
    [one, "GET /article", false],
    [one, "GET /article/", false],
    [one, "GET /article/5/6", false],
    [one, "POST /article/5", false],
    [one, "GET /blog/article/5", false],
    [one, "GET /article?id=5", false],
    [search, "POST /search?in=all&q=1", true],
    [search, "POST /search?in=all", true],
    [search, "POST /search", false],
    [search, "POST /search?in=allx", false],
    [files, "GET https://host:8080/files/a/b.txt", true],
    [files, "GET https://host:8081/files/a", false],
    [files, "GET https://host:8080/files/", false],
    [optional, "GET /articles.json", true],
    [optional, "GET /articles/5.json", true],
    [optional, "GET /articles/5xjson", false],
  ])("of %o for %s: %s", (made, key, expected) => {
    expect(made.testKey(key)).toBe(expected);
  });

  test("matches the keys that the endpoint makes", () => {
    expect(one.testKey(one.key({ id: "a/b?c", x: ["1", "2"] }))).toBe(true);
    expect(search.testKey(search.key({ q: "x" }))).toBe(true);
    expect(files.testKey(files.key({ rest: "a/b c" }))).toBe(true);
    expect(optional.testKey(optional.key())).toBe(true);
  });

  test("may be given", () => {
    const made = endpoint({
      name: "get",
      testKey(key) {
        return key.endsWith(this.name);
      },
    });
    expect([made.testKey("x get"), made.testKey("get []")]).toEqual([true, false]);
  });
});

test("plainArgs turns forms into plain objects and leaves the rest", () => {
  const object = { id: 1 };
  const args = plainArgs([form({ a: "1" }), object, "x", null]);
  expect(args).toEqual([{ a: "1" }, { id: 1 }, "x", null]);
  expect(args[1]).toBe(object);
});

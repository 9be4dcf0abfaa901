import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import { endpoint, resource, type EndpointInterface } from "../../src/endpoint/index.js";
import { array, collection, entity, union, values } from "../../src/schema/index.js";

/** What an endpoint is seen to be. */
const shown = (made: EndpointInterface): object => ({ ...made, name: made.name });

const Todo = entity("Todo");
const todos = collection([Todo]);
const byName = collection(values(Todo));
const list = endpoint({ path: "/users/:user/todos", schema: todos, dataExpiryLength: 5, pollFrequency: 100, headers: { a: "b" } });

describe("an endpoint whose schema holds a collection", () => {
  test.each([
    ["push", "POST", todos.push],
    ["unshift", "POST", todos.unshift],
    ["remove", "PATCH", todos.remove],
    ["move", "PATCH", todos.move],
  ] as const)("has %s, a mutation by %s", (op, method, schema) => {
    const adder = list[op];
    expect(shown(adder)).toMatchObject({ method, schema, sideEffect: true, name: `${method} /users/:user/todos`, path: list.path });
    expect(adder.key({ user: 1 }, { title: "x" })).toBe(`${method} /users/1/todos`);
    expect(adder.testKey(`${method} /users/1/todos`)).toBe(true);
    expect(adder.testKey("GET /users/1/todos")).toBe(false);
  });

  test("has assign where it is by name", () => {
    const made = endpoint({ path: "/todos", schema: byName });
    expect(shown(made.assign)).toMatchObject({ method: "POST", schema: byName.assign });
    expect([(made as unknown as typeof list).push, (list as unknown as typeof made).assign]).toEqual([undefined, undefined]);
  });

  test("finds it inside an object", () => {
    expect(endpoint({ path: "/todos", schema: { todos, next: "" } }).push.schema).toBe(todos.push);
  });

  test("has each once", () => {
    expect(list.push).toBe(list.push);
    expect(list.push).not.toBe(list.extend({ timeout: 1 }).push);
  });

  test("keeps the options that make sense for them", () => {
    const made = endpoint({
      path: "/todos", schema: todos, timeout: 5, extra: 1, pollFrequency: 100, key: () => "k", testKey: () => true, process: (value: unknown) => value,
      update: () => ({}), live: () => ({ type: "ON_TODO" }),
    });
    const { push } = made;
    expect(shown(push)).toMatchObject({ timeout: 5, extra: 1 });
    for (const option of ["pollFrequency", "process", "update", "live"] as const) expect(push[option]).toBeUndefined();
    expect([push.key(), push.testKey("k")]).toEqual(["POST /todos", false]);
  });

  test("moves by two arguments: parameters and body", () => {
    const made = endpoint({ path: "/todos", schema: todos });
    expect(made.move.key({ id: "1" }, { status: "done" })).toBe("PATCH /todos?id=1");
  });
});

test.each<[what: string, made: EndpointInterface]>([
  ["without schema", endpoint({ path: "/todos" })],
  ["with a list that is no collection", endpoint({ path: "/todos", schema: array(Todo) })],
  ["by name", endpoint({ name: "getTodos", schema: todos })],
  ["with an own function", endpoint({ name: "getTodos", schema: todos, fetch: async () => [] })],
  ["that is such a mutation itself", list.push],
])("an endpoint %s has none of them", (_, made) => {
  for (const op of ["push", "unshift", "assign", "remove", "move"]) expect(made[op as never]).toBeUndefined();
});

describe("a resource", () => {
  const Article = entity("Article", { pk: "slug" });
  const articles = resource({ path: "/articles/:slug", schema: Article, dataExpiryLength: 5 });

  test.each([
    ["get", "GET", { slug: "a" }, undefined, "GET /articles/a"],
    ["getList", "GET", { page: 2 }, undefined, "GET /articles?page=2"],
    ["create", "POST", { title: "x" }, undefined, "POST /articles"],
    ["update", "PUT", { slug: "a" }, { title: "x" }, "PUT /articles/a"],
    ["partialUpdate", "PATCH", { slug: "a" }, { title: "x" }, "PATCH /articles/a"],
    ["delete", "DELETE", { slug: "a" }, undefined, "DELETE /articles/a"],
  ] as const)("has %s by %s", (name, method, params, body, key) => {
    const made = articles[name] as EndpointInterface;
    expect(shown(made)).toMatchObject({ method, sideEffect: method === "GET" ? undefined : true, dataExpiryLength: 5 });
    expect(made.key(...([params, body] as never))).toBe(key);
  });

  test("has the schemas of each", () => {
    for (const name of ["get", "update", "partialUpdate"] as const) expect(articles[name].schema).toBe(Article);
    expect(articles.getList.schema).toMatchObject({ kind: "collection", items: { kind: "array", items: Article } });
    expect(articles.create).toBe(articles.getList.push);
    expect(articles.create.schema).toBe(articles.getList.schema.push);
    expect(articles.delete.schema).toMatchObject({ kind: "invalidate", items: Article });
  });

  test.each([
    ["/groups/:group/articles/:id", "GET /groups/1/articles"],
    ["/groups/:group/articles{/:id}", "GET /groups/1/articles"],
    ["https://host:80/:group/x/:id", "GET https://host:80/1/x"],
  ])("at %s has its list at %s", (path, key) => {
    expect((resource({ path, schema: Article }).getList as EndpointInterface).key(...([{ group: 1 }] as never))).toBe(key);
  });

  test("may be of a union", () => {
    expect(resource({ path: "/feed/:id", schema: union({ todo: Todo, article: Article }, "type") }).delete.schema.items.kind).toBe("union");
  });

  test.each([
    ["whose path ends with no parameter", { path: "/articles", schema: Article }],
    ["without path", { schema: Article }],
    ["without schema", { path: "/articles/:id" }],
  ])("%s throws a UsageError", (_, options) => {
    expect(() => resource(options as never)).toThrow(UsageError);
  });
});

import { describe, expect, test } from "vitest";
import { all, array, collection, collectionIn, entity, hasEntity, invalidate, nodeOf, query, skeleton, union, values } from "../../src/schema/index.js";

const User = entity("User");
const users = collection([User]);
const node = (schema: unknown) => nodeOf(schema)!;

describe("hasEntity", () => {
  const loop: Record<string, unknown> = { a: 1 };
  loop.self = { loop };
  const cases: [what: string, schema: unknown, has: boolean][] = [
    ["an entity", User, true],
    ["a list of entities", [User], true],
    ["values of entities", values([User]), true],
    ["a union", union({ user: User }, "type"), true],
    ["all", all(User), true],
    ["a collection", users, true],
    ["an adder", users.push, true],
    ["invalidate", invalidate(User), true],
    ["an object with an entity somewhere", { a: 1, b: { c: [{ d: User }] } }, true],
    ["a query over an entity", query(User, () => 1), true],
    ["an object of plain values", { a: "", b: { c: 0 } }, false],
    ["a list of such objects", array({ a: "" }), false],
    ["a query over plain values", query({ a: "" }, () => 1), false],
    ["an object with a function", { at: Date }, false],
    ["an object that leads back to itself", loop, false],
  ];
  test.each(cases)("%s: %#", (_, schema, has) => {
    expect(hasEntity(node(schema))).toBe(has);
  });
});

describe("collectionIn", () => {
  test.each([
    ["a collection", users, users],
    ["an object that holds one", { users, next: "" }, users],
    ["an object in an object", { page: { users } }, users],
    ["a query over one", query(users, (list) => list.length), users],
    ["a list of entities", [User], undefined],
    ["an adder", users.push, undefined],
  ])("of %s", (_, schema, found) => {
    expect(collectionIn(node(schema))).toBe(found);
  });
});

describe("skeleton", () => {
  test.each([
    ["has the plain values of an object, and undefined for its schemas", { results: [User], next: "" }, { results: undefined, next: "" }],
    ["takes an object without entities for a plain value", { user: User, page: { size: 10 } }, { user: undefined, page: { size: 10 } }],
    ["has undefined for functions", { user: User, at: Date }, { user: undefined, at: undefined }],
    ["takes null for a value", { user: User, next: null }, { user: undefined, next: null }],
  ])("%s", (_, schema, expected) => {
    expect(skeleton(node(schema))).toStrictEqual(expected);
  });

  test.each([["an entity", User], ["a list", [User]], ["values", values(User)], ["a collection", users], ["all", all(User)], ["a query", query({ a: User }, () => 1)]])(
    "of %s is undefined",
    (_, schema) => {
      expect(skeleton(node(schema))).toBeUndefined();
    },
  );

  test("is the same frozen object each time", () => {
    const schema = node({ users, page: { size: 10 } });
    const bare = skeleton(schema) as { page: object };
    expect(skeleton(schema)).toBe(bare);
    expect(Object.isFrozen(bare) && Object.isFrozen(bare.page)).toBe(true);
  });

  test("leaves the definition as it is", () => {
    const page = { size: 10 };
    skeleton(node({ user: User, page }));
    expect(Object.isFrozen(page)).toBe(false);
  });
});

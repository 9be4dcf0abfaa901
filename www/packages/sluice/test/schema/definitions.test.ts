import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import { Delete, Entity, SchemaNode, all, array, collection, entity, invalidate, nodeOf, object, query, schema, union, values } from "../../src/schema/index.js";

const User = entity("User");
const Post = entity("Post", { pk: ["blog", "slug"] });

describe("factories", () => {
  const made: [kind: string, make: (by: typeof schema) => SchemaNode, withNew: () => SchemaNode][] = [
    ["entity", (by) => by.entity("User"), () => new entity("User")],
    ["array", (by) => by.array(User), () => new array(User)],
    ["object", (by) => by.object({ user: User }), () => new object({ user: User })],
    ["values", (by) => by.values(User), () => new values(User)],
    ["union", (by) => by.union({ user: User }, "type"), () => new union({ user: User }, "type")],
    ["all", (by) => by.all(User), () => new all(User)],
    ["query", (by) => by.query(User, (user) => user), () => new query(User, (user) => user)],
    ["collection", (by) => by.collection([User]), () => new collection([User])],
    ["invalidate", (by) => by.invalidate(User), () => new invalidate(User)],
    ["invalidate", (by) => by.Delete(User), () => new Delete(User)],
  ];
  test.each(made)("%s is made by a call, as a member of schema and with new", (kind, make, withNew) => {
    for (const node of [make(schema), withNew()]) {
      expect(node).toBeInstanceOf(SchemaNode);
      expect(node.kind).toBe(kind);
    }
  });

  test("Delete is invalidate", () => {
    expect(Delete).toBe(invalidate);
    expect(schema.Delete).toBe(invalidate);
  });

  test("each node has an id of its own", () => {
    const ids = made.map(([, make]) => make(schema).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("invalidate takes the types of a union", () => {
    expect(invalidate({ user: User, post: Post }, "type").items.kind).toBe("union");
  });
});

describe("shorthand", () => {
  test("[X] is a list, {a: X} an object, and the same literal is the same node", () => {
    const list = [User] as const;
    const shape = { user: User };
    expect(nodeOf(list)).toMatchObject({ kind: "array", items: User });
    expect(nodeOf(shape)!.members).toMatchObject([{ name: "user", node: User }]);
    expect(nodeOf(list)).toBe(nodeOf(list));
    expect(nodeOf(shape)).toBe(object(shape));
  });

  test("it nests", () => {
    const node = nodeOf({ page: { items: [User] }, next: "" })!;
    const page = node.members[0]!.node!;
    expect(page.members[0]!.node).toMatchObject({ kind: "array", items: User });
    expect(node.members[1]).toMatchObject({ name: "next", node: undefined, plain: "" });
  });

  test("an object may lead back to itself", () => {
    const tree: Record<string, unknown> = { user: User };
    tree.children = [tree];
    const node = nodeOf(tree)!;
    expect(node.members[1]!.node!.items).toBe(node);
  });

  test.each([["a text", ""], ["a number", 1], ["null", null], ["a date", new Date()], ["a function", () => 1]])("%s is no schema", (_, value) => {
    expect(nodeOf(value)).toBeUndefined();
  });
});

describe("fields", () => {
  test("a function that gives them is called once, at first use", () => {
    let calls = 0;
    const Node = entity("Node", {
      fields: () => {
        calls++;
        return { next: User };
      },
    });
    expect(calls).toBe(0);
    expect(Node.members).toMatchObject([{ name: "next", node: User }]);
    expect(Node.members).toBe(Node.members);
    expect(calls).toBe(1);
  });

  test("a function as a member is applied to the value; Date is called with new", () => {
    const [upper, at] = entity("Text", { fields: { upper: (text: string) => text.toUpperCase(), at: Date } }).members;
    expect(upper!.fn!("a")).toBe("A");
    expect(at!.fn!("2026-01-02T00:00:00.000Z")).toEqual(new Date(Date.UTC(2026, 0, 2)));
  });
});

describe("collections", () => {
  const list = collection([User]);
  const byName = collection(values(User));

  test("lists have push and unshift, values have assign, both remove and move", () => {
    expect([list.push, list.unshift, list.remove, list.move].map((adder) => adder.options.op)).toEqual(["push", "unshift", "remove", "move"]);
    expect(list.assign).toBeUndefined();
    expect([byName.assign, byName.remove, byName.move].map((adder) => adder.options.op)).toEqual(["assign", "remove", "move"]);
    expect([byName.push, byName.unshift]).toEqual([undefined, undefined]);
  });

  test("an adder is the same each time, and knows its collection", () => {
    expect(list.push).toBe(list.push);
    expect(list.push.items).toBe(list);
  });

  test("addWith and moveWith take functions", () => {
    const merge = (a: readonly string[], b: readonly string[]) => [...a, ...b];
    const filter = () => () => true;
    expect(list.addWith(merge, filter).options).toEqual({ op: "push", merge, filter });
    expect(byName.addWith(merge).options).toEqual({ op: "assign", merge, filter: undefined });
    expect(list.moveWith(merge).options).toEqual({ op: "move", merge, filter: undefined });
  });
});

describe("a wrong definition throws a UsageError that names the argument", () => {
  class NoKey extends Entity {}
  class BadPk extends Entity {
    static override key = "BadPk";
    static override pk = "";
  }
  const wrong: [what: string, named: string, make: () => unknown][] = [
    ["an entity without key", "entity: key", () => entity(undefined as never)],
    ["an entity whose key is empty", "entity: key", () => entity("")],
    ["an entity whose key has a lone surrogate", "entity: key", () => entity("\ud800")],
    ["a class without key", "entity: key", () => nodeOf(NoKey)],
    ["a class with an empty pk", "entity BadPk: pk", () => nodeOf(BadPk)],
    ["a pk that is empty", "entity A: pk", () => entity("A", { pk: "" })],
    ["a pk that is an empty list", "entity A: pk", () => entity("A", { pk: [] })],
    ["a pk that is a number", "entity A: pk", () => entity("A", { pk: 1 as never })],
    ["a pk that is null", "entity A: pk", () => entity("A", { pk: null as never })],
    ["fields that are a list", "entity A: fields", () => entity("A", { fields: [User] as never })],
    ["fields that are a schema", "entity A: fields", () => entity("A", { fields: User as never })],
    ["a member that is undefined", "entity A: user", () => entity("A", { fields: { user: undefined } })],
    ["a function giving no fields", "entity A: fields", () => entity("A", { fields: () => 1 as never }).members],
    ["defaults that are a list", "entity A: defaults", () => entity("A", { defaults: [] as never })],
    ["indexes that are a text", "entity A: indexes", () => entity("A", { indexes: "name" as never })],
    ["a process that is a text", "entity A: process", () => entity("A", { process: "x" as never })],
    ["a merge that is a number", "entity A: merge", () => entity("A", { merge: 1 as never })],
    ["a class that is an object", "entity A: class", () => entity("A", { class: {} as never })],
    ["a negative dataExpiryLength", "entity A: dataExpiryLength", () => entity("A", { dataExpiryLength: -1 })],
    ["a dataExpiryLength that is NaN", "entity A: dataExpiryLength", () => entity("A", { dataExpiryLength: NaN })],
    ["an array without items", "array: items", () => array(undefined as never)],
    ["an array of texts", "array: items", () => array("x" as never)],
    ["[]", "length of a list", () => nodeOf([])],
    ["[X, Y]", "length of a list", () => object({ a: [User, Post] })],
    ["values without items", "values: items", () => values(5 as never)],
    ["an object of nothing", "object: fields", () => object(null as never)],
    ["an object with a member that is undefined", "object: a", () => object({ a: undefined })],
    ["a union without types", "union: types", () => union({}, "type")],
    ["a union of a list", "union: types", () => union([User] as never, "type")],
    ["a union of something that is no entity", "union: type a", () => union({ a: [User] }, "type")],
    ["a union without discriminator", "union: discriminator", () => union({ a: User }, undefined as never)],
    ["a union whose discriminator is empty", "union: discriminator", () => union({ a: User }, "")],
    ["a union whose discriminator is an object", "union: discriminator", () => union({ a: User }, {} as never)],
    ["all of a list", "all: items", () => all([User])],
    ["a query without function", "query: process", () => query(User, undefined as never)],
    ["a query of nothing", "query: schema", () => query(undefined as never, () => 1)],
    ["a collection of an entity", "collection: items", () => collection(User)],
    ["a collection of lists", "collection: items", () => collection([[User]])],
    ["a collection with an argsKey that is a text", "collection: argsKey", () => collection([User], { argsKey: "a" as never })],
    ["a collection with nonFilterArgumentKeys that is a number", "collection: nonFilterArgumentKeys", () => collection([User], { nonFilterArgumentKeys: 1 as never })],
    ["an adder whose merge is a text", "collection: push: merge", () => collection([User]).addWith("x" as never)],
    ["an invalidate of a list", "invalidate: items", () => invalidate([User] as never)],
    ["an invalidate of types without discriminator", "invalidate: items", () => invalidate({ user: User } as never)],
  ];
  test.each(wrong)("%s", (_, named, make) => {
    expect(make).toThrow(UsageError);
    expect(make).toThrow(named);
  });

  test.each([0, 1, Infinity])("a dataExpiryLength of %d is right", (dataExpiryLength) => {
    expect(() => entity("A", { dataExpiryLength })).not.toThrow();
  });
});

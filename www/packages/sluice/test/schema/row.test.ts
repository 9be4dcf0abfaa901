import { afterEach, describe, expect, test, vi } from "vitest";
import {
  all, array, build, closeRow, collection, entity, invalidate, nodeOf, object, openRow, query, reopenRow, splitRow, union, values, type QuerySchema, type Refs, type Resolver, type SchemaNode,
} from "../../src/schema/index.js";

interface Row {
  readonly object: object;
  readonly refs: Refs;
}

/** What a core has stored of rows, by schema and number, and the objects made of it. */
class Tables implements Resolver {
  readonly #rows = new Map<SchemaNode, Map<number, Row>>();

  row(node: SchemaNode, row: number): unknown {
    return this.#rows.get(node)?.get(row)?.object;
  }

  query(node: SchemaNode, raw: unknown): unknown {
    const { items, options } = node as QuerySchema;
    return (options.process as (value: unknown) => unknown)(build(items, raw, this));
  }

  /** Takes over rows that arrive together: their stored text by number. */
  store(...rows: [node: SchemaNode, row: number, stored: unknown][]): void {
    const opened = rows.map(([node, number, stored]) => {
      const before = this.#rows.get(node)?.get(number);
      const parsed = JSON.parse(JSON.stringify(stored)) as object;
      const refs = splitRow(node, parsed, before?.object, before?.refs);
      return this.#open(node, number, { object: openRow(node, parsed), refs }, before);
    });
    for (const close of opened) close();
  }

  /** Links rows again whose stored members are what they were. */
  link(...rows: [node: SchemaNode, row: number][]): void {
    const opened = rows.map(([node, number]) => {
      const before = this.#rows.get(node)!.get(number)!;
      return this.#open(node, number, { object: reopenRow(node, before.object, before.refs), refs: before.refs }, before);
    });
    for (const close of opened) close();
  }

  #open(node: SchemaNode, number: number, row: Row, before: Row | undefined): () => void {
    if (!this.#rows.has(node)) this.#rows.set(node, new Map());
    this.#rows.get(node)!.set(number, row);
    return () => closeRow(node, row.object, row.refs, this, before?.object, before?.refs);
  }
}

type Data = Record<string, unknown>;
const User = entity("User");
const Tag = entity("Tag");

/** Tables with the users 0 and 1, and what a row of `node` stored as `stored` reads as. */
function read(node: SchemaNode, stored: unknown): { tables: Tables; object: Data } {
  const tables = new Tables();
  tables.store([User, 0, { id: 0, name: "ann" }], [User, 1, { id: 1, name: "bob" }], [Tag, 0, { id: "t" }], [node, 5, stored]);
  return { tables, object: tables.row(node, 5) as Data };
}

/** Whether all that can be reached is frozen, but for what functions gave. */
function isFrozenDeep(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== "object" || value === null || value instanceof Date || seen.has(value)) return true;
  seen.add(value);
  return Object.isFrozen(value) && Object.values(value).every((member) => isFrozenDeep(member, seen));
}

const [ann, bob] = [{ id: 0, name: "ann" }, { id: 1, name: "bob" }];

describe("members of an entity", () => {
  const cases: [what: string, fields: Record<string, unknown>, stored: object, expected: object][] = [
    ["a reference is the object of its row", { author: User }, { author: 1, title: "x" }, { author: bob, title: "x" }],
    ["a missing row is undefined", { author: User }, { author: 9 }, { author: undefined }],
    ["no reference stays as it is", { author: User, editor: User }, { author: null, editor: "" }, { author: null, editor: "" }],
    ["a member that is not there stays away", { author: User }, { title: "x" }, { title: "x" }],
    ["a member that another view left whole stays whole", { author: User }, { author: { id: 3 } }, { author: { id: 3 } }],
    ["a list drops what is missing and keeps null and duplicates", { users: [User] }, { users: [1, 9, null, 0, 1] }, { users: [bob, null, ann, bob] }],
    ["a list may be null", { users: [User] }, { users: null }, { users: null }],
    ["lists of lists", { grid: [[User]] }, { grid: [[0], [9], []] }, { grid: [[ann], [], []] }],
    ["values drop what is missing", { by: values(User) }, { by: { a: 0, b: 9, c: 1 } }, { by: { a: ann, c: bob } }],
    ["an object in it", { meta: { editor: User, tags: [Tag] } }, { meta: { editor: 0, tags: [0], n: 1 } }, { meta: { editor: ann, tags: [{ id: "t" }], n: 1 } }],
    ["a list of objects", { log: [{ by: User }] }, { log: [{ by: 0, at: 1 }, { by: 9 }] }, { log: [{ by: ann, at: 1 }, { by: undefined }] }],
    ["a union by type", { who: union({ u: User, t: Tag }, "type") }, { who: [1, "u"] }, { who: bob }],
    ["a union of unknown type is a plain value", { who: union({ u: User }, "type") }, { who: { id: 7, type: "z" } }, { who: { id: 7, type: "z" } }],
    ["a list of unions", { feed: [union({ u: User, t: Tag }, "type")] }, { feed: [[0, "t"], { type: "z" }, [9, "u"], null] }, { feed: [{ id: "t" }, { type: "z" }, null] }],
    ["a query over a reference", { name: query(User, (user) => user.name) }, { name: 1 }, { name: "bob" }],
    ["invalidate reads as its entity", { gone: invalidate(User) }, { gone: 1 }, { gone: bob }],
    ["functions, not on null", { at: Date, up: (s: string) => s.toUpperCase(), none: Date }, { at: "2026-01-02", up: "a", none: null }, { at: new Date("2026-01-02"), up: "A", none: null }],
    ["functions in an object", { meta: { at: Date } }, { meta: { at: "2026-01-02", n: 1 } }, { meta: { at: new Date("2026-01-02"), n: 1 } }],
    ["functions in objects of a list", { log: [{ at: Date }] }, { log: [{ at: "2026-01-02" }] }, { log: [{ at: new Date("2026-01-02") }] }],
    ["plain members", { title: "" }, { title: "x", list: [1, { a: [2] }], none: null }, { title: "x", list: [1, { a: [2] }], none: null }],
  ];
  test.each(cases)("%s", (_, fields, stored, expected) => {
    const { object } = read(entity("Post", { fields }), stored);
    expect(object).toStrictEqual(expected);
    expect(isFrozenDeep(object)).toBe(true);
  });

  test("references are the very objects of their rows", () => {
    const { object, tables } = read(entity("Post", { fields: { author: User, users: [User] } }), { author: 1, users: [1] });
    expect(object.author).toBe(tables.row(User, 1));
    expect((object.users as unknown[])[0]).toBe(object.author);
  });

  test("a list that a collection holds is one array for all that refer to it", () => {
    const comments = collection([User]);
    const Post = entity("Post", { fields: { comments } });
    const tables = new Tables();
    tables.store([Post, 0, { comments: 3 }], [Post, 1, { comments: 3 }], [comments, 3, [1, 0]], [User, 0, ann], [User, 1, bob]);
    expect(tables.row(Post, 0)).toEqual({ comments: [bob, ann] });
    expect((tables.row(Post, 0) as Data).comments).toBe((tables.row(Post, 1) as Data).comments);
    expect((tables.row(Post, 0) as Data).comments).toBe(tables.row(comments, 3));
  });

  test("have any names", () => {
    const stored: unknown = JSON.parse('{"__proto__":1,"constructor":[0],"toString":null,"hasOwnProperty":{"__proto__":5}}');
    const fields = { ["__proto__"]: User, constructor: [User], toString: User, valueOf: User };
    const { object } = read(entity("Odd", { fields }), stored);
    expect(Object.keys(object)).toEqual(["__proto__", "constructor", "toString", "hasOwnProperty"]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(object, "__proto__")!.value).toEqual(bob);
    expect(object.constructor).toEqual([ann]);
    expect(object.valueOf).toBe(Object.prototype.valueOf);
  });

  test("nest as deep as JSON may", () => {
    const deep = JSON.parse(`${"[".repeat(9_990)}${"]".repeat(9_990)}`) as unknown;
    const refs = splitRow(User, { deep });
    expect(refs).toEqual([]);
    let at: unknown = deep;
    while (Array.isArray(at)) {
      if (!Object.isFrozen(at)) expect.unreachable();
      at = at[0];
    }
  });
});

describe("circles", () => {
  test("of rows read as circles of objects, in whatever order they arrive", () => {
    const Node: SchemaNode = entity("Node", { fields: () => ({ next: Node, all: collection([Node]) }) });
    const list = Node.members[1]!.node!;
    const tables = new Tables();
    tables.store([Node, 0, { id: "a", next: 1, all: 0 }], [list, 0, [0, 1]], [Node, 1, { id: "b", next: 0 }]);
    const a = tables.row(Node, 0) as { next: { next: unknown }; all: unknown[] };
    expect(a.next.next).toBe(a);
    expect(a.all[0]).toBe(a);
    expect(isFrozenDeep(a)).toBe(true);
  });

  test("of 10,000 rows are no matter of the stack", () => {
    const Node: SchemaNode = entity("Node", { fields: () => ({ next: Node }) });
    const tables = new Tables();
    tables.store(...Array.from({ length: 10_000 }, (_, i): [SchemaNode, number, object] => [Node, i, { next: (i + 1) % 10_000 }]));
    let at = tables.row(Node, 0) as { next: never };
    for (let i = 0; i < 10_000; i++) at = at.next;
    expect(at).toBe(tables.row(Node, 0));
  });
});

describe("defaults", () => {
  test("stand where a row has nothing", () => {
    const Post = entity("Post", { fields: { author: User, tags: [Tag], at: Date }, defaults: { title: "none", author: {}, tags: [], n: 1 } });
    expect(read(Post, { n: 2, author: null, tags: [0] }).object).toEqual({ title: "none", n: 2, author: null, tags: [{ id: "t" }] });
    expect(read(Post, {}).object).toEqual({ title: "none", n: 1, author: {}, tags: [] });
  });

  test("do not stand for a row that is missing", () => {
    expect(read(entity("Post", { fields: { author: User }, defaults: { author: null } }), { author: 9 }).object).toStrictEqual({ author: undefined });
  });

  test("are frozen and shared", () => {
    const Post = entity("Post", { defaults: { tags: [{ a: 1 }] } });
    const { tags } = read(Post, {}).object;
    expect(isFrozenDeep(tags)).toBe(true);
    expect(read(Post, { id: 2 }).object.tags).toBe(tags);
  });
});

describe("instances of a class", () => {
  class Post {
    title = "none";
    author: Data | undefined = undefined;
    meta: Data = { n: [1] };
    #price = 0;
    get upper() {
      return this.title.toUpperCase();
    }
    set price(cents: number) {
      this.#price = cents / 100;
    }
    get price() {
      return this.#price;
    }
  }
  const Posts = entity("Post", { fields: { author: User, upper: User }, class: Post, defaults: { title: "untitled" } });

  test("have the members of the row over those of a fresh one", () => {
    const { object } = read(Posts, { id: 1, author: 1 });
    expect(object).toBeInstanceOf(Post);
    expect({ ...object }).toEqual({ title: "untitled", author: bob, meta: { n: [1] }, id: 1 });
    expect(isFrozenDeep(object)).toBe(true);
  });

  test("are set through setters, and not where they only compute", () => {
    const { object, tables } = read(Posts, { title: "a", price: 250, upper: 1, author: 0 });
    expect([object.price, object.upper]).toEqual([2.5, "A"]);
    tables.link([Posts, 5]);
    const again = tables.row(Posts, 5) as Data;
    expect(again).not.toBe(object);
    expect([again.price, again.upper, again.author]).toEqual([2.5, "A", ann]);
  });

  test("of each row are their own", () => {
    const tables = new Tables();
    tables.store([Posts, 0, {}], [Posts, 1, {}]);
    expect((tables.row(Posts, 0) as Data).meta).not.toBe((tables.row(Posts, 1) as Data).meta);
  });
});

describe("linked again, because a row that it refers to changed", () => {
  const at = vi.fn((text: string) => new Date(text));
  const Post = entity("Post", { fields: { author: User, users: [User], others: [User], by: values(User), meta: { editor: User }, log: [{ by: User }], at } });
  const stored = { author: 0, users: [0, 1], others: [1], by: { a: 1 }, meta: { editor: 1, list: [1] }, log: [{ by: 1 }, { by: 9 }], at: "2026-01-02", plain: { a: [1] } };

  test("a row is new, and of its parts only those that contain the other one", () => {
    const { object: before, tables } = read(Post, stored);
    tables.store([User, 0, { id: 0, name: "eve" }]);
    tables.link([Post, 5]);
    const after = tables.row(Post, 5) as Data;
    expect(after).not.toBe(before);
    expect(after.author).toEqual({ id: 0, name: "eve" });
    expect(after.users).toEqual([{ id: 0, name: "eve" }, bob]);
    for (const name of ["others", "by", "meta", "log", "at", "plain"]) expect([name, after[name] === before[name]]).toEqual([name, true]);
    expect(before.author).toEqual(ann);
    expect(Object.isFrozen(after)).toBe(true);
  });

  test("what was missing comes in at its place, and what goes missing goes", () => {
    const { tables } = read(entity("Post", { fields: { users: [User] } }), { users: [1] });
    const list = entity("List", { fields: { users: [User] } });
    tables.store([list, 0, { users: [0, 7, 1] }]);
    expect((tables.row(list, 0) as Data).users).toEqual([ann, bob]);
    tables.store([User, 7, { id: 7 }]);
    tables.link([list, 0]);
    expect((tables.row(list, 0) as Data).users).toEqual([ann, { id: 7 }, bob]);
  });

  test("the list of a collection is new", () => {
    const users = collection([User]);
    const { object: before, tables } = read(users, [0, 9, 1]);
    expect(before).toEqual([ann, bob]);
    tables.store([User, 9, { id: 9 }]);
    tables.link([users, 5]);
    expect(tables.row(users, 5)).toEqual([ann, { id: 9 }, bob]);
    expect(Object.isFrozen(tables.row(users, 5))).toBe(true);
  });

  test("the values of a collection, too", () => {
    const users = collection(values(User));
    const { object, tables } = read(users, { a: 0, b: 9 });
    expect(object).toEqual({ a: ann });
    tables.store([User, 9, { id: 9 }]);
    tables.link([users, 5]);
    expect(tables.row(users, 5)).toEqual({ a: ann, b: { id: 9 } });
  });
});

describe("stored anew", () => {
  const at = vi.fn((text: string) => new Date(text));
  const Post = entity("Post", { fields: { author: User, users: [User], meta: { editor: User }, at } });

  test("a row is new, and of its parts only those that changed", () => {
    const stored = { title: "a", author: 0, users: [0, 1], meta: { editor: 1, n: [1] }, at: "2026-01-02", plain: { a: [1], b: { c: 1 } } };
    const { object: before, tables } = read(Post, stored);
    at.mockClear();
    tables.store([Post, 5, { ...stored, title: "b", plain: { a: [1], b: { c: 2 } } }]);
    const after = tables.row(Post, 5) as Data & { plain: Data };
    expect(after).toMatchObject({ title: "b", plain: { a: [1], b: { c: 2 } } });
    for (const name of ["users", "meta", "at"]) expect([name, after[name] === before[name]]).toEqual([name, true]);
    expect(after.plain.a).toBe((before.plain as Data).a);
    expect(at).not.toHaveBeenCalled();
  });

  test("a changed list, object or text is another", () => {
    const { object: before, tables } = read(Post, { users: [0], meta: { editor: 1 }, at: "2026-01-02" });
    tables.store([Post, 5, { users: [0, 1], meta: { editor: 0 }, at: "2026-01-03" }]);
    expect(tables.row(Post, 5)).toEqual({ users: [ann, bob], meta: { editor: ann }, at: new Date("2026-01-03") });
    expect(before).toEqual({ users: [ann], meta: { editor: bob }, at: new Date("2026-01-02") });
  });

  test("a list that became an object is no longer the list", () => {
    const { tables } = read(Post, { meta: { editor: 1 }, plain: [] });
    tables.store([Post, 5, { meta: null, plain: {} }]);
    expect(tables.row(Post, 5)).toStrictEqual({ meta: null, plain: {} });
  });
});

describe("results, which are no rows", () => {
  const { tables } = read(User, { id: 5 });
  const results: [what: string, schema: unknown, raw: unknown, expected: unknown][] = [
    ["an entity", User, 1, bob],
    ["an entity that is missing", User, 9, undefined],
    ["a list", [User], [1, 9, 0], [bob, ann]],
    ["all", all(User), [0, 1], [ann, bob]],
    ["an object", { users: [User], next: "" }, { users: [0], next: "n", more: [1] }, { users: [ann], next: "n", more: [1] }],
    ["values", values(User), { a: 0, b: 9 }, { a: ann }],
    ["an item that was pushed", collection([User]).push, 1, bob],
    ["items that were pushed", collection([User]).push, [1, 0], [bob, ann]],
    ["an item of a union that was pushed", collection([union({ u: User }, "type")]).push, [1, "u"], bob],
    ["items of a union that were pushed", collection([union({ u: User }, "type")]).push, [[1, "u"], [0, "u"]], [bob, ann]],
    ["values that were assigned", collection(values(User)).assign, { a: 1 }, { a: bob }],
    ["an item of values that was removed", collection(values(User)).remove, 1, bob],
    ["items of values that were removed", collection(values(User)).remove, [1], [bob]],
  ];
  test.each(results)("%s", (_, schema, raw, expected) => {
    expect(build(nodeOf(schema)!, raw, tables)).toStrictEqual(expected);
  });

  test("are what they were while nothing in them changed", () => {
    const page = object({ users: array(User), by: values(User), next: "" });
    const raw = Object.freeze({ users: [0, 1], by: { a: 0 }, next: "" });
    const before = build(page, raw, tables) as Data;
    expect(build(page, raw, tables, before, raw)).toBe(before);
    const after = build(page, { ...raw, users: [1] }, tables, before, raw) as Data;
    expect(after).toEqual({ users: [bob], by: { a: ann }, next: "" });
    expect(after.by).toBe(before.by);
    expect(isFrozenDeep(after)).toBe(true);
  });
});

describe("a function that throws", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("is reported, and leaves its member undefined", () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const error = new Error("no");
    const Post = entity("Post", {
      fields: {
        author: User,
        at: () => {
          throw error;
        },
      },
    });
    expect(read(Post, { author: 0, at: "x" }).object).toStrictEqual({ author: ann, at: undefined });
    expect(report.mock.calls).toEqual([[error]]);
  });
});

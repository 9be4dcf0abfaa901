import { describe as group, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import {
  Entity, all, array, collection, describe, entity, functionOf, handleOf, invalidate, nodeOf, object, query, union, values, type SchemaNode,
} from "../../src/schema/index.js";

type Description = { id: number; kind: string } & Record<string, unknown>;

/** What a core that knows nothing is told of a schema, by id. */
function told(root: SchemaNode, known = new Set<number>()): Map<number, Description> {
  return new Map((JSON.parse(describe(root, known)) as Description[]).map((node) => [node.id, node]));
}

/** The description of the root alone, without its id. */
function rootOf(root: SchemaNode): Record<string, unknown> {
  const { id, ...rest } = told(root).get(root.id)!;
  expect(id).toBe(root.id);
  return rest;
}

const call = (number: unknown, ...args: unknown[]) => functionOf(number as number)!(...args);
const User = entity("User");
const Tag = entity("Tag");

group("an entity", () => {
  test("with nothing but defaults is its name", () => {
    expect(rootOf(entity("User"))).toEqual({ kind: "entity", name: "User" });
    expect(rootOf(entity("User", { pk: "id", fields: {}, defaults: {}, indexes: [] }))).toEqual({ kind: "entity", name: "User" });
  });

  test.each([["slug", "slug"], [["a", "b"], ["a", "b"]]])("has its pk %j", (pk, described) => {
    expect(rootOf(entity("A", { pk })).pk).toEqual(described);
  });

  test("has the numbers of its functions", () => {
    const functions = {
      pk: () => "1",
      process: (input: object) => input,
      validate: () => undefined,
      merge: (a: object, b: object) => ({ ...a, ...b }),
      shouldUpdate: () => true,
      shouldReorder: () => false,
    };
    const { pk, ...rest } = rootOf(entity("A", functions));
    expect(functionOf((pk as { fn: number }).fn)).toBe(functions.pk);
    for (const name of ["process", "validate", "merge", "shouldUpdate", "shouldReorder"] as const) {
      expect(functionOf(rest[name] as number)).toBe(functions[name]);
    }
  });

  test.each([[0, 0], [777, 777], [Infinity, -1]])("has its expiry %d as %d", (dataExpiryLength, expiry) => {
    expect(rootOf(entity("A", { dataExpiryLength })).expiry).toBe(expiry);
  });

  test("has its indexes", () => {
    expect(rootOf(entity("A", { indexes: ["username", "email"] })).indexes).toEqual(["username", "email"]);
  });

  test("has the members that lead to entities, and no others", () => {
    const Post = entity("Post", {
      fields: {
        author: User,
        tags: [Tag],
        meta: { editor: User, at: Date, note: "" },
        at: Date,
        title: "",
        size: { width: 0 },
        numbers: array({ n: 0 }),
      },
    });
    const nodes = told(Post);
    const { fields } = nodes.get(Post.id) as unknown as { fields: Record<string, number> };
    expect(Object.keys(fields)).toEqual(["author", "tags", "meta"]);
    expect(fields.author).toBe(User.id);
    expect(nodes.get(fields.tags!)).toEqual({ id: fields.tags, kind: "array", items: Tag.id });
    expect(nodes.get(fields.meta!)).toEqual({ id: fields.meta, kind: "object", fields: { editor: User.id } });
    expect(nodes.size).toBe(5);
  });

  test("requires the references whose defaults are truthy", () => {
    const Post = entity("Post", { fields: { author: User, editor: User, reviewer: User, tags: [Tag] }, defaults: { author: {}, editor: null, tags: [], title: "x" } });
    expect(rootOf(Post).required).toEqual(["author", "tags"]);
  });

  test("takes the own members of a fresh instance of its class for defaults", () => {
    class PostData {
      author = { name: "nobody" };
      editor = undefined;
    }
    expect(rootOf(entity("Post", { fields: { author: User, editor: User }, class: PostData })).required).toEqual(["author"]);
  });

  test("may have members of any name", () => {
    const Odd = entity("__proto__", { pk: "constructor", fields: { ["__proto__"]: User, constructor: User, "@@": User } });
    const text = describe(Odd, new Set());
    expect(text).toContain(`"fields":{"__proto__":${User.id},"constructor":${User.id},"@@":${User.id}}`);
    expect(text).not.toContain("required");
  });
});

group("the other kinds", () => {
  const Post = entity("Post");
  const feed = union({ user: User, post: Post }, "type");
  const simple: [what: string, node: SchemaNode, described: object][] = [
    ["array", array(User), { kind: "array", items: User.id }],
    ["values", values(User), { kind: "values", items: User.id }],
    ["all", all(feed), { kind: "all", items: feed.id }],
    ["object", object({ user: User, next: "" }), { kind: "object", fields: { user: User.id } }],
    ["union", feed, { kind: "union", types: { user: User.id, post: Post.id }, by: "type" }],
    ["query", query(User, (user) => user), { kind: "query", items: User.id }],
    ["invalidate", invalidate(User), { kind: "invalidate", items: User.id }],
    ["an object without any entity", object({ a: { b: 1 } }), { kind: "object", fields: {} }],
  ];
  test.each(simple)("%s", (_, node, described) => {
    expect(rootOf(node)).toEqual(described);
  });

  test("a union may be told apart by a function", () => {
    const by = (input: { readonly kind?: unknown }) => input.kind;
    const described = rootOf(union({ user: User }, by)) as { by: { fn: number } };
    expect(functionOf(described.by.fn)).toBe(by);
  });

  test("a collection is around its list", () => {
    const list = collection([User]);
    expect(rootOf(list)).toEqual({ kind: "collection", items: list.items.id });
    expect(told(list).get(list.items.id)).toEqual({ id: list.items.id, kind: "array", items: User.id });
  });

  test("a collection has the numbers of its functions", () => {
    const argsKey = (args: object) => args;
    const nestKey = (parent: object, name: string) => ({ parent, name });
    const described = rootOf(collection([User], { argsKey, nestKey }));
    expect(functionOf(described.argsKey as number)).toBe(argsKey);
    expect(functionOf(described.nestKey as number)).toBe(nestKey);
  });

  test("createCollectionFilter is called with the list of arguments and a key object", () => {
    const asked: unknown[] = [];
    const list = collection([User], {
      createCollectionFilter: (...args: [{ group: string }, string]) => {
        asked.push(args);
        return (key) => key.group === args[0].group;
      },
    });
    const { filter } = rootOf(list);
    const args = [{ group: "a" }, "b"];
    expect([call(filter, args, { group: "a" }), call(filter, args, { group: "b" })]).toEqual([true, false]);
    expect(asked).toEqual([args]);
    expect(call(filter, [{ group: "b" }], { group: "b" })).toBe(true);
  });

  test.each([
    ["a list", ["page"] as const, ["page", "order"], [true, false]],
    ["a RegExp", /^page/g, ["pageSize", "pageSize", "order"], [true, true, false]],
    ["a function", (name: string) => name.length < 3, ["a", "order"], [true, false]],
  ])("nonFilterArgumentKeys may be %s", (_, nonFilterArgumentKeys, names, skipped) => {
    const { skip } = rootOf(collection([User], { nonFilterArgumentKeys }));
    expect(names.map((name) => call(skip, name))).toEqual(skipped);
  });

  test("an adder says what it does to which collection", () => {
    const list = collection([User]);
    const merge = (a: unknown[], b: unknown[]) => [...a, ...b];
    expect(rootOf(list.push)).toEqual({ kind: "adder", op: "push", collection: list.id });
    expect(rootOf(list.moveWith(merge))).toEqual({ kind: "adder", op: "move", collection: list.id, merge: handleOf(merge) });
    const { filter } = rootOf(list.addWith(merge, (id: string) => (key) => key.id === id));
    expect(call(filter, ["7"], { id: "7" })).toBe(true);
  });
});

group("graphs", () => {
  test("that lead back to themselves are told once", () => {
    const Node: SchemaNode = entity("Node", { fields: () => ({ next: Node, children: [Node] }) });
    const nodes = told(Node);
    expect(nodes.size).toBe(2);
    const { fields } = nodes.get(Node.id) as unknown as { fields: Record<string, number> };
    expect(fields.next).toBe(Node.id);
    expect(nodes.get(fields.children!)).toMatchObject({ items: Node.id });
  });

  test("of two entities that refer to each other are told whole, from either side", () => {
    const Author: SchemaNode = entity("Author", { fields: () => ({ books: [Book] }) });
    const Book: SchemaNode = entity("Book", { fields: () => ({ author: Author }) });
    for (const root of [Author, Book]) expect([...told(root).values()].map((node) => node.name).filter(Boolean).sort()).toEqual(["Author", "Book"]);
  });

  test("a core is told only what it does not know", () => {
    const known = new Set<number>();
    const Post = entity("Post", { fields: { author: User } });
    expect([...told(User, known).keys()]).toEqual([User.id]);
    expect([...told(Post, known).keys()]).toEqual([Post.id]);
    expect(describe(Post, known)).toBe("");
    expect(known).toEqual(new Set([User.id, Post.id]));
  });

  test("of which a part is wrong are not told at all", () => {
    const known = new Set<number>();
    let wrong = true;
    const Broken = entity("Broken", { fields: () => (wrong ? { next: undefined } : { next: User }) });
    const list = array(Broken);
    expect(() => describe(list, known)).toThrow(UsageError);
    expect(known.size).toBe(0);
    wrong = false;
    expect([...told(list, known).keys()]).toEqual([list.id, Broken.id, User.id]);
  });
});

group("classes", () => {
  class Author extends Entity {
    id = "";
    name = "";
    static override key = "Author";
  }
  class Article extends Entity {
    slug = "";
    author: Author | undefined = undefined;
    static override key = "Article";
    static override schema = { author: Author };
    static override indexes = ["slug"];
    static override dataExpiryLength = 5;
    get permalink() {
      return `/${this.slug}`;
    }
    override pk() {
      return this.permalink;
    }
    static override merge(existing: object, incoming: object) {
      return { ...existing, ...incoming, by: this.key };
    }
    static override process(input: object) {
      return { ...input, by: this.key };
    }
  }
  class Summary extends Article {
    static override schema = {} as never;
  }

  test("are entities with their static members as options", () => {
    const described = rootOf(nodeOf(Article)!);
    expect(described).toMatchObject({ kind: "entity", name: "Article", fields: { author: nodeOf(Author)!.id }, indexes: ["slug"], expiry: 5 });
    expect(described).not.toHaveProperty("required");
  });

  test("make the pk in a method that sees the members and the getters", () => {
    const { pk } = rootOf(nodeOf(Article)!) as { pk: { fn: number } };
    expect(call(pk.fn, { slug: "a" })).toBe("/a");
    expect(call(pk.fn, { slug: "a", permalink: "given" })).toBe("given");
  });

  test("have id as pk without a method, and may name another member", () => {
    class Named extends Entity {
      static override key = "Named";
      static override pk = "name";
    }
    expect(rootOf(nodeOf(Author)!)).not.toHaveProperty("pk");
    expect(rootOf(nodeOf(Named)!).pk).toBe("name");
  });

  test("call static functions on the class", () => {
    const { process, merge } = rootOf(nodeOf(Article)!);
    expect(call(process, { a: 1 })).toEqual({ a: 1, by: "Article" });
    expect(call(merge, { a: 1 }, { b: 2 })).toEqual({ a: 1, b: 2, by: "Article" });
  });

  test("that inherit pk and merge have the same ones, so that they are views of one row", () => {
    const [article, summary] = [Article, Summary].map((type) => rootOf(nodeOf(type)!));
    expect(summary!.name).toBe("Article");
    expect(summary!.pk).toEqual(article!.pk);
    expect(summary!.merge).toEqual(article!.merge);
  });

  test("may lead back to themselves", () => {
    class Tree extends Entity {
      static override key = "Tree";
      static override schema = () => ({ parent: Tree, children: [Tree] });
    }
    const node = nodeOf(Tree)!;
    expect(rootOf(node).fields).toMatchObject({ parent: node.id });
  });
});

group("functions", () => {
  test("have the same number whenever they are the same, and another when they are others", () => {
    const [a, b] = [() => 1, () => 1];
    expect(handleOf(a)).toBe(handleOf(a));
    expect(handleOf(a)).not.toBe(handleOf(b));
    expect(handleOf(a)).toBeGreaterThan(0);
    expect(functionOf(handleOf(b))).toBe(b);
  });

  test("a number that was not given has none", () => {
    expect([functionOf(0), functionOf(1e9)]).toEqual([undefined, undefined]);
  });
});

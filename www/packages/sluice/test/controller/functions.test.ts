import { describe, expect, test, vi } from "vitest";
import { Entity, INVALID, SchemaError, all, collection, endpoint, entity, invalidate, query, union, values } from "../../src/index.js";
import { rejection } from "../harness.js";
import { Article, T, Todo, User, store } from "./store.js";

const one = { id: "1" };

describe("functions of an entity", () => {
  test("9.1 process gets input, parent, name and arguments, and gives what is stored; undefined makes the row INVALID", async () => {
    const { controller } = await store();
    const process = vi.fn((input: Record<string, unknown>, _parent: unknown, _name: string | undefined, _args: readonly unknown[]) => (input.gone ? undefined : { ...input, seen: true }));
    const Item = entity("Item", { process });
    const list = endpoint({ name: "items", schema: { items: [Item] }, fetch: async (_: { page: number }) => ({}) });
    const input = { items: [one, { id: "2", gone: true }] };
    await controller.setResponse(list, { page: 3 }, input);
    expect(process.mock.calls[0]).toEqual([one, { items: [one, { id: "2", gone: true }] }, "items", [{ page: 3 }]]);
    expect(controller.getResponse(list, { page: 3 }).data).toEqual({ items: [{ id: "1", seen: true }] });
    expect(controller.get(Item, "2")).toBeUndefined();
    expect(controller.getState().entities.Item!["2"]).toBe(INVALID);
    expect(input.items[0]).toEqual(one);
  });

  test("9.1 pk may be a function, a list of names with its commas escaped, and 0; missing ones are refused", async () => {
    const { controller } = await store();
    const Pair = entity("Pair", { pk: ["a", "b"] });
    await controller.set(Pair, { a: "x,y", b: "z" }, { a: "x,y", b: "z", n: 1 });
    await controller.set(Pair, { a: "x", b: "y,z" }, { a: "x", b: "y,z", n: 2 });
    expect(Object.keys(controller.getState().entities.Pair!)).toEqual(["x\\,y,z", "x,y\\,z"]);
    expect(controller.get(Pair, { a: "x", b: "y,z" })).toMatchObject({ n: 2 });
    expect(await rejection(controller.set(Pair, {}, { a: "x" }))).toBeInstanceOf(SchemaError);
    const Zero = entity("Zero");
    await controller.set(Zero, 0, { id: 0 });
    expect(controller.get(Zero, "0")).toEqual({ id: 0 });
    for (const missing of [undefined, null, "", NaN, "undefined"]) {
      const Made = entity<object>("Made", { pk: () => missing });
      const { controller } = await store();
      expect(await rejection(controller.set(Made, {}, { x: 1 })), String(missing)).toBeInstanceOf(SchemaError);
    }
    const pk = vi.fn((value: Record<string, unknown>) => `made of ${String(value.n)}`);
    const Made = entity("Made", { pk });
    await controller.setResponse(endpoint({ name: "made", schema: { one: Made }, fetch: async (_: string) => ({}) }), "arg", { one: { n: 5 } });
    expect(pk).toHaveBeenCalledWith({ n: 5 }, { one: { n: 5 } }, "one", ["arg"]);
    expect(controller.get(Made, "made of 5")).toEqual({ n: 5 });
  });

  test("9.1 validate refuses on writing, with its text; what another schema wrote is INVALID on reading", async () => {
    const { controller } = await store();
    const Strict = entity<{ id: string; title?: string }>("Article", { validate: ({ title }) => (title ? undefined : "there is no title") });
    expect(await rejection(controller.set(Strict, one, one))).toMatchObject({ name: "SchemaError", message: expect.stringContaining("there is no title") });
    expect(controller.getState().entities).toEqual({});
    await controller.set(Article, one, one);
    expect(controller.get(Strict, "1")).toBeUndefined();
    expect(controller.get(Article, "1")).toEqual(one);
    await controller.set(Article, one, { id: "1", title: "a" });
    expect(controller.get(Strict, "1")).toEqual({ id: "1", title: "a" });
  });

  test("3.5, 9.1 merge is asked from the second time on, an older write first; INVALID rows have no part in it", async () => {
    const { controller } = await store();
    const merge = vi.fn((existing: object, incoming: object) => ({ ...existing, ...incoming, merged: true }));
    const Item = entity("Item", { merge });
    const get = endpoint({ name: "get", schema: Item, fetch: async (_: object) => ({}) });
    await controller.resolve(get, { args: [one], fetchedAt: T, response: { id: "1", n: 1 } });
    expect(merge).not.toHaveBeenCalled();
    await controller.resolve(get, { args: [one], fetchedAt: T - 5, response: { id: "1", n: 0, old: true } });
    expect(merge.mock.calls).toEqual([[{ id: "1", n: 0, old: true }, { id: "1", n: 1 }]]);
    expect(controller.get(Item, "1")).toEqual({ id: "1", n: 1, old: true, merged: true });
    await controller.set(invalidate(Item), one, one);
    await controller.set(Item, one, { id: "1", n: 2 });
    expect(merge).toHaveBeenCalledOnce();
    expect(controller.get(Item, "1")).toEqual({ id: "1", n: 2 });
  });

  test("9.1 shouldUpdate keeps the members, not the meta; shouldReorder makes a write the older one", async () => {
    const { controller, clock } = await store();
    const Versioned = entity<{ id: string; v: number }>("Versioned", { shouldUpdate: (_a, _b, existing, incoming) => incoming.v! > existing.v! });
    await controller.set(Versioned, one, { id: "1", v: 2 });
    clock.now = T + 10;
    await controller.set(Versioned, one, { id: "1", v: 1 });
    expect(controller.get(Versioned, "1")).toEqual({ id: "1", v: 2 });
    expect(controller.getState().entitiesMeta.Versioned!["1"]).toEqual({ fetchedAt: T + 10, date: T + 10, expiresAt: T + 60_010 });
    const metas = vi.fn();
    const Ordered = entity<{ id: string; v: number; only?: string }>("Ordered", {
      shouldReorder: (existingMeta, incomingMeta, existing, incoming) => {
        metas(existingMeta, incomingMeta);
        return incoming.v! < existing.v!;
      },
    });
    await controller.set(Ordered, one, { id: "1", v: 2 });
    clock.now = T + 20;
    await controller.set(Ordered, one, { id: "1", v: 1, only: "new" });
    expect(metas).toHaveBeenCalledWith({ fetchedAt: T + 10, date: T + 10, expiresAt: T + 60_010 }, { fetchedAt: T + 20, date: T + 20, expiresAt: T + 60_020 });
    expect(controller.get(Ordered, "1")).toEqual({ id: "1", v: 2, only: "new" });
  });

  test("2.3, 9.1 dataExpiryLength is that of the rows; the key keeps the answer's", async () => {
    const { controller } = await store();
    const Short = entity("Short", { dataExpiryLength: 5 });
    const get = endpoint({ name: "get", schema: { short: Short, long: Article }, fetch: async () => ({}) });
    await controller.setResponse(get, { short: one, long: one });
    const { entitiesMeta, meta } = controller.getState();
    expect([entitiesMeta.Short!["1"]!.expiresAt, entitiesMeta.Article!["1"]!.expiresAt, meta["get []"]!.expiresAt]).toEqual([T + 5, T + 60_000, T + 60_000]);
  });

  test.each(["process", "pk", "merge", "shouldUpdate", "shouldReorder", "validate"])("5.9 one that throws, %s, ends the request with what it threw; the next call works", async (name) => {
    const s = await store();
    const { controller } = s;
    const boom = new Error("boom");
    let throws = false;
    const Item = entity<{ id: string; n?: number }>("Item", {
      [name]: (first: Record<string, unknown>, second: object | undefined) => {
        if (throws) throw boom;
        return { process: first, pk: first.id, merge: second, shouldUpdate: true, shouldReorder: false, validate: undefined }[name];
      },
    });
    const get = endpoint({ name: "item", schema: [Item], fetch: s.fetch });
    await controller.setResponse(get, [{ id: "1", n: 1 }]);
    throws = true;
    const asked = controller.fetch(get);
    s.last.answer([{ id: "2" }, { id: "1", n: 2 }]);
    expect(await rejection(asked)).toBe(boom);
    expect(controller.getError(get)).toBe(boom);
    expect(await rejection(controller.setResponse(get, [{ id: "1", n: 3 }]))).toBe(boom);
    throws = false;
    expect(controller.getResponse(get).data).toEqual([{ id: "1", n: 1 }]);
    expect(controller.get(Item, "2")).toBeUndefined();
    const again = controller.fetch(get);
    s.last.answer([{ id: "1", n: 4 }]);
    expect(await again).toEqual([{ id: "1", n: 4 }]);
  });

  test("9.1 a class: its instances are frozen, with its defaults and getters; required by a truthy default", async () => {
    const { controller } = await store();
    class Person extends Entity {
      id = "";
      first = "?";
      friend: Person | undefined;
      get shout() {
        return `${this.first}!`;
      }
      static override key = "Person";
      static override schema = () => ({ friend: Person });
    }
    await controller.set(Person, one, { id: "1", friend: { id: "2", first: "Ann" } });
    const person = controller.get(Person, "1")!;
    expect(person).toBeInstanceOf(Person);
    expect([person.first, person.friend!.shout, Object.isFrozen(person)]).toEqual(["?", "Ann!", true]);
    expect(controller.get(Person, "2")).toBe(person.friend);
  });

  test("9.1 an index: who took the value last and still has it, also after it is INVALID", async () => {
    const { controller } = await store();
    await controller.set(User, "1", { id: "1", username: "bob" });
    await controller.set(User, "2", { id: "2", username: "bob" });
    const bob = () => controller.get(User, { username: "bob" })?.id;
    expect(bob()).toBe("2");
    const before = controller.getState();
    await controller.set(invalidate(User), "2", "2");
    expect(bob()).toBe("1");
    await controller.set(User, "1", { id: "1", username: "rob" });
    expect(bob()).toBeUndefined();
    expect(controller.get(User, { username: "bob" }, before)).toMatchObject({ id: "2" });
  });
});

describe("functions of unions and queries", () => {
  test("9.5 a union may be told apart by a function; lookup by the discriminator, else in the order declared", async () => {
    const { controller } = await store();
    const Cat = entity<{ id: string; purrs?: boolean }>("Cat");
    const Dog = entity<{ id: string; barks?: boolean }>("Dog");
    const Pet = union({ cat: Cat, dog: Dog }, (input) => (input.barks ? "dog" : "cat"));
    const pets = endpoint({ name: "pets", schema: [Pet], fetch: async () => [] });
    await controller.setResponse(pets, [{ id: "1", barks: true }, { id: "1", purrs: true }]);
    expect(controller.getResponse(pets).data).toEqual([{ id: "1", barks: true }, { id: "1", purrs: true }]);
    expect(controller.getState().endpoints["pets []"]).toEqual([{ id: "1", schema: "dog" }, { id: "1", schema: "cat" }]);
    const Named = union({ cat: Cat, dog: Dog }, "kind");
    expect(controller.get(Named, { id: "1", kind: "dog" })).toBe(controller.get(Dog, "1"));
    expect(controller.get(Named, { id: "1" })).toBe(controller.get(Cat, "1"));
    expect(controller.get(all(Named), [])).toHaveLength(2);
  });

  test("9.7 a query is not asked where its inner value is not found, and keeps an equal result", async () => {
    const { controller } = await store();
    const titles = vi.fn((rows: readonly { title?: string }[], { prefix }: { prefix: string }) => rows.filter(({ title }) => title?.startsWith(prefix)).map(({ title }) => title));
    const found = query(all(Article), titles);
    expect(controller.get(found, { prefix: "a" })).toBeUndefined();
    expect(titles).not.toHaveBeenCalled();
    await controller.set(Article, "1", { id: "1", title: "ab" });
    const first = controller.get(found, { prefix: "a" });
    expect(first).toEqual(["ab"]);
    expect(Object.isFrozen(first)).toBe(true);
    await controller.set(Article, "2", { id: "2", title: "b" });
    expect(controller.get(found, { prefix: "a" })).toBe(first);
    expect(titles).toHaveBeenCalledTimes(2);
    expect(controller.get(found, { prefix: "b" })).toEqual(["b"]);
  });
});

describe("functions of a collection", () => {
  const ids = (list: unknown) => (list as readonly { id: string }[] | undefined)?.map(({ id }) => id).join();

  test("9.8 argsKey makes the key object of all arguments, nestKey that of a list in an entity: equal ones are one list", async () => {
    const { controller } = await store();
    const nestKey = vi.fn(({ id }: Record<string, unknown>, _name: string) => ({ user: id }));
    const argsKey = vi.fn((first: { user?: unknown } | undefined, second?: unknown) => ({ user: first?.user ?? second }));
    const posts = collection([Todo], { argsKey, nestKey });
    const Writer = entity<{ id: number; posts?: unknown }>("Writer", { fields: { posts } });
    await controller.set(Writer, 7, { id: 7, posts: [{ id: "a" }] });
    expect(nestKey.mock.calls[0]).toEqual([expect.objectContaining({ id: 7 }), "posts"]);
    expect(controller.get(posts, [{ user: "7" }])).toBe(controller.get(Writer, 7)!.posts);
    expect(controller.get(posts, [{}, 7])).toBe(controller.get(Writer, 7)!.posts);
    await controller.set(posts.push, [{ user: 7 }], { id: "b" });
    expect(ids(controller.get(Writer, 7)!.posts)).toBe("a,b");
  });

  test.each<[what: string, names: undefined | RegExp | readonly string[] | ((name: string) => boolean)]>([
    ["by default those that begin with order", undefined],
    ["a RegExp, also a global one", /^order/g],
    ["a list", ["orderBy", "order"]],
    ["a function", (name) => name.startsWith("order")],
  ])("9.8 names that are no filters: %s", async (_, nonFilterArgumentKeys) => {
    const { controller } = await store();
    const list = collection([Todo], { ...(nonFilterArgumentKeys && { nonFilterArgumentKeys }) });
    for (const args of [{}, { orderBy: "x" }, { orderBy: "y", order: "z", group: 1 }, { group: 2 }]) await controller.set(list, [args], []);
    await controller.set(list.push, [{ group: "1" }], one);
    expect([{}, { orderBy: "x" }, { orderBy: "y", order: "z", group: 1 }, { group: 2 }].map((args) => ids(controller.get(list, [args])))).toEqual(["1", "1", "1", ""]);
  });

  test("9.8 createCollectionFilter replaces the rule; an adder's own filter replaces that; the second argument counts too", async () => {
    const { controller } = await store();
    const list = collection([Todo], { createCollectionFilter: ({ to }: { to: string }) => ({ name }) => name === to });
    for (const name of ["a", "b"]) await controller.set(list, [{ name }], []);
    await controller.set(list.push, [{ to: "b" }], one);
    expect(["a", "b"].map((name) => ids(controller.get(list, [{ name }])))).toEqual(["", "1"]);
    const everywhere = list.addWith((existing: readonly unknown[], incoming: readonly unknown[]) => [...incoming, ...existing], () => () => true);
    await controller.set(everywhere, [{}], [{ id: "2" }, { id: "3" }]);
    expect(["a", "b"].map((name) => ids(controller.get(list, [{ name }])))).toEqual(["2,3", "2,3,1"]);
    const plain = collection([entity("Plain")]);
    await controller.set(plain, [{ status: "done" }], []);
    await controller.set(plain.push, [{ id: "x" }, { status: "done" }], { id: "x" });
    expect(ids(controller.get(plain, [{ status: "done" }]))).toBe("x");
  });

  test("9.8 moveWith places by its function; assign sets by name; remove takes pks", async () => {
    const { controller } = await store();
    const list = collection([Todo]);
    const front = list.moveWith((existing: readonly unknown[], incoming: readonly unknown[]) => [...incoming, ...existing]);
    await controller.set(list, [{ status: "todo" }], [{ id: "1", status: "todo" }, { id: "2", status: "todo" }]);
    await controller.set(list, [{ status: "done" }], [{ id: "3", status: "done" }]);
    await controller.set(front, [{ id: "1" }, { status: "done" }], { id: "1", status: "done" });
    expect(["todo", "done"].map((status) => ids(controller.get(list, [{ status }])))).toEqual(["2", "1,3"]);
    const named = collection(values(Todo));
    await controller.set(named, [{}], { a: one });
    await controller.set(named.assign, [{}], { b: { id: "2" }, ["__proto__"]: { id: "3" } });
    await controller.set(named.remove, [{}], "1");
    expect(Object.keys(controller.get(named, [{}])!)).toEqual(["b", "__proto__"]);
    expect(controller.get(Todo, "1")).toMatchObject(one);
  });

  test("5.9 one that throws refuses the write with that; nothing changes", async () => {
    const { controller } = await store();
    const boom = new Error("boom");
    const fails = () => { throw boom; };
    const good = collection([Todo]);
    await controller.set(good, [{}], [one]);
    for (const list of [collection([Todo], { argsKey: fails }), collection([Todo], { createCollectionFilter: () => fails }).push, collection([Todo], { nonFilterArgumentKeys: fails }).push, good.addWith(fails)]) {
      const before = controller.getState();
      await controller.set(good, [{ group: "x" }], []);
      expect(await rejection(controller.set(list as never, [{ group: "x" }], [{ id: "2" }]))).toBe(boom);
      expect(controller.get(Todo, "2")).toBeUndefined();
      expect(before.entities.Todo).toEqual({ "1": one });
    }
    expect(ids(controller.get(good, [{}]))).toBe("1");
  });
});

describe("what does not say itself", () => {
  test("9.3, 10.2 a schema without entities: JSON data, the same object each time", async () => {
    const { controller } = await store();
    const plain = endpoint({ name: "plain", schema: { next: "", at: "" }, fetch: async () => ({}) });
    const given = { next: "x", at: new Date(0), none: undefined, list: [1] };
    await controller.setResponse(plain, given);
    const read = controller.getResponse(plain).data;
    expect(read).toEqual({ next: "x", at: "1970-01-01T00:00:00.000Z", list: [1] });
    expect(controller.getResponse(plain).data).toBe(read);
    given.list.push(2);
    await controller.setResponse(plain, { list: [1], at: new Date(0), next: "x" });
    expect(controller.getResponse(plain).data).toBe(read);
    expect(controller.getResponse(plain).expiresAt).toBe(T + 60_000);
    await controller.invalidate(plain);
    expect(controller.getResponse(plain)).toEqual({ data: { next: "", at: "" }, expiryStatus: 1, expiresAt: 1 });
    expect(await rejection(controller.setResponse(plain, 5))).toBeInstanceOf(SchemaError);
  });

  test("10.4 a required reference that is INVALID makes its parent so, up to the next list; one that is missing is undefined", async () => {
    const { controller } = await store();
    const Post = entity("Post10", { fields: { author: User, extra: { editor: User } }, defaults: { author: {} } });
    const feed = endpoint({ name: "feed", schema: { posts: [Post], top: { post: Post } }, fetch: async () => ({}) });
    await controller.setResponse(feed, { posts: [{ id: "a", author: one }, { id: "b", author: "9" }], top: { post: "b" } });
    expect(controller.getResponse(feed).data).toEqual({ posts: [{ id: "a", author: one }, { id: "b", author: undefined }], top: { post: { id: "b", author: undefined } } });
    await controller.set(invalidate(User), "1", "1");
    expect((controller.getResponse(feed).data as { readonly posts?: readonly unknown[] }).posts).toEqual([{ id: "b", author: undefined }]);
    await controller.set(invalidate(User), "9", "9");
    expect(controller.getResponse(feed)).toMatchObject({ data: { posts: undefined, top: undefined }, expiryStatus: 1 });
    await controller.set(User, "9", { id: "9" });
    expect((controller.getResponse(feed).data as { top: unknown }).top).toEqual({ post: { id: "b", author: { id: "9" } } });
  });

  test("10.6 an object schema is found when each of its members is", async () => {
    const { controller } = await store();
    const both = endpoint({ name: "both", schema: { article: Article, user: User, next: "" }, fetch: async (_: { id: string }) => ({}) });
    expect(controller.getResponse(both, one)).toEqual({ data: { article: undefined, user: undefined, next: "" }, expiryStatus: 2, expiresAt: 1 });
    await controller.set(Article, one, one);
    expect(controller.getResponse(both, one)).toMatchObject({ expiryStatus: 2 });
    await controller.set(User, one, one);
    expect(controller.getResponse(both, one)).toEqual({ data: { article: one, user: one }, expiryStatus: 3, expiresAt: T + 60_000 });
  });
});

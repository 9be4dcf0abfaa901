import { describe, expect, test, vi } from "vitest";
import { all, endpoint, entity, query, union, values } from "../../src/index.js";
import { Article, T, User, store, type ArticleData } from "./store.js";

describe("reading and writing", () => {
  test("W01 a response becomes data", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, { id: "5" }, { id: "5", title: "hi" });
    expect(controller.getResponse(get, { id: "5" })).toEqual({ data: { id: "5", title: "hi" }, expiryStatus: 3, expiresAt: 1_060_000 });
  });

  test("W02 a row is found by a number and by a text; its id stays a number", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, { id: 5 }, { id: 5, title: "n" });
    const row = controller.get(Article, { id: 5 });
    expect(row).toEqual({ id: 5, title: "n" });
    expect(controller.get(Article, 5)).toBe(row);
    expect(controller.get(Article, "5")).toBe(row);
    expect(controller.get(Article, ["5"])).toBe(row);
  });

  test("W03 nothing there", async () => {
    const { controller, get, note } = await store();
    expect(controller.getResponse(get, { id: "1" })).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
    expect(controller.getResponse(note, "a")).toEqual({ data: undefined, expiryStatus: 1, expiresAt: 0 });
  });

  test.each([0, "", false, null])("W04 %j is data", async (value) => {
    const { controller, note } = await store();
    await controller.setResponse(note, "a", value);
    expect(controller.getResponse(note, "a")).toEqual({ data: value, expiryStatus: 3, expiresAt: 1_060_000 });
  });

  test("W05 null arguments read as the skeleton, for ever, whatever the key function makes of them", async () => {
    const { controller } = await store();
    const page = endpoint({ name: "page", schema: { results: [Article], next: "" }, key: (arg: { cursor: string }) => arg.cursor, fetch: async (_: { cursor: string }) => ({}) });
    expect(controller.getResponse(page, null)).toEqual({ data: { results: undefined, next: "" }, expiryStatus: 3, expiresAt: Infinity });
    expect(controller.getError(page, null)).toBeUndefined();
  });

  test("W06 a row is found without its endpoint, and expires as the row does", async () => {
    const { controller, get, fetch } = await store();
    const list = endpoint({ name: "list", schema: [Article], dataExpiryLength: 777, fetch });
    await controller.setResponse(list, [{ id: "1" }]);
    expect(controller.getResponse(get, { id: "1" })).toEqual({ data: { id: "1" }, expiryStatus: 3, expiresAt: 1_000_777 });
  });

  test("a row that is watched by its arguments alone has the present expiry, and nobody is told when that moves", async () => {
    const { controller, client, clock, get, list } = await store();
    await controller.setResponse(list, [{ id: "1" }]);
    const told = vi.fn();
    controller.watch(get, { id: "1" }, told);
    clock.now = T + 100;
    await controller.setResponse(list, [{ id: "1" }]);
    expect(controller.getResponse(get, { id: "1" }).expiresAt).toBe(1_060_100);
    expect(told).not.toHaveBeenCalled();
    client.close();
  });

  test("W07 an index finds who has the value now", async () => {
    const { controller } = await store();
    await controller.set(User, { id: "1" }, { id: "1", username: "bob" });
    expect(controller.get(User, { username: "bob" })).toEqual({ id: "1", username: "bob" });
    await controller.set(User, { id: "1" }, { id: "1", username: "rob" });
    expect(controller.get(User, { username: "bob" })).toBeUndefined();
    expect(controller.get(User, { username: "rob" })).toEqual({ id: "1", username: "rob" });
  });

  test("W08 a list and a detail read share their rows; what did not change keeps its identity", async () => {
    const { controller, get, list } = await store();
    await controller.setResponse(list, [{ id: "1", title: "a" }, { id: "2", title: "b" }]);
    const read = () => controller.getResponse(list).data as readonly ArticleData[];
    const before = read();
    expect(controller.getResponse(get, { id: "1" }).data).toBe(before[0]);
    await controller.set(Article, { id: "2" }, { id: "2", title: "c" });
    const after = read();
    expect(after).not.toBe(before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toEqual({ id: "2", title: "c" });
    await controller.set(User, { id: "1" }, { id: "1" });
    expect(read()).toBe(after);
  });

  test("W09 a partial write merges members and replaces what is in them", async () => {
    const { controller } = await store();
    await controller.set(Article, { id: "1" }, { id: "1", title: "a", votes: 3, tags: [1, 2] });
    await controller.set(Article, { id: "1" }, { id: "1", votes: 4, tags: [9] });
    expect(controller.get(Article, "1")).toEqual({ id: "1", title: "a", votes: 4, tags: [9] });
  });

  test("W11 an item of a union of unknown type is a plain value", async () => {
    const { controller, fetch } = await store();
    const Post2 = entity("Post2");
    const feed = endpoint({ name: "feed", schema: [union({ post: Post2, comment: entity("Comment") }, "type")], fetch });
    await controller.setResponse(feed, [{ id: "1", type: "post" }, { id: "9", type: "zzz" }, null]);
    expect(controller.getResponse(feed).data).toEqual([{ id: "1", type: "post" }, { id: "9", type: "zzz" }, null]);
    expect(controller.get(Post2, "1")).toBe((controller.getResponse(feed).data as unknown[])[0]);
  });

  test("W12 values drop members that are null", async () => {
    const { controller, fetch } = await store();
    const map = endpoint({ name: "map", schema: values(Article), fetch });
    await controller.setResponse(map, { x: { id: "1" }, y: null, z: { id: "2" } });
    expect(controller.getResponse(map).data).toEqual({ x: { id: "1" }, z: { id: "2" } });
  });

  test("W13 rows in a circle read as a circle", async () => {
    const { controller, fetch } = await store();
    interface NodeData { readonly id: string; readonly next: NodeData }
    const Node = entity<NodeData>("Node", { fields: (): Record<string, unknown> => ({ next: Node }) });
    const getNode = endpoint({ name: "getNode", schema: Node, fetch });
    await controller.setResponse(getNode, "a", { id: "a", next: { id: "b", next: "a" } });
    const { data } = controller.getResponse(getNode, "a");
    expect(data!.next.next).toBe(data);
  });

  test("W14 all rows are listed in the order in which they were first stored", async () => {
    const { controller, fetch } = await store();
    const everything = endpoint({ name: "everything", schema: all(Article), fetch });
    expect(controller.get(all(Article), undefined)).toBeUndefined();
    expect(controller.getResponse(everything)).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
    for (const id of ["10", "2", "x"]) await controller.set(Article, { id }, { id });
    expect(controller.get(all(Article), undefined)!.map(({ id }) => id)).toEqual(["10", "2", "x"]);
  });

  test("W15 a query runs once for one state of what it is given", async () => {
    const { controller } = await store();
    const choose = vi.fn((rows: readonly ArticleData[], { min }: { min: number }) => rows.filter(({ votes }) => votes! >= min));
    const top = query(all(Article), choose);
    for (const votes of [1, 3, 5]) await controller.set(Article, { id: String(votes) }, { id: String(votes), votes });
    const chosen = controller.get(top, { min: 3 });
    expect(chosen!.map(({ id }) => id)).toEqual(["3", "5"]);
    expect(controller.get(top, { min: 3 })).toBe(chosen);
    await controller.set(User, { id: "1" }, { id: "1" });
    expect(controller.get(top, { min: 3 })).toBe(chosen);
    expect(choose).toHaveBeenCalledTimes(1);
    await controller.set(Article, { id: "1" }, { id: "1", votes: 2 });
    expect(controller.get(top, { min: 3 })).toBe(chosen);
    expect(choose).toHaveBeenCalledTimes(2);
  });

  test("W16 a function is given what is there; where nothing is, it is not called", async () => {
    const { controller } = await store();
    const more = vi.fn((article: ArticleData) => ({ ...article, votes: article.votes! + 1 }));
    await controller.set(Article, { id: "1" }, { id: "1", votes: 1 });
    await controller.set(Article, { id: "1" }, more);
    expect(controller.get(Article, "1")).toEqual({ id: "1", votes: 2 });
    await controller.set(Article, { id: "8" }, more);
    expect(more).toHaveBeenCalledTimes(1);
    expect(controller.get(Article, "8")).toBeUndefined();
  });

  test("W17 what is read cannot be written to", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, { id: "1" }, { id: "1", title: "a" });
    const data = controller.getResponse(get, { id: "1" }).data as { title: string };
    expect(() => { data.title = "x"; }).toThrow(TypeError);
    expect(controller.get(Article, "1")).toEqual({ id: "1", title: "a" });
  });
});

describe("writes that do not fit", () => {
  test("reject and change nothing: no row, a function that throws, a value without JSON, arguments without JSON", async () => {
    const { controller, get, note } = await store();
    const error = new Error("no");
    const circle: Record<string, unknown> = { id: "1" };
    circle.self = circle;
    await controller.set(Article, { id: "1" }, { id: "1", title: "a" });
    const before = controller.get(Article, "1");
    await expect(controller.set(Article, { id: "1" }, 5)).rejects.toMatchObject({ name: "SchemaError", status: 400, endpoint: "set", response: 5 });
    await expect(controller.set(Article, { id: "1" }, () => { throw error; })).rejects.toBe(error);
    await expect(controller.set(Article, { id: "1" }, circle)).rejects.toMatchObject({ name: "SchemaError" });
    await expect(controller.set([Article], { id: "1" }, [])).rejects.toMatchObject({ name: "UsageError" });
    await expect(controller.set(Article, { id: 1n }, { id: "1", title: "b" })).rejects.toMatchObject({ name: "UsageError" });
    await expect(controller.setResponse(get, { id: "1" }, [])).rejects.toMatchObject({ name: "SchemaError", endpoint: "get" });
    expect(controller.get(Article, "1")).toBe(before);
    expect(controller.getError(get, { id: "1" })).toBeUndefined();
    await controller.setResponse(note, "a", circle);
    expect(controller.getResponse(note, "a").data).toBe(circle);
  });

  test("leave what is given as it is, and are not changed through it afterwards", async () => {
    const { controller, get } = await store();
    const given = { id: "1", tags: [1] };
    await controller.setResponse(get, { id: "1" }, given);
    given.tags.push(2);
    expect(controller.get(Article, "1")).toEqual({ id: "1", tags: [1] });
    expect(Object.isFrozen(given)).toBe(false);
  });
});

describe("a query whose function throws", () => {
  test("throws where it is read; all others are served", async () => {
    const { controller, fetch } = await store();
    const error = new Error("no");
    const broken = query(all(Article), (rows: readonly ArticleData[]) => {
      if (rows.length > 1) throw error;
      return rows.length;
    });
    const counted = endpoint({ name: "counted", schema: broken, fetch });
    await controller.set(Article, { id: "1" }, { id: "1" });
    expect(controller.get(broken, undefined)).toBe(1);
    const told = vi.fn();
    const others = vi.fn();
    controller.watch(broken, told);
    controller.watch(all(Article), others);
    await controller.set(Article, { id: "2" }, { id: "2" });
    expect(others).toHaveBeenCalledTimes(1);
    expect(told).toHaveBeenCalledTimes(1);
    expect(() => controller.get(broken, undefined)).toThrow(error);
    const fetched = controller.fetch(counted);
    await controller.setResponse(counted, [{ id: "1" }]);
    await expect(fetched).rejects.toBe(error);
    expect(controller.get(Article, "2")).toEqual({ id: "2" });
  });
});

describe("values without schema", () => {
  test("are kept by reference; an equal one leaves the stored one, of a class only itself is equal", async () => {
    const { controller, note } = await store();
    const first = { a: [1, { b: 2 }], nested: { c: 3 } };
    await controller.setResponse(note, "a", first);
    expect(controller.getResponse(note, "a").data).toBe(first);
    await controller.setResponse(note, "a", { nested: { c: 3 }, a: [1, { b: 2 }] });
    expect(controller.getResponse(note, "a").data).toBe(first);
    const second = { ...first, nested: { c: 4 } };
    const { a } = second;
    await controller.setResponse(note, "a", second);
    expect(controller.getResponse(note, "a").data).toBe(second);
    expect(second.a).toBe(a);
    for (const time of [1, 2]) {
      const date = new Date(time);
      await controller.setResponse(note, "a", date);
      expect(controller.getResponse(note, "a").data).toBe(date);
    }
  });
});

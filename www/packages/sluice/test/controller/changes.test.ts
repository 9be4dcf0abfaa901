import { describe, expect, test, vi } from "vitest";
import { Delete, abortReason, collection, endpoint } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, T, Todo, User, script, store, todoList, todos, watched, type Store } from "./store.js";

const one = { id: "1" };

describe("reset", () => {
  test("W30 ends a read in flight, when nothing is stored any more; the next fetch asks again", async () => {
    const { controller, clock, get, runs } = await store();
    await controller.setResponse(get, { id: "2" }, { id: "2" });
    const seen: unknown[] = [];
    const read = controller.fetch(get, one).catch((error: unknown) => {
      seen.push(controller.get(Article, "2"));
      throw error;
    });
    clock.now = T + 5;
    void controller.resetEntireStore();
    expect(abortReason(await rejection(read))).toBe("reset");
    expect(seen).toEqual([undefined]);
    expect(runs[0]!.signal.aborted).toBe(true);
    const again = controller.fetch(get, one);
    expect(runs).toHaveLength(2);
    runs[0]!.answer({ id: "1", title: "first" });
    await turn();
    expect(controller.get(Article, "1")).toBeUndefined();
    runs[1]!.answer({ id: "1", title: "second" });
    expect(await again).toEqual({ id: "1", title: "second" });
  });

  test("W31 ends a mutation in flight, whose network runs on, unheard", async () => {
    const { controller, update, runs } = await store();
    const changed = controller.fetch(update, one, { votes: 2 });
    const reset = controller.resetEntireStore();
    expect(abortReason(await rejection(changed))).toBe("reset");
    await reset;
    expect(runs[0]!.signal.aborted).toBe(false);
    runs[0]!.answer({ id: "1", votes: 2 });
    await turn();
    expect(controller.get(Article, "1")).toBeUndefined();
  });

  test("ends what was answered and is not visible yet, and tells those who watch", async () => {
    const { controller, client, get, note, runs } = await store();
    const touch = endpoint({ name: "touch", sideEffect: true, fetch: script().fetch });
    await controller.setResponse(get, one, one);
    await controller.setResponse(note, "a", 1);
    await controller.setError(touch, new Error("no"));
    const shown = [controller.view(get, [one]), controller.view(note, ["a"]), controller.view(touch, [])];
    const told = shown.map(watched);
    await controller.resetEntireStore();
    for (const listener of told) expect(listener).toHaveBeenCalledTimes(1);
    expect(shown.map((watch) => watch.get())).toMatchObject([
      { data: undefined, expiryStatus: 2, pristine: true, error: null },
      { data: undefined, expiryStatus: 1, pristine: true, error: null },
      { data: undefined, pristine: true, error: null },
    ]);
    expect(runs).toHaveLength(0);
    client.close();
  });
});

describe("invalidate and expire", () => {
  test("W32 an invalid key is asked for again; its row stays", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, one);
    await controller.invalidate(get, one);
    expect(controller.getResponse(get, one)).toEqual({ data: one, expiryStatus: 1, expiresAt: 1_060_000 });
    await controller.invalidate(get, null);
    await controller.invalidate(get, { id: "unknown" });
    expect(controller.getResponse(get, { id: "unknown" }).expiryStatus).toBe(1);
    await controller.setResponse(get, one, one);
    expect(controller.getResponse(get, one).expiryStatus).toBe(3);
  });

  test("W33 keys with only an error are invalidated, too; those never answered are not", async () => {
    const { controller, get, note } = await store();
    await controller.setResponse(get, one, one);
    await controller.setError(get, { id: "2" }, new Error("no"));
    controller.getResponse(get, { id: "3" });
    await controller.invalidateAll(get);
    expect(controller.getResponse(get, one).expiryStatus).toBe(1);
    expect(controller.getResponse(get, { id: "2" }).expiryStatus).toBe(1);
    expect(controller.getError(get, { id: "2" })).toBeUndefined();
    expect(controller.getResponse(get, { id: "3" }).expiryStatus).toBe(2);
    await controller.setResponse(note, "a", 1);
    controller.getResponse(get, { id: "4" });
    await controller.invalidateAll({ testKey: (key) => key.includes("4") });
    expect(controller.getResponse(get, { id: "4" }).expiryStatus).toBe(2);
    await controller.invalidateAll({ testKey: () => true });
    expect(controller.getResponse(note, "a")).toMatchObject({ data: undefined, expiryStatus: 1 });
    const error = new Error("test");
    await controller.setResponse(note, "a", 1);
    await expect(controller.invalidateAll({ testKey: () => { throw error; } })).rejects.toBe(error);
    expect(controller.getResponse(note, "a").expiryStatus).toBe(3);
  });

  test("W34 endpoints know their keys", async () => {
    const { get } = await store();
    expect(get.testKey('get [{"id":"5"}]')).toBe(true);
    expect(get.testKey("getAll []")).toBe(false);
    const one = endpoint({ path: "/article/:id" });
    expect(["GET /article/5?x=1", "GET /article", "POST /article/5"].map((key) => one.testKey(key))).toEqual([true, false, false]);
  });

  test("invalidateAll means the keys that testKey means, whether the core tells them apart or the page", async () => {
    const keys = ["GET /a", "GET /a?x=1", "GET /a/1", "GET /a/1?x=/2", "GET /a/1/b", "GET /a/1/b/2", "GET /a/", "GET /ab", "POST /a/1", "GET /a/1.json", "GET /a/é/b", "b []", "b [1]", "bc [1]", "GET https://h:80/a/1"];
    const endpoints = [
      ...["/a", "/a/:id", "/a/:id/b", "/a/:id/b/:n", "/a/:id.json", "/a{/:id}", "/a/*rest", "https://h:80/a/:id"].map((path) => endpoint({ path })),
      endpoint({ path: "/a/:id", method: "POST" }),
      endpoint({ name: "b" }),
      endpoint({ name: "b", testKey: (key) => key.startsWith("b") }),
    ];
    const note = endpoint({ name: "note", key: (key: string) => key, fetch: (key: string) => Promise.resolve(key) });
    const { controller } = await store();
    for (const which of endpoints) {
      await Promise.all(keys.map((key) => controller.setResponse(note, key, key)));
      await controller.invalidateAll(which);
      const invalid = keys.filter((key) => controller.getResponse(note, key).expiryStatus === 1);
      expect(invalid, which.name).toEqual(keys.filter((key) => which.testKey(key)));
    }
  });

  test("W35 what is expired keeps its data and status", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, one);
    const strict = get.extend({ invalidIfStale: true });
    const told = watched(controller.view(get, [one]));
    await controller.expireAll(get);
    expect(controller.getResponse(get, one)).toEqual({ data: one, expiryStatus: 3, expiresAt: 1 });
    expect(controller.getResponse(strict, one).expiryStatus).toBe(2);
    expect(controller.getResponse(get, one).expiryStatus).toBe(3);
    expect(told).toHaveBeenCalledTimes(1);
    await controller.expireAll({ testKey: (key) => get.testKey(key) });
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("a reader that is strict about stale data does not change what another one of the same key is told", async () => {
    const { controller, get } = await store();
    const strict = controller.view(get.extend({ invalidIfStale: true }), [one]);
    const mild = controller.view(get, [one]);
    const told = [watched(strict), watched(mild)];
    await controller.setResponse(get, one, one);
    for (const listener of told) expect(listener).toHaveBeenCalledTimes(1);
    expect([strict.get().expiryStatus, mild.get().expiryStatus]).toEqual([2, 3]);
    expect(strict.get().data).toBe(mild.get().data);
  });

  test("W36 what is deleted leaves every list, and what requires it", async () => {
    const { controller, users, getUser, getPost } = await store();
    await controller.setResponse(users, [{ id: "1", username: "bob", age: 9 }, { id: "2" }]);
    await controller.setResponse(getUser, one, { id: "1" });
    await controller.setResponse(getPost, { id: "p" }, { id: "p", author: "1" });
    expect(controller.getResponse(getPost, { id: "p" }).data).toMatchObject({ author: { id: "1" } });
    const remove = endpoint({ name: "remove", schema: Delete(User), sideEffect: true, fetch: async (_: { id: string }) => ({ id: "1" }) });
    await controller.fetch(remove, one);
    await turn();
    expect(controller.getResponse(users).data).toEqual([{ id: "2" }]);
    expect(controller.getResponse(getUser, one)).toMatchObject({ data: undefined, expiryStatus: 1 });
    expect(controller.getResponse(getPost, { id: "p" })).toMatchObject({ data: undefined, expiryStatus: 1 });
    expect(controller.get(User, "1")).toBeUndefined();
    await controller.set(User, one, { id: "1", username: "new" });
    expect(controller.get(User, "1")).toEqual({ id: "1", username: "new" });
  });
});

describe("update", () => {
  const updating = (made: Store, update: (id: string) => Record<string, (old: never) => unknown>) =>
    endpoint({ name: "create", schema: Article, sideEffect: true, update, fetch: made.fetch });

  test("W40 of a mutation changes the results of other keys, in the commit of its answer", async () => {
    const made = await store();
    const { controller, clock, list, runs } = made;
    await controller.setResponse(list, [one]);
    const create = updating(made, (id) => ({ [list.key()]: (ids: string[] = []) => [...ids, id] }));
    const told = watched(controller.view(list, []));
    clock.now = T + 10;
    const created = controller.fetch(create, {});
    runs[0]!.answer({ id: "2" });
    await created;
    await turn();
    expect(controller.getResponse(list)).toEqual({ data: [one, { id: "2" }], expiryStatus: 3, expiresAt: 1_060_000 });
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("W40 runs for what is set, too, and is given nothing where nothing is", async () => {
    const made = await store();
    const { controller, list } = made;
    const append = vi.fn((id: string) => (ids: string[] | undefined) => [...(ids ?? []), id]);
    const create = updating(made, (id) => ({ [list.key()]: append(id) }));
    await controller.setResponse(create, {}, { id: "2" });
    expect(controller.getResponse(list).data).toEqual([{ id: "2" }]);
    await controller.setResponse(updating(made, () => ({ [list.key()]: () => undefined })), {}, { id: "3" });
    expect(controller.getResponse(list).data).toBeUndefined();
  });

  test("8.3 of an endpoint without schema is given its value: of a read, a mutation, and what is set", async () => {
    const made = await store();
    const { controller, list, runs, fetch } = made;
    await controller.setResponse(list, [one]);
    const update = ({ id }: { id: string }) => ({ [list.key()]: (ids: string[] = []) => [...ids, id] });
    const read = endpoint({ name: "plainRead", update, fetch });
    const change = endpoint({ name: "plainChange", update, sideEffect: true, fetch });
    for (const id of ["2", "3", "4"]) await controller.set(Article, id, { id });
    const value = { id: "2" };
    const asked = controller.fetch(read);
    runs[0]!.answer(value);
    expect(await asked).toBe(value);
    expect(controller.getResponse(read).data).toBe(value);
    expect(controller.getResponse(list).data).toEqual([one, { id: "2" }]);
    const changed = controller.fetch(change);
    runs[1]!.answer({ id: "3" });
    await changed;
    expect(controller.getResponse(list).data).toHaveLength(2);
    await turn();
    expect(controller.getResponse(list).data).toEqual([one, { id: "2" }, { id: "3" }]);
    expect(controller.getResponse(change).data).toEqual({ id: "3" });
    await controller.setResponse(change, { id: "4" });
    expect(controller.getResponse(list).data).toHaveLength(4);
    await controller.set(Article, "5", { id: "5" });
    await controller.resolve(change, { args: [], response: { id: "5" } });
    expect(controller.getResponse(list).data).toHaveLength(5);
    const error = new Error("no");
    const failing = read.extend({ update: () => { throw error; } });
    const failed = controller.fetch(failing);
    runs[2]!.answer(value);
    expect(await rejection(failed)).toBe(error);
    expect(controller.getError(read)).toBe(error);
    expect(await rejection(controller.setResponse(failing, value))).toBe(error);
    expect(await rejection(controller.resolve(failing, { args: [], response: value }))).toBe(error);
  });

  test("8.3 may make a result of a key that only an endpoint without schema reads", async () => {
    const made = await store();
    const { controller, note } = made;
    const told = watched(controller.view(note, ["b"]));
    const create = updating(made, (id) => ({ [note.key("b")]: () => id }));
    await controller.setResponse(create, { id: "2" });
    expect(controller.getState().endpoints).toEqual({ "create []": "2", [note.key("b")]: "2" });
    expect(controller.getResponse(note, "b").expiryStatus).toBe(1);
    expect(controller.get(Article, "2")).toEqual({ id: "2" });
    expect(told).not.toHaveBeenCalled();
    await controller.setResponse(note, "b", 5);
    expect(controller.getResponse(note, "b").data).toBe(5);
  });

  test("W40 that throws ends the request; nothing of the answer is stored", async () => {
    const made = await store();
    const { controller, list, runs } = made;
    const error = new Error("no");
    for (const update of [() => { throw error; }, () => ({ [list.key()]: () => { throw error; } })]) {
      const create = updating(made, update);
      const created = controller.fetch(create, {});
      runs.at(-1)!.answer({ id: "2" });
      expect(await rejection(created)).toBe(error);
      expect(controller.getError(create, {})).toBe(error);
      expect(controller.get(Article, "2")).toBeUndefined();
      await expect(controller.setResponse(create, {}, { id: "2" })).rejects.toBe(error);
      expect(controller.get(Article, "2")).toBeUndefined();
    }
  });
});

describe("collections", () => {
  const ids = (controller: Store["controller"], params: object) => (controller.getResponse(todos, params as never).data as readonly { id: number }[] | undefined)?.map(({ id }) => id);

  test("W41 adders change the lists that match", async () => {
    const { controller } = await store();
    await controller.setResponse(todos, {}, [{ id: 5 }, { id: 3 }]);
    await controller.setResponse(todos, { group: "a" }, [{ id: 5 }]);
    await controller.setResponse(todos, { group: "b" }, []);
    const all = () => [ids(controller, {}), ids(controller, { group: "a" }), ids(controller, { group: "b" })];
    await controller.set(todoList.push, { group: "a" }, { id: 1 });
    expect(all()).toEqual([[5, 3, 1], [5, 1], []]);
    await controller.set(todoList.unshift, {}, { id: 55 });
    expect(all()).toEqual([[55, 5, 3, 1], [5, 1], []]);
    await controller.set(todoList.remove, {}, 5);
    expect(all()).toEqual([[55, 3, 1], [5, 1], []]);
    expect(controller.get(Todo, 5)).toEqual({ id: 5 });
  });

  test("W41 collections of the same items are one list, by whichever it is read or written", async () => {
    const { controller } = await store();
    const [one, other] = [collection([Todo]), collection([Todo])];
    const list = controller.view(one, [{}]);
    const told = watched(list);
    await controller.set(other, {}, [{ id: 1 }]);
    await controller.set(todoList.push, {}, { id: 2 });
    expect(told).toHaveBeenCalledTimes(2);
    expect(list.get().data).toEqual([{ id: 1 }, { id: 2 }]);
    expect(controller.get(other, {})).toBe(list.get().data);
  });

  test("W42 an adder makes no list", async () => {
    const { controller } = await store();
    await controller.set(todoList.push, {}, { id: "1" });
    expect(controller.get(Todo, "1")).toEqual({ id: "1" });
    expect(controller.get(todoList, {})).toBeUndefined();
  });

  test("W43 what is a member already stays in its place", async () => {
    const { controller } = await store();
    await controller.setResponse(todos, {}, [{ id: "1" }, { id: "2" }]);
    await controller.set(todoList.push, {}, { id: "1", title: "x" });
    expect(controller.get(todoList, {})).toEqual([{ id: "1", title: "x" }, { id: "2" }]);
  });

  test("W44 what is moved leaves a list and joins another", async () => {
    const { controller, network } = await store();
    const todo = { id: "1", status: "todo" };
    await controller.setResponse(todos, {}, [todo, { id: "2", status: "todo" }, { id: "3", status: "done" }]);
    await controller.setResponse(todos, { status: "todo" }, [todo, { id: "2" }]);
    await controller.setResponse(todos, { status: "done" }, [{ id: "3" }]);
    const moved = controller.fetch(todos.move, { id: "1" }, { status: "done" });
    await turn();
    expect(network.last.init.method).toBe("PATCH");
    network.last.answer({ id: "1", status: "done" });
    await moved;
    await turn();
    expect([ids(controller, {}), ids(controller, { status: "todo" }), ids(controller, { status: "done" })]).toEqual([["1", "2", "3"], ["2"], ["3", "1"]]);
  });

  test("W48 a DELETE without an answer removes what its arguments name", async () => {
    const { controller, network } = await store();
    const del = endpoint({ method: "DELETE", path: "/todos/:id", schema: Delete(Todo) });
    await controller.setResponse(todos, {}, [{ id: "5" }, { id: "6" }]);
    const deleted = controller.fetch(del, { id: "5" });
    await turn();
    network.last.text("", null, { status: 204 });
    expect(await deleted).toBeNull();
    await turn();
    expect(ids(controller, {})).toEqual(["6"]);
  });
});

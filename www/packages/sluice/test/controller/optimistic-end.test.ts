import { describe, expect, test, vi } from "vitest";
import { abortReason, collection, endpoint, pkOf, SchemaError, entity, type EntitySchema } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, script, store, T, Todo, todoList, watched, type Id } from "./store.js";
import { one, error, sent, anyFetch, withArticle } from "./optimistic.js";

describe("the end of a layer", () => {
  test("7.10 what the answer confirms keeps its identity, and nobody is told", async () => {
    const { controller, list, shown, vote, net } = await withArticle();
    await controller.setResponse(list, [{ id: "1", votes: 1 }, { id: "2" }]);
    const lists = controller.view(list, []);
    const told = watched(lists);
    const voted = controller.fetch(vote, one);
    const before = [shown.data, lists.get().data];
    shown.told.mockClear();
    told.mockClear();
    net.last.answer({ id: "1", votes: 2 });
    await voted;
    await turn();
    expect(shown.data).toBe(before[0]);
    expect(lists.get().data).toBe(before[1]);
    expect(shown.told).not.toHaveBeenCalled();
    expect(told).not.toHaveBeenCalled();
    // … and is the base's object from then on
    const later = controller.fetch(vote, one);
    expect(shown.data).not.toBe(before[0]);
    net.last.fail(error);
    await rejection(later);
    expect([shown.data, lists.get().data]).toEqual(before);
    expect(shown.data).toBe(before[0]);
    expect(lists.get().data).toBe(before[1]);
  });

  test("7.10 of rows that refer to each other in circles, and of lists", async () => {
    const { controller } = await store();
    const { fetch, runs } = script();
    const Node: EntitySchema<Id> = entity<Id>("Node", { fields: () => ({ next: Node, all: collection([Node], { nestKey: ({ id }: Record<string, unknown>) => ({ of: id }) }) }) });
    const getNode = endpoint({ name: "node", schema: Node, fetch: sent<[arg: Id]>(fetch) });
    const set = endpoint({ name: "setNode", sideEffect: true, schema: Node, fetch: sent<[arg: object]>(fetch), getOptimisticResponse: (_, value: object) => value });
    await controller.setResponse(getNode, { id: "a" }, { id: "a", v: 1, next: { id: "b", next: "a" }, all: [{ id: "c", next: "a" }, "b"] });
    const watch = controller.view(getNode, [{ id: "a" }]);
    const before = watch.get().data;
    const done = controller.fetch(set, { id: "b", v: 2 });
    const told = watched(watch);
    const now = watch.get().data as { next: { v: number; next: unknown }; all: { next: unknown }[] };
    expect(now).not.toBe(before);
    expect(now.next.v).toBe(2);
    expect(now.next.next).toBe(now);
    expect(now.all[0]!.next).toBe(now);
    runs[0]!.answer({ id: "b", v: 2 });
    await done;
    await turn();
    expect(watch.get().data).toBe(now);
    expect(told).not.toHaveBeenCalled();
    expect(now.all[1]).toBe(now.next);
    const other = controller.fetch(set, { id: "c", v: 3 });
    const third = watch.get().data;
    runs[1]!.answer({ id: "c", v: 4 });
    await other;
    await turn();
    const last = watch.get().data as typeof now & { all: { v: number }[] };
    expect(last).not.toBe(third);
    expect(last.all[0]!.v).toBe(4);
    expect(last.all[0]!.next).toBe(last);
    expect(last.next.next).toBe(last);
  });

  test("5.3.5 it goes in the commit that brings the response: nothing is seen in between", async () => {
    const { controller, shown, vote, net } = await withArticle();
    const seen: unknown[] = [];
    const voted = controller.fetch(vote, one).then(() => seen.push(shown.data));
    shown.told.mockImplementation(() => seen.push(shown.data));
    net.last.answer({ id: "1", votes: 7 });
    await voted;
    await turn();
    expect(seen).toEqual([{ id: "1", votes: 2 }, { id: "1", votes: 7 }]);
  });

  test("5.5 an abort by signal, by key, a reset and a close withdraw it", async () => {
    const { controller, client, get, shown, vote, patch, net } = await withArticle();
    const before = shown.data;
    const stop = new AbortController();
    const stopped = vote.extend({ signal: stop.signal });
    const first = anyFetch(controller)(stopped, one);
    expect(shown.data).toEqual({ id: "1", votes: 2 });
    stop.abort();
    expect(abortReason(await rejection(first))).toBe("aborted");
    expect(net.last.signal.aborted).toBe(true);
    expect(shown.data).toBe(before);
    const { length } = net.runs;
    expect(abortReason(await rejection(anyFetch(controller)(stopped, one)))).toBe("aborted");
    expect(net.runs).toHaveLength(length);
    const both = [controller.fetch(vote, one), controller.fetch(vote, one), controller.fetch(patch, one, { votes: 9 })];
    expect(shown.data).toEqual({ id: "1", votes: 9 });
    await controller.abort(vote, one);
    for (const promise of both.slice(0, 2)) expect(abortReason(await rejection(promise))).toBe("aborted");
    expect(shown.data).toEqual({ id: "1", votes: 9 });
    net.last.fail(new DOMException("stopped", "AbortError"));
    await rejection(both[2]!);
    expect(shown.data).toBe(before);
    const reset = controller.fetch(vote, one);
    await controller.resetEntireStore();
    expect(abortReason(await rejection(reset))).toBe("reset");
    expect(net.last.signal.aborted).toBe(false);
    expect(shown.data).toBeUndefined();
    await controller.setResponse(get, one, { id: "1", votes: 1 });
    net.last.answer({ id: "1", votes: 50 });
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 1 });
    const closed = controller.fetch(vote, one);
    client.close();
    expect(abortReason(await rejection(closed))).toBe("closed");
  });

  test("5.8 an answer from outside ends exactly its layer", async () => {
    const { controller, clock, shown, vote } = await withArticle();
    clock.now = T + 1;
    const first = controller.fetch(vote, one);
    clock.now = T + 2;
    const second = controller.fetch(vote, one);
    const answer = { id: "1", votes: 7 };
    await controller.resolve(vote, { args: [one], response: answer, fetchedAt: T + 1 });
    expect(await first).toBe(answer);
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 8 });
    expect(controller.getView().optimistic).toHaveLength(1);
    await controller.resolve(vote, { args: [one], response: error, error: true, fetchedAt: T + 2 });
    expect(await rejection(second)).toBe(error);
    expect(shown.data).toEqual(answer);
  });

  test("an answer that does not fit withdraws it", async () => {
    const { controller, shown, vote, net } = await withArticle();
    const before = shown.data;
    const voted = controller.fetch(vote, one);
    net.last.answer(5);
    expect(await rejection(voted)).toBeInstanceOf(SchemaError);
    expect(shown.data).toBe(before);
  });
});

describe("what a layer writes", () => {
  test("7.3 it runs update, on what is below", async () => {
    const { controller, list } = await store();
    const net = script();
    const create = endpoint({
      name: "create",
      schema: Article,
      sideEffect: true,
      fetch: sent<[arg: Id]>(net.fetch),
      getOptimisticResponse: (_, article) => article,
      update: (id: string) => ({ [list.key()]: (ids: string[] = []) => [...ids, id] }),
    });
    await controller.setResponse(list, [one]);
    const watch = controller.view(list, []);
    const before = watch.get().data;
    const done = [controller.fetch(create, { id: "2" }), controller.fetch(create, { id: "3" })];
    expect(watch.get().data).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
    net.runs[0]!.fail(error);
    await rejection(done[0]!);
    const shown = watch.get().data;
    expect(shown).toEqual([{ id: "1" }, { id: "3" }]);
    net.runs[1]!.answer({ id: "3" });
    await done[1];
    await turn();
    expect(watch.get().data).toBe(shown);
    expect(before).toEqual([{ id: "1" }]);
  });

  test("7.3 it runs update of a mutation without schema, too, again whenever what is below has changed", async () => {
    const s = await store();
    const { controller, list, update, runs } = s;
    await controller.setResponse(list, [one]);
    for (const id of ["2", "3"]) await controller.set(Article, id, { id });
    const plain = update.extend({
      schema: undefined as never,
      getOptimisticResponse: () => ({ id: "2" }),
      update: (({ id }: Id) => ({ [list.key()]: (ids: string[] = []) => [...ids, id] })),
    });
    const watch = controller.view(list, []);
    watched(watch);
    const before = watch.get().data;
    const failed = rejection(controller.fetch(plain, one, {}));
    expect(watch.get().data).toEqual([one, { id: "2" }]);
    expect(controller.getResponse(list, controller.getState()).data).toEqual([one]);
    await controller.setResponse(list, [one, { id: "3" }]);
    expect(watch.get().data).toEqual([one, { id: "3" }, { id: "2" }]);
    await controller.setResponse(list, [one]);
    runs[0]!.fail(error);
    await failed;
    expect(watch.get().data).toEqual(before);
    const done = controller.fetch(plain, one, {});
    runs[1]!.answer({ id: "2" });
    await done;
    await turn();
    expect(watch.get().data).toEqual([one, { id: "2" }]);
    expect(controller.getView().optimistic).toEqual([]);
  });

  test("7.3 an update of keys that are read without schema: what is shown of them comes and goes with the core alive", async () => {
    const s = await store();
    const { controller, note, update, runs } = s;
    await controller.setResponse(note, "a", 1);
    for (const key of ["a", "b"]) watched(controller.view(note, [key]));
    const change = update.extend({
      getOptimisticResponse: () => ({ id: "1", votes: 2 }),
      update: () => ({ [note.key("a")]: () => 5, [note.key("b")]: () => 6 }),
    });
    const failed = rejection(controller.fetch(change, { id: "1" }, {}));
    expect(controller.getResponse(note, "a").data).toBe(1);
    expect(controller.getState().endpoints).toEqual({ [note.key("a")]: 1 });
    await controller.setResponse(note, "b", 7);
    const error = new Error("no");
    runs[0]!.fail(error);
    expect(await failed).toBe(error);
    expect([controller.getResponse(note, "a").data, controller.getResponse(note, "b").data]).toEqual([1, 7]);
    expect(controller.getView().entities).toEqual({});
  });

  test("5.9 an update that throws: at first nothing is sent, later it is reported", async () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const { controller, list } = await store();
    const net = script();
    const create = endpoint({
      name: "create",
      schema: Article,
      sideEffect: true,
      fetch: sent<[arg: Id]>(net.fetch),
      getOptimisticResponse: (_, article) => article,
      update: (id: string) => ({
        [list.key()]: (ids: string[] = []) => {
          if (ids.length > 1) throw error;
          return [...ids, id];
        },
      }),
    });
    await controller.setResponse(list, [one, { id: "2" }]);
    expect(await rejection(controller.fetch(create, { id: "3" }))).toBe(error);
    expect(net.runs).toHaveLength(0);
    await controller.setResponse(list, [one]);
    void controller.fetch(create, { id: "3" });
    expect(controller.getResponse(list).data).toEqual([one, { id: "3" }]);
    await controller.setResponse(list, [one, { id: "4" }]);
    expect(controller.getResponse(list).data).toEqual([one, { id: "4" }]);
    expect(reported.mock.calls).toEqual([[error]]);
    vi.unstubAllGlobals();
  });

  test("7.8 what has no pk gets a temporary one, until the answer is there", async () => {
    const { controller } = await store();
    const all = endpoint({ name: "todos", schema: todoList, fetch: script().fetch });
    const net = script();
    const create = endpoint({
      name: "createTodo",
      schema: todoList.push,
      sideEffect: true,
      fetch: sent<[todo: object]>(net.fetch),
      getOptimisticResponse: (_, todo) => todo,
    });
    await controller.setResponse(all, {}, [{ id: 5 }]);
    const watch = controller.view(all, [{}]);
    const before = watch.get().data;
    const created = controller.fetch(create, { title: "new" });
    const shown = watch.get().data as object[];
    expect(shown).toEqual([{ id: 5 }, { title: "new" }]);
    expect(shown.map(pkOf)).toEqual(["5", expect.stringMatching(/^tmp:/)]);
    const other = controller.fetch(create, { title: "other" });
    const temporary = (watch.get().data as object[]).map(pkOf);
    expect(new Set(temporary).size).toBe(3);
    expect(temporary[1]).toBe(pkOf(shown[1]));
    net.last.fail(error);
    await rejection(other);
    await controller.set(Todo, { id: 5 }, { id: 5, done: true });
    expect((watch.get().data as object[])[1]).toBe(shown[1]);
    net.runs[0]!.answer({ id: 6, title: "new" });
    await created;
    await turn();
    expect(watch.get().data).toEqual([{ id: 5, done: true }, { id: 6, title: "new" }]);
    expect(before).toEqual([{ id: 5 }]);
    expect((watch.get().data as object[]).map(pkOf)).toEqual(["5", "6"]);
    expect(pkOf(shown[1])).toMatch(/^tmp:/);
    expect(controller.get(Todo, pkOf(shown[1]))).toBeUndefined();
  });
});

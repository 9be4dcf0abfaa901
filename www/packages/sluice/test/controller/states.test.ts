import { setFlagsFromString } from "node:v8";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, inject, test } from "vitest";
import { CrashError, Delete, ExpiryStatus, INVALID } from "../../src/index.js";
import { loading, rejection, turn } from "../harness.js";
import { Article, T, User, loadingStore, store, todoList, type Store } from "./store.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const one = { id: "1" };
const key = 'get [{"id":"1"}]';

describe("the members of a state", () => {
  test("W01, W02 rows by pk, results by key, and what is known of them", async () => {
    const { controller, get, clock } = await store();
    await controller.setResponse(get, { id: 5 }, { id: 5, title: "n" });
    clock.now = T + 7;
    await controller.setResponse(get, { id: 5 }, { id: 5, title: "m" });
    const state = controller.getState();
    expect(state.entities).toEqual({ Article: { 5: { id: 5, title: "m" } } });
    expect(state.endpoints).toEqual({ 'get [{"id":5}]': "5" });
    expect(state.meta).toEqual({ 'get [{"id":5}]': { fetchedAt: T + 7, date: T + 7, expiresAt: 1_060_007, prevExpiresAt: 1_060_000 } });
    expect(state.entitiesMeta).toEqual({ Article: { 5: { fetchedAt: T + 7, date: T + 7, expiresAt: 1_060_007 } } });
    expect(state).toMatchObject({ optimistic: [], epoch: 0, lastReset: 0 });
  });

  test("W10 rows and keys have the time of the later answer", async () => {
    const { controller, get } = await store();
    await controller.resolve(get, { args: [one], fetchedAt: T, response: { id: "1", title: "new", votes: 2 } });
    await controller.resolve(get, { args: [one], fetchedAt: T - 100, response: { id: "1", title: "old", extra: 7 } });
    const { meta, entitiesMeta } = controller.getState();
    expect(meta[key]?.fetchedAt).toBe(T);
    expect(entitiesMeta.Article?.["1"]?.fetchedAt).toBe(T);
  });

  test("values without schema, errors and their policy", async () => {
    const { controller, note, clock } = await store();
    const value = { at: new Date(0) };
    const error = new Error("no");
    await controller.setResponse(note, "a", value);
    clock.now = T + 10;
    await controller.setError(note, "a", error);
    await controller.setError(note.extend({ errorPolicy: () => "soft" }), "b", error);
    const { endpoints, meta } = controller.getState();
    expect(endpoints['note ["a"]']).toBe(value);
    expect(meta['note ["a"]']).toEqual({ fetchedAt: T + 10, date: T + 10, expiresAt: T + 1010, prevExpiresAt: 1_060_000, error });
    expect(meta['note ["b"]']?.errorPolicy).toBe("soft");
    expect(meta['note ["b"]']?.error).toBe(error);
  });

  test("W07 indexes; INVALID rows; lists", async () => {
    const { controller, list } = await store();
    await controller.set(User, "1", { id: "1", username: "bob" });
    await controller.setResponse(list, [{ id: "1" }, { id: "2" }]);
    await controller.set(Delete(Article), "2", { id: "2" });
    await controller.set(todoList, [{ group: "a" }], [{ id: "5" }]);
    const { entities, indexes, endpoints } = controller.getState();
    expect(indexes).toEqual({ User: { username: { bob: "1" } } });
    expect(entities.Article).toEqual({ 1: { id: "1" }, 2: INVALID });
    expect(endpoints["list []"]).toEqual(["1", "2"]);
    expect(Object.keys(entities).sort()).toEqual(["Article", "Todo", "User", "[Todo]"]);
  });

  test("W32 after invalidate there is no result; the row is", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    await controller.invalidate(get, one);
    const { endpoints, meta, entities } = controller.getState();
    expect(endpoints).toEqual({});
    expect(meta[key]).toMatchObject({ expiresAt: 0, invalidated: true });
    expect(entities.Article).toHaveProperty("1");
  });

  test("everything is frozen", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, { id: "1", tags: [1] });
    const state = controller.getState();
    const row = state.entities.Article?.["1"] as { tags: number[] };
    for (const object of [state, state.entities, state.entities.Article, row, row.tags, state.endpoints, state.meta, state.meta[key], state.indexes, state.optimistic]) {
      expect(Object.isFrozen(object)).toBe(true);
    }
  });

  test("5.6 a reset counts, and empties", async () => {
    const { controller, get, clock } = await store();
    await controller.setResponse(get, one, { id: "1" });
    clock.now = T + 5;
    await controller.resetEntireStore();
    const state = controller.getState();
    expect(state).toMatchObject({ epoch: 1, lastReset: T + 5 });
    expect(state.entities).toEqual({});
    expect(state.endpoints).toEqual({});
  });
});

describe("identity", () => {
  test("1.1 same version, same object", async () => {
    const { controller, get } = await store();
    const before = controller.getState();
    expect(controller.getState()).toBe(before);
    await controller.invalidate(get, null);
    await controller.set(Article, "8", (article: unknown) => article);
    expect(controller.getState()).toBe(before);
    await controller.setResponse(get, one, { id: "1" });
    expect(controller.getState()).not.toBe(before);
    const { entities } = controller.getState();
    expect(controller.getState().entities).toBe(entities);
  });

  test("W27 an endpoint that aborts itself leaves meta as it is", async () => {
    const s = await store();
    await s.controller.setResponse(s.get, one, { id: "1" });
    const before = s.controller.getState();
    const answer = rejection(s.controller.fetch(s.get, one));
    s.last.fail(new DOMException("no", "AbortError"));
    await answer;
    expect(s.controller.getState().meta).toBe(before.meta);
  });

  test("4.12 inside of a batch it is the state before", async () => {
    const { controller } = await store();
    const before = controller.getState();
    await controller.batch(() => {
      void controller.set(Article, "1", { id: "1" });
      expect(controller.getState()).toBe(before);
    });
    expect(controller.getState()).not.toBe(before);
  });

  test("W20 a read that resolved is in the state, a mutation a moment later", async () => {
    const s = await store();
    const read = s.controller.fetch(s.get, one);
    s.last.answer({ id: "1" });
    await read;
    expect(s.controller.getState().entities.Article).toHaveProperty("1");
    const mutation = s.controller.fetch(s.update, { id: "2" });
    s.last.answer({ id: "2" });
    await mutation;
    expect(s.controller.getState().entities.Article).not.toHaveProperty("2");
    await turn();
    expect(s.controller.getState().entities.Article).toHaveProperty("2");
  });
});

describe("older states stay what they were", () => {
  async function changed(): Promise<Store & { before: ReturnType<Store["controller"]["getState"]>; value: object; error: Error }> {
    const s = await store();
    const { controller, get, list, note } = s;
    const value = { a: 1 };
    const error = new Error("old");
    await controller.setResponse(get, one, { id: "1", title: "old" });
    await controller.setResponse(list, [{ id: "1" }, { id: "2" }]);
    await controller.setResponse(note, "a", value);
    await controller.setError(note, "b", error);
    const before = controller.getState();
    await controller.setResponse(get, one, { id: "1", title: "new" });
    await controller.setResponse(list, [{ id: "3" }]);
    await controller.setResponse(note, "a", { a: 2 });
    await controller.setResponse(note, "b", 7);
    await controller.setResponse(note, "c", 8);
    return { ...s, get last() { return s.last; }, before, value, error };
  }

  test("their tables, although they are read later", async () => {
    const { before, value, error } = await changed();
    expect(before.entities).toEqual({ Article: { 1: { id: "1", title: "old" }, 2: { id: "2" } } });
    expect(before.endpoints).toEqual({ [key]: "1", "list []": ["1", "2"], 'note ["a"]': value });
    expect(before.endpoints['note ["a"]']).toBe(value);
    expect(before.meta['note ["b"]']?.error).toBe(error);
    expect(before.meta).not.toHaveProperty('note ["c"]');
  });

  test("what is read through them; without a state it is the present", async () => {
    const { controller, get, list, note, before, value, error } = await changed();
    expect(controller.getResponse(get, one, before)).toEqual({ data: { id: "1", title: "old" }, expiryStatus: ExpiryStatus.Valid, expiresAt: 1_060_000 });
    expect(controller.getResponse(list, before).data).toEqual([{ id: "1", title: "old" }, { id: "2" }]);
    expect(controller.getResponse(note, "a", before).data).toBe(value);
    expect(controller.getError(note, "b", before)).toBe(error);
    expect(controller.getResponse(note, "c", before)).toEqual({ data: undefined, expiryStatus: 1, expiresAt: 0 });
    expect(controller.get(Article, one, before)).toEqual({ id: "1", title: "old" });
    expect(controller.get(Article, one, before)).toBe(controller.getResponse(get, one, before).data);
    const now = controller.getState();
    expect(controller.getResponse(get, one, now).data).toEqual({ id: "1", title: "new" });
    expect(controller.getResponse(get, one, now).data).toBe(controller.getResponse(get, one).data);
    expect(controller.getError(note, "b", now)).toBeUndefined();
    expect(controller.getResponse(get, null, before)).toEqual({ data: undefined, expiryStatus: 3, expiresAt: Infinity });
  });

  test("4.10 snapshot reads the same, as of a time", async () => {
    const { controller, get, note, before, value, error } = await changed();
    const snapshot = controller.snapshot(before, 12);
    expect(snapshot.fetchedAt).toBe(12);
    expect(controller.snapshot(before).fetchedAt).toBe(0);
    expect(snapshot.get(Article, "1")).toEqual({ id: "1", title: "old" });
    expect(snapshot.getResponse(get, one).data).toEqual({ id: "1", title: "old" });
    expect(snapshot.getResponse(note, "a").data).toBe(value);
    expect(snapshot.getError(note, "b")).toBe(error);
    expect(snapshot.abort).toBeInstanceOf(Error);
  });

  test("several of them, each what it was", async () => {
    const { controller, note } = await store();
    const states = [controller.getState()];
    for (const n of [1, 2, 3]) {
      await controller.set(Article, "1", { id: "1", votes: n });
      await controller.setResponse(note, n);
      states.push(controller.getState());
    }
    expect(states.map((state) => controller.get(Article, "1", state)?.votes)).toEqual([undefined, 1, 2, 3]);
    expect(states.map((state) => state.endpoints["note []"])).toEqual([undefined, 1, 2, 3]);
  });

  test("decisions 1.9 nothing is kept for states that nobody holds", async () => {
    const { controller, note } = await store();
    const write = async () => {
      const value = { at: new Date(0) };
      await controller.setResponse(note, "a", value);
      const state = controller.getState();
      await controller.setResponse(note, "a", 1);
      expect(state.endpoints['note ["a"]']).toBe(value);
      return new WeakRef(value);
    };
    const value = await write();
    for (let i = 0; i < 3; i++) {
      await turn();
      collect();
    }
    expect(value.deref()).toBeUndefined();
  });

  test("decisions 1.9 a reset drops what was not read", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    const before = controller.getState();
    const { meta } = before;
    await controller.resetEntireStore();
    expect(before.meta).toBe(meta);
    expect(before.entities).toEqual({});
  });
});

describe("the view", () => {
  test("1.2, 7.9 W37 it has what is optimistic, and the base has not", async () => {
    const s = await store();
    const { controller, update, get } = s;
    await controller.setResponse(get, one, { id: "1", votes: 1 });
    const vote = update.extend({ getOptimisticResponse: () => ({ id: "1", votes: 2 }) });
    const answer = rejection(controller.fetch(vote, one));
    const view = controller.getView();
    const state = controller.getState();
    expect(view.entities.Article?.["1"]).toEqual({ id: "1", votes: 2 });
    expect(state.entities.Article?.["1"]).toEqual({ id: "1", votes: 1 });
    expect(controller.getResponse(get, one, view).data).toEqual({ id: "1", votes: 2 });
    expect(controller.getResponse(get, one, state).data).toEqual({ id: "1", votes: 1 });
    expect(view.optimistic).toEqual([{ requestId: expect.any(Number) as number, key: 'update [{"id":"1"}]', fetchedAt: T }]);
    expect(state.optimistic).toEqual(view.optimistic);
    s.last.fail(new Error("no"));
    await answer;
    expect(controller.getView().optimistic).toEqual([]);
    expect(controller.getView().entities.Article?.["1"]).toEqual({ id: "1", votes: 1 });
    expect(view.entities.Article?.["1"]).toEqual({ id: "1", votes: 2 });
    expect(controller.get(Article, "1", view)).toEqual({ id: "1", votes: 2 });
  });
});

describe("without a core", () => {
  test("decisions 1.4 before the core is there the state is empty", async () => {
    const { core } = loading();
    const { controller, client, get } = loadingStore();
    void controller.setResponse(get, one, { id: "1" });
    const state = controller.getState();
    expect(controller.getState()).toBe(state);
    expect(state.entities).toEqual({});
    expect(state).toMatchObject({ epoch: 0, lastReset: 0, optimistic: [] });
    expect(controller.getResponse(get, one, state)).toEqual({ data: undefined, expiryStatus: 2, expiresAt: 1 });
    core.start();
    await client.ready;
    expect(controller.getState().entities).toHaveProperty("Article");
    expect(state.entities).toEqual({});
  });

  test("of a closed client it is empty", async () => {
    const { controller, client, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    client.close();
    expect(controller.getState().entities).toEqual({});
  });

  test("decisions 1.2 when the core dies, what was read of an older state stays, the rest throws CrashError, and the state starts empty", async () => {
    const { controller, client, get } = await store({ wasm: new WebAssembly.Module(readFileSync(inject("faultyCore"))) });
    await controller.setResponse(get, one, { id: "1" });
    await controller.resetEntireStore();
    await controller.setResponse(get, one, { id: "1" });
    const before = controller.getState();
    const { meta } = before;
    expect(await rejection(client.apiRequest({ name: "fault/apply" }))).toBeInstanceOf(CrashError);
    await client.ready;
    expect(before.meta).toBe(meta);
    expect(() => before.entities).toThrow(CrashError);
    expect(() => controller.getResponse(get, one, before)).toThrow(CrashError);
    const after = controller.getState();
    expect(after.entities).toEqual({});
    expect(after.epoch).toBeGreaterThan(before.epoch);
  });
});

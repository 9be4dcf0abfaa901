import { describe, expect, test } from "vitest";
import { SchemaError, type Controller } from "../../src/index.js";
import { isPending, loading, rejection, turn, uncaught } from "../harness.js";
import { Article, loadingStore, store, watched } from "./store.js";

const row = (controller: Controller, id: string) => controller.get(Article, id);

describe("batch", () => {
  test("4.12 what is written becomes one commit at the end, each observer is told once, and inside the state is the one before", async () => {
    const { controller, list } = await store();
    await controller.setResponse(list, [{ id: "1", votes: 1 }, { id: "2", votes: 1 }]);
    const watch = controller.view(list, []);
    const told = watched(watch);
    const before = watch.get();
    let inner: Promise<void> | undefined;
    const done = controller.batch(() => {
      inner = controller.set(Article, "1", { id: "1", votes: 2 });
      void controller.set(Article, "2", { id: "2", votes: 2 });
      void controller.setResponse(list, [{ id: "1" }, { id: "2" }, { id: "3" }]);
      expect(watch.get()).toBe(before);
      expect(told).not.toHaveBeenCalled();
    });
    expect(told).toHaveBeenCalledTimes(1);
    expect(watch.get().data).toEqual([{ id: "1", votes: 2 }, { id: "2", votes: 2 }, { id: "3" }]);
    await Promise.all([done, inner]);
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("4.12 when the function throws, nothing of it is written and the promise rejects with the error", async () => {
    const { controller } = await store();
    const caught = uncaught();
    const error = new Error("no");
    let inner: Promise<void> | undefined;
    const batch = controller.batch(() => {
      inner = controller.set(Article, "1", { id: "1" });
      void controller.resetEntireStore();
      throw error;
    });
    expect(await rejection(batch)).toBe(error);
    expect(await rejection(inner!)).toBe(error);
    expect(row(controller, "1")).toBeUndefined();
    await turn();
    expect(caught).toEqual([]);
  });

  test("4.12 batches nest into the outermost", async () => {
    const { controller, list } = await store();
    await controller.setResponse(list, [{ id: "1" }, { id: "2" }]);
    const told = watched(controller.view(list, []));
    let inner: Promise<void> | undefined;
    await controller.batch(() => {
      void controller.set(Article, "1", { id: "1", votes: 2 });
      inner = controller.batch(() => void controller.set(Article, "2", { id: "2", votes: 2 }));
      expect(row(controller, "2")).toEqual({ id: "2" });
    });
    await inner;
    expect(told).toHaveBeenCalledTimes(1);
    expect(row(controller, "2")).toEqual({ id: "2", votes: 2 });
  });

  test("a batch inside that throws takes only its own writes with it, if the outer one goes on", async () => {
    const { controller } = await store();
    await controller.batch(() => {
      void controller.set(Article, "1", { id: "1" });
      const inner = controller.batch(() => {
        void controller.set(Article, "2", { id: "2" });
        throw new Error("no");
      });
      inner.catch(() => {});
    });
    expect(row(controller, "1")).toEqual({ id: "1" });
    expect(row(controller, "2")).toBeUndefined();
  });

  test("functions of the present value are given what was written before in the batch", async () => {
    const { controller, list } = await store();
    await controller.setResponse(list, [{ id: "1", votes: 1 }]);
    const told = watched(controller.view(list, []));
    const more = (article: unknown) => ({ ...(article as object), votes: (article as { votes: number }).votes + 1 });
    await controller.batch(() => {
      void controller.set(Article, "1", more);
      void controller.set(Article, "1", more);
    });
    expect(row(controller, "1")).toEqual({ id: "1", votes: 3 });
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("a write that is refused rejects, and so does the batch; the others are written", async () => {
    const { controller } = await store();
    const caught = uncaught();
    const batch = controller.batch(() => {
      void controller.set(Article, "1", 5);
      void controller.set(Article, "2", { id: "2" });
    });
    expect(await rejection(batch)).toBeInstanceOf(SchemaError);
    expect(row(controller, "2")).toEqual({ id: "2" });
    await turn();
    expect(caught).toEqual([]);
  });

  test("every kind of write can be in it, in order", async () => {
    const { controller, get, note } = await store();
    await controller.setResponse(note, "old", 1);
    await controller.batch(() => {
      void controller.resetEntireStore();
      void controller.setResponse(get, { id: "1" }, { id: "1", title: "a" });
      void controller.resolve(get, { args: [{ id: "1" }], response: { id: "1", title: "b" } });
      void controller.setResponse(note, "a", 7);
      void controller.expireAll(get);
    });
    expect(controller.getResponse(get, { id: "1" })).toEqual({ data: { id: "1", title: "b" }, expiryStatus: 3, expiresAt: 1 });
    expect(controller.getResponse(note, "a").data).toBe(7);
    expect(controller.getResponse(note, "old").data).toBeUndefined();
  });

  test("a fetch in it goes out at once", async () => {
    const s = await store();
    await s.controller.batch(() => {
      void s.controller.fetch(s.get, { id: "1" });
      expect(s.runs).toHaveLength(1);
    });
  });

  test("while the core is loading it waits as a whole", async () => {
    const { core } = loading();
    const { controller, client } = loadingStore();
    const batch = controller.batch(() => void controller.set(Article, "1", { id: "1" }));
    expect(await isPending(batch)).toBe(true);
    core.start();
    await client.ready;
    await batch;
    expect(row(controller, "1")).toEqual({ id: "1" });
  });

  test("an empty one resolves; of a closed client too", async () => {
    const { controller, client } = await store();
    await controller.batch(() => {});
    client.close();
    await controller.batch(() => void controller.set(Article, "1", { id: "1" }));
  });
});

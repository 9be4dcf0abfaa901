import { describe, expect, test } from "vitest";
import { SchemaError, endpoint } from "../../src/index.js";
import { isPending, rejection, turn } from "../harness.js";
import { Article, T, script, store } from "./store.js";

const one = { id: "1" };

describe("resolve", () => {
  test("W10 an older answer goes beneath", async () => {
    const { controller, get } = await store();
    await controller.resolve(get, { args: [one], fetchedAt: T, response: { id: "1", title: "new", votes: 2 } });
    await controller.resolve(get, { args: [one], fetchedAt: T - 100, response: { id: "1", title: "old", extra: 7 } });
    expect(controller.getResponse(get, one).data).toEqual({ id: "1", title: "new", votes: 2, extra: 7 });
    expect(controller.view(get, [one]).get().fetchedAt).toBe(T);
  });

  test("5.8 a read in flight is fulfilled with the row; its own answer is an older write", async () => {
    const s = await store();
    const { controller, get } = s;
    const first = controller.fetch(get, one);
    await controller.resolve(get, { args: [one], fetchedAt: T, response: { id: "1", title: "given" } });
    expect(await first).toBe(controller.getResponse(get, one).data);
    expect(s.last.signal.aborted).toBe(false);
    s.last.answer({ id: "1", title: "late", extra: 7 });
    await turn();
    expect(controller.getResponse(get, one).data).toEqual({ id: "1", title: "given", extra: 7 });
    void controller.fetch(get, one);
    expect(s.runs).toHaveLength(2);
  });

  test("5.8 a read of the key in flight is settled also where another time is given", async () => {
    const { controller, get } = await store();
    const first = controller.fetch(get, one);
    await controller.resolve(get, { args: [one], fetchedAt: T - 5, response: { id: "1", title: "given" } });
    expect(await first).toEqual({ id: "1", title: "given" });
  });

  test("3.2 it counts as started when the request that it names was: a mutation that came after that stays", async () => {
    const s = await store();
    const { controller, get, clock } = s;
    const first = controller.fetch(get, one);
    clock.now = T + 10;
    await controller.set(Article, one, { id: "1", title: "set" });
    await controller.resolve(get, { args: [one], fetchedAt: T, response: { id: "1", title: "old", votes: 1 } });
    expect(await first).toEqual({ id: "1", title: "set", votes: 1 });
  });

  test("5.8 with error the response is the error: it is stored, and the read rejects with it", async () => {
    const { controller, get } = await store();
    const error = new Error("no");
    const first = rejection(controller.fetch(get, one));
    await controller.resolve(get, { args: [one], response: error, error: true });
    expect(await first).toBe(error);
    expect(controller.getError(get, one)).toBe(error);
  });

  test("3.8 an error that is older than the last answer is not stored", async () => {
    const { controller, get } = await store();
    await controller.setResponse(get, one, { id: "1" });
    await controller.resolve(get, { args: [one], fetchedAt: T - 1, response: new Error("no"), error: true });
    expect(controller.getError(get, one)).toBeUndefined();
  });

  test("5.8 a mutation in flight is fulfilled with the response itself, and no other of its key", async () => {
    const s = await store();
    const { controller, update, clock } = s;
    const first = controller.fetch(update, one, { votes: 2 });
    clock.now = T + 1;
    const second = controller.fetch(update, one, { votes: 2 });
    const response = { id: "1", votes: 2 };
    await controller.resolve(update, { args: [one, { votes: 2 }], fetchedAt: T + 1, response });
    expect(await second).toBe(response);
    expect(controller.get(Article, one)).toEqual(response);
    expect(await isPending(first)).toBe(true);
    s.last.answer({ id: "1", votes: 99 });
    await turn();
    expect(controller.get(Article, one)).toEqual(response);
    expect(s.last.signal.aborted).toBe(false);
  });

  test("5.8 of several requests of the same moment it means the oldest", async () => {
    const { controller, update } = await store();
    const first = controller.fetch(update, one);
    const second = controller.fetch(update, one);
    await controller.resolve(update, { args: [one], fetchedAt: T, response: { id: "1", title: "a" } });
    expect(await first).toEqual({ id: "1", title: "a" });
    expect(await isPending(second)).toBe(true);
  });

  test("5.8 a mutation in flight rejects with an error that is given", async () => {
    const { controller, update } = await store();
    const error = new Error("no");
    const first = rejection(controller.fetch(update, one));
    await controller.resolve(update, { args: [one], fetchedAt: T, response: error, error: true });
    expect(await first).toBe(error);
  });

  test("setResponse and setError settle no mutation", async () => {
    const { controller, update } = await store();
    const first = controller.fetch(update, one);
    await controller.setResponse(update, one, { id: "1" });
    await controller.setError(update, one, new Error("no"));
    expect(await isPending(first)).toBe(true);
  });

  test("6.2 a response that does not fit is an error of the key, for the request too", async () => {
    const { controller, get } = await store();
    const first = rejection(controller.fetch(get, one));
    const refused = await rejection(controller.resolve(get, { args: [one], fetchedAt: T, response: 5 }));
    expect(refused).toBeInstanceOf(SchemaError);
    expect(await first).toBeInstanceOf(SchemaError);
    expect(controller.getError(get, one)).toBe(refused);
    expect(controller.get(Article, one)).toBeUndefined();
  });

  test("decisions 1.7 a time later than now counts as now", async () => {
    const { controller, get, clock } = await store();
    await controller.resolve(get, { args: [one], fetchedAt: T + 1000, response: { id: "1", title: "a" } });
    clock.now = T + 1;
    await controller.resolve(get, { args: [one], fetchedAt: T + 1, response: { id: "1", title: "b" } });
    expect(controller.getResponse(get, one).data).toEqual({ id: "1", title: "b" });
    expect(controller.view(get, [one]).get().fetchedAt).toBe(T + 1);
  });

  test("values without schema are kept as they are, and an older one changes nothing", async () => {
    const { controller } = await store();
    const note = endpoint({ name: "note", fetch: script().fetch });
    const value = { at: new Date(0) };
    const first = controller.fetch(note, "a");
    await controller.resolve(note, { args: ["a"], fetchedAt: T, response: value });
    expect(await first).toBe(value);
    await controller.resolve(note, { args: ["a"], fetchedAt: T - 1, response: "older" });
    expect(controller.getResponse(note, "a").data).toBe(value);
  });
});

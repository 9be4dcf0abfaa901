import { describe, expect, test, vi } from "vitest";
import { abortReason, array, endpoint, SchemaError, type Snapshot } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, loadingStore, T, type Id } from "./store.js";
import { one, error, sent, anyFetch, mutations, shown, withArticle } from "./optimistic.js";

describe("shown and withdrawn", () => {
  test("W37 shown, then withdrawn", async () => {
    const { controller, get, shown, vote, net } = await withArticle();
    const before = shown.data;
    const voted = controller.fetch(vote, one);
    expect(shown.data).toEqual({ id: "1", votes: 2 });
    expect(shown.told).toHaveBeenCalledTimes(1);
    const [base, view] = [controller.getState(), controller.getView()];
    expect(controller.getResponse(get, one, base).data).toBe(before);
    expect(controller.getResponse(get, one, view).data).toEqual({ id: "1", votes: 2 });
    expect(base.entities.Article!["1"]).toEqual({ id: "1", votes: 1 });
    expect(view.optimistic).toEqual([{ requestId: expect.any(Number) as number, key: vote.key(one), fetchedAt: T }]);
    net.last.fail(error);
    expect(await rejection(voted)).toBe(error);
    expect(shown.data).toBe(before);
    expect(shown.told).toHaveBeenCalledTimes(2);
    expect(controller.getError(vote, one)).toBe(error);
    expect(controller.getView().optimistic).toEqual([]);
  });

  test("W38 three layers, answers out of order", async () => {
    const { controller, clock, get, shown, patch, net, runs } = await withArticle();
    await controller.resetEntireStore();
    const read = controller.fetch(get, one);
    runs.at(-1)!.answer({ id: "1", title: "t0", content: "c0", tags: [] });
    await read;
    const all = [{ title: "t1", content: "c1" }, { title: "t2" }, { tags: ["x"] }].map((body, i) => {
      clock.now = T + 23 * i;
      return controller.fetch(patch, one, body);
    });
    expect(shown.data).toEqual({ id: "1", title: "t2", content: "c1", tags: ["x"] });
    clock.now = T + 60;
    net.runs[1]!.answer({ id: "1", title: "t2", content: "c0", tags: [] });
    await all[1];
    await turn();
    expect(shown.data).toEqual({ id: "1", title: "t2", content: "c0", tags: ["x"] });
    net.runs[0]!.answer({ id: "1", title: "t1", content: "c1", tags: [] });
    await all[0];
    await turn();
    expect(controller.get(Article, "1", controller.getState())).toEqual({ id: "1", title: "t2", content: "c0", tags: [] });
    expect(shown.data).toEqual({ id: "1", title: "t2", content: "c0", tags: ["x"] });
    const left = rejection(all[2]!);
    await controller.abort(patch, one, { tags: ["x"] });
    expect(abortReason(await left)).toBe("aborted");
    expect(shown.data).toEqual({ id: "1", title: "t2", content: "c0", tags: [] });
  });

  test("W39 not now: the request is sent, and its answer stored", async () => {
    const { controller, shown, of, net } = await withArticle();
    const before = shown.data;
    const done = controller.fetch(of((snapshot) => { throw snapshot.abort; }), one);
    expect(shown.data).toBe(before);
    expect(shown.told).not.toHaveBeenCalled();
    net.last.answer({ id: "1", votes: 7 });
    await done;
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 7 });
  });

  test("W39 a bug: nothing is sent", async () => {
    const { controller, shown, of, net } = await withArticle();
    const before = shown.data;
    const wrong = of(() => { throw error; });
    expect(await rejection(controller.fetch(wrong, one))).toBe(error);
    expect(net.runs).toHaveLength(0);
    expect(shown.data).toBe(before);
    expect(controller.getError(wrong, one)).toBe(error);
    expect(controller.view(wrong, [one]).get()).toMatchObject({ pending: 0, error });
    const { fetch } = net;
    fetch.mockClear();
    void controller.fetch(of(() => ({ id: "1", votes: 5 })), one);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(shown.data).toEqual({ id: "1", votes: 5 });
  });

  test("6.2 a value that does not fit is not sent either", async () => {
    const { controller, of, net } = await withArticle();
    for (const value of [undefined, null, 5, [], "hi"]) expect(await rejection(controller.fetch(of(() => value), one))).toBeInstanceOf(SchemaError);
    expect(await rejection(controller.fetch(of(() => ({ id: "1", votes: 1n })), one))).toBeInstanceOf(SchemaError);
    expect(net.runs).toHaveLength(0);
  });

  test("7.1 it is shown before the endpoint is called, all inside fetch; reads have none", async () => {
    const { controller, shown } = await withArticle();
    const seen: unknown[] = [];
    const getOptimisticResponse = vi.fn(function (this: unknown, _: Snapshot, { id }: Id) {
      seen.push(this);
      return { id, votes: 2 };
    });
    const send = (_: Id): Promise<unknown> => {
      seen.push(shown.data);
      return new Promise(() => {});
    };
    const change = endpoint({ name: "change", schema: Article, sideEffect: true, fetch: send, getOptimisticResponse });
    void controller.fetch(change, one);
    expect(seen).toEqual([change, { id: "1", votes: 2 }]);
    void anyFetch(controller)(endpoint({ name: "read", schema: Article, fetch: send, getOptimisticResponse }), one);
    expect(getOptimisticResponse).toHaveBeenCalledTimes(1);
  });

  test("before the core is there, calls wait in their order", async () => {
    const made = loadingStore();
    const { controller, get, client } = made;
    const { net, vote } = mutations();
    void controller.setResponse(get, one, { id: "1", votes: 1 });
    void controller.fetch(vote, one);
    void controller.fetch(vote, one);
    expect(net.runs).toHaveLength(0);
    await client.ready;
    expect(net.runs).toHaveLength(2);
    expect(shown(made).data).toEqual({ id: "1", votes: 3 });
  });

  test("1.5 it gets plain objects in the place of FormData, the endpoint the original", async () => {
    const { controller, net, shown } = await withArticle();
    const form = new FormData();
    form.set("id", "1");
    form.set("title", "f");
    const when = new Date(0);
    const getOptimisticResponse = vi.fn((_: Snapshot, given: unknown, _when: Date) => given);
    void anyFetch(controller)(endpoint({ name: "send", schema: Article, sideEffect: true, fetch: sent<[form: FormData, when: Date]>(net.fetch), getOptimisticResponse }), form, when);
    expect(getOptimisticResponse).toHaveBeenCalledWith(expect.anything(), { id: "1", title: "f" }, when);
    expect(net.last.args).toEqual([form, when]);
    expect(shown.data).toEqual({ id: "1", title: "f", votes: 1 });
  });
});

describe("the snapshot", () => {
  test("7.2 shows what is below: the base and earlier layers, as of the start", async () => {
    const { controller, clock, get, of, vote, patch, list, note } = await withArticle();
    clock.now = T + 5;
    void controller.fetch(vote, one);
    await controller.setError(note, "a", error);
    const failing = get.extend({ name: "failing" });
    await controller.setError(failing, one, error);
    const seen: unknown[] = [];
    clock.now = T + 9;
    void controller.fetch(of((snapshot, { id }) => {
      seen.push(snapshot.fetchedAt, snapshot.get(Article, "1"), snapshot.get(Article, { id: "8" }), snapshot.get(array(Article) as never, []));
      seen.push(snapshot.getResponse(get, { id }), snapshot.getResponse(list), snapshot.getResponse(list, null), snapshot.getError(failing, { id }), snapshot.getError(failing, null), snapshot.getError(get, { id }));
      seen.push(snapshot.getResponse(note, "a"));
      return { id, title: "mine" };
    }), one);
    expect(seen).toEqual([
      T + 9, { id: "1", votes: 2 }, undefined, undefined,
      { data: { id: "1", votes: 2 }, expiryStatus: 3, expiresAt: T + 60_000 },
      { data: undefined, expiryStatus: 2, expiresAt: 1 },
      { data: undefined, expiryStatus: 3, expiresAt: Infinity },
      error, undefined, undefined,
      { data: undefined, expiryStatus: 2, expiresAt: T + 1005 },
    ]);
    void controller.fetch(patch, one, { votes: 50 });
    expect(controller.get(Article, "1")).toEqual({ id: "1", votes: 50, title: "mine" });
  });

  test("reads inside it that do not go through it are of the view; what it starts waits", async () => {
    const { controller, get, of, vote, net, shown } = await withArticle();
    void controller.fetch(vote, one);
    const seen: unknown[] = [];
    void controller.fetch(of((_, { id }) => {
      seen.push(controller.get(Article, "1"), controller.getResponse(get, one).data, net.runs.length);
      void controller.setResponse(get, { id: "9" }, { id: "9" });
      seen.push(controller.get(Article, "9"));
      return { id, title: "x" };
    }), one);
    expect(seen).toEqual([{ id: "1", votes: 2 }, { id: "1", votes: 2 }, 1, undefined]);
    expect(controller.get(Article, "9")).toEqual({ id: "9" });
    expect(shown.data).toEqual({ id: "1", votes: 2, title: "x" });
  });

  test("it reads nothing any more when the function is over", async () => {
    const { controller, of } = await withArticle();
    let kept!: Snapshot;
    void controller.fetch(of((snapshot, { id }) => ((kept = snapshot), { id })), one);
    expect(kept.get(Article, "1")).toBeUndefined();
  });

  test("what it gives has the identity of what is shown", async () => {
    const { controller, get, list, of } = await withArticle();
    await controller.setResponse(list, [{ id: "1", votes: 1 }, { id: "2" }]);
    const before = controller.getResponse(list).data;
    let seen: unknown;
    void controller.fetch(of((snapshot, { id }) => ((seen = [snapshot.getResponse(list).data, snapshot.get(Article, "2")]), { id, votes: 9 })), one);
    expect(seen).toEqual([before, { id: "2" }]);
    expect((seen as unknown[])[0]).toBe(before);
    void controller.fetch(of((snapshot, { id }) => ((seen = snapshot.getResponse(list).data), { id, votes: 10 })), one);
    expect(seen).toEqual([{ id: "1", votes: 9 }, { id: "2" }]);
    expect((seen as unknown[])[1]).toBe((before as unknown[])[1]);
    expect(controller.getResponse(get, one).data).toEqual({ id: "1", votes: 10 });
  });
});

import { describe, expect, test, vi } from "vitest";
import { abortReason, array, collection, endpoint, pkOf, SchemaError, entity, type Controller, type EntitySchema, type Snapshot } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, loadingStore, script, store, T, Todo, todoList, watched, type ArticleData, type Id, type Script, type Store } from "./store.js";

const one = { id: "1" };
const error = new Error("no");

/** A scripted function that takes certain arguments. */
function sent<A extends readonly unknown[]>(fetch: Script["fetch"]): (...args: A) => Promise<unknown> {
  return fetch as unknown as (...args: A) => Promise<unknown>;
}

/** Controller.fetch for endpoints whose arguments are not typed. */
function anyFetch({ fetch }: Controller): (endpoint: unknown, ...args: readonly unknown[]) => Promise<unknown> {
  return fetch as never;
}

/** Mutations of articles, answered by the test. */
function mutations() {
  const net = script();
  const fetch = sent<[arg: Id, body?: object]>(net.fetch);
  const of = (getOptimisticResponse: (snapshot: Snapshot, arg: Id, body?: object) => unknown) => endpoint({ name: "patch", schema: Article, sideEffect: true, fetch, getOptimisticResponse });
  return {
    net,
    of,
    patch: of((_, { id }, body) => ({ id, ...body })),
    vote: of((snapshot, { id }) => ({ id, votes: snapshot.get(Article, { id })!.votes! + 1 })),
  };
}

/** What is shown of article 1, and how often who watches it is told. */
function shown({ controller, get }: Store) {
  const watch = controller.view(get, [one]);
  const told = watched(watch);
  return { told, get data() { return watch.get().data; } };
}

async function withArticle(data: ArticleData = { id: "1", votes: 1 }) {
  const made = await store();
  await made.controller.setResponse(made.get, one, data);
  return { ...made, ...mutations(), shown: shown(made), controller: made.controller };
}

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

describe("replay", () => {
  test("7.4 a layer counts from the present base", async () => {
    const { controller, get, shown, vote } = await withArticle();
    void controller.fetch(vote, one);
    void controller.fetch(vote, one);
    expect(shown.data).toEqual({ id: "1", votes: 3 });
    shown.told.mockClear();
    await controller.setResponse(get, one, { id: "1", votes: 10 });
    expect(shown.data).toEqual({ id: "1", votes: 10 }); // 7.7: it was set later than they started
    expect(shown.told).toHaveBeenCalledTimes(1);
  });

  test("7.4 also when a read brings it, and each is told once", async () => {
    const made = await withArticle();
    const { controller, get, shown, vote, net, runs } = made;
    void controller.fetch(vote, one);
    const voted = controller.fetch(vote, one);
    shown.told.mockClear();
    const read = controller.fetch(get, one);
    const before = made.shown.data;
    runs[0]!.answer({ id: "1", votes: 1 });
    await read;
    expect(shown.data).toBe(before);
    const again = controller.fetch(get, one);
    runs[1]!.answer({ id: "1", votes: 10 });
    expect(await again).toEqual({ id: "1", votes: 10 }); // 5.2.3: of the base
    expect(shown.data).toEqual({ id: "1", votes: 12 });
    net.runs[1]!.fail(error);
    await rejection(voted);
    expect(shown.data).toEqual({ id: "1", votes: 11 });
  });

  test("7.5 not now: it is asked again", async () => {
    const made = await store();
    const { controller, get } = made;
    const { of, net } = mutations();
    const seen = shown(made);
    void controller.fetch(of((snapshot, { id }) => {
      const votes = snapshot.get(Article, { id })?.votes;
      if (votes === undefined) throw snapshot.abort;
      return { id, votes: votes + 1 };
    }), one);
    expect(seen.data).toBeUndefined();
    expect(net.runs).toHaveLength(1);
    const read = controller.fetch(get, one);
    made.runs[0]!.answer({ id: "1", votes: 3 });
    await read;
    expect(seen.data).toEqual({ id: "1", votes: 4 });
  });

  test("5.9 one that throws later shows nothing, is reported once, and its answer decides", async () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const { controller, get, shown, of, net, runs } = await withArticle();
    const done = controller.fetch(of((snapshot, { id }) => {
      const { votes } = snapshot.get(Article, { id })!;
      if (votes! > 4) throw error;
      return { id, votes: votes! + 1 };
    }), one);
    const answer = async (votes: number) => {
      const read = controller.fetch(get, one);
      runs.at(-1)!.answer({ id: "1", votes });
      await read;
    };
    await answer(3);
    expect(shown.data).toEqual({ id: "1", votes: 4 });
    await answer(5);
    expect(shown.data).toEqual({ id: "1", votes: 5 });
    await answer(6);
    expect(reported.mock.calls).toEqual([[error]]);
    await answer(2);
    expect(shown.data).toEqual({ id: "1", votes: 3 });
    net.last.answer({ id: "1", votes: 8 });
    await done;
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 8 });
    vi.unstubAllGlobals();
  });

  test("so does one whose value does not fit any more", async () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const { controller, get, shown, of } = await withArticle();
    void controller.fetch(of((snapshot, { id }) => (snapshot.get(Article, { id })!.votes! > 4 ? 7 : { id, votes: 0 })), one);
    await controller.setResponse(get, one, { id: "1", votes: 5 });
    expect(reported.mock.calls).toEqual([[expect.any(SchemaError)]]);
    expect(shown.data).toEqual({ id: "1", votes: 5 });
    vi.unstubAllGlobals();
  });
});

describe("order", () => {
  test("7.7 above what reads write, below what was set later", async () => {
    const { controller, clock, get, shown, patch, runs } = await withArticle();
    clock.now = T + 10;
    void controller.fetch(patch, one, { votes: 2 });
    clock.now = T + 20;
    const read = controller.fetch(get, one);
    runs[0]!.answer({ id: "1", votes: 5, title: "read" });
    await read;
    expect(shown.data).toEqual({ id: "1", votes: 2, title: "read" });
    await controller.set(Article, one, { id: "1", votes: 9 });
    expect(shown.data).toEqual({ id: "1", votes: 9, title: "read" });
  });

  test("7.6 each request has a layer of its own, also in one millisecond", async () => {
    const { controller, shown, vote, net } = await withArticle();
    const [first, second, third] = [controller.fetch(vote, one), controller.fetch(vote, one), controller.fetch(vote, one)];
    expect(shown.data).toEqual({ id: "1", votes: 4 });
    net.runs[1]!.fail(error);
    await rejection(second);
    expect(shown.data).toEqual({ id: "1", votes: 3 });
    net.runs[0]!.answer({ id: "1", votes: 2 });
    await first;
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 3 });
    net.runs[2]!.answer({ id: "1", votes: 3 });
    await third;
    await turn();
    expect(shown.data).toEqual({ id: "1", votes: 3 });
  });

  test("7.9 a value that is set by a function is made of what is stored, without layers", async () => {
    const { controller, client, shown, patch } = await withArticle();
    void controller.fetch(patch, one, { title: "shown", votes: 2 });
    expect(controller.getState().entities.Article!["1"]).toEqual({ id: "1", votes: 1 });
    expect(client.dehydrate()).not.toContain("shown");
    await controller.set(Article, one, (article: ArticleData) => ({ ...article, votes: article.votes! + 10 }));
    expect(shown.data).toEqual({ id: "1", title: "shown", votes: 11 });
    await controller.abort(patch, one, { title: "shown", votes: 2 });
    expect(shown.data).toEqual({ id: "1", votes: 11 });
  });
});

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

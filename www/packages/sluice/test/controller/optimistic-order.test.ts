import { describe, expect, test, vi } from "vitest";
import { SchemaError } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, store, T, type ArticleData } from "./store.js";
import { one, error, mutations, shown, withArticle } from "./optimistic.js";

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

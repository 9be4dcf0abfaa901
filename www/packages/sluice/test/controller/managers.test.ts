import { describe, expect, test, vi } from "vitest";
import { type State, NetworkManager, SchemaError, SubscriptionManager, UsageError, abortReason, actionTypes, createClient, endpoint, getDefaultManagers, type Action, type Manager, type Middleware } from "../../src/index.js";
import { isPending, rejection, turn, uncaught, wasm } from "../harness.js";
import { Article, T, loadingStore, store } from "./store.js";
import { one, article, manager, noting, withManagers } from "./managers.js";

describe("managers", () => {
  test("13.1 are asked in order, the first one outermost; next resolves after the commit", async () => {
    const order: string[] = [];
    const seen: unknown[] = [];
    const named = (name: string) =>
      manager((api) => (next) => async (action) => {
        order.push(`${name} ${action.type}`);
        const result = await next(action);
        order.push(`${name} done`);
        if (name === "inner") seen.push(api.get(Article, "1"));
        return result;
      });
    const { controller } = await withManagers(named("outer"), named("inner"));
    await controller.set(Article, one, article);
    expect(order).toEqual([`outer ${actionTypes.SET_TYPE}`, `inner ${actionTypes.SET_TYPE}`, "inner done", "outer done"]);
    expect(seen).toEqual([article]);
  });

  test("13.1 api is the controller, which is a member of itself", async () => {
    const apis: unknown[] = [];
    const noted = manager((api) => {
      const { controller, get } = api;
      apis.push(api, controller, get);
      return (next) => next;
    });
    const { controller } = await withManagers(noted);
    expect(apis).toEqual([controller, controller, controller.get]);
    expect(apis[0]).toBe(controller);
  });

  test("13.1 getMiddleware is called on its manager", async () => {
    class Counting implements Manager {
      count = 0;
      getMiddleware(): Middleware {
        return () => (next) => (action) => {
          this.count++;
          return next(action);
        };
      }
    }
    const counting = new Counting();
    const { controller, get } = await withManagers(counting);
    await controller.invalidate(get, one);
    expect(counting.count).toBe(1);
  });

  test("13.1 init is called when the client is ready, cleanup when it is closed, in order", async () => {
    const order: string[] = [];
    const given: State[] = [];
    const named = (name: string): Manager => ({ middleware: () => (next) => next, init: (state) => given.push(state) && order.push(`init ${name}`), cleanup: () => order.push(`cleanup ${name}`) });
    const managers = [named("a"), named("b"), ...getDefaultManagers()];
    const client = createClient({ wasm, managers });
    expect(order).toEqual([]);
    await client.ready;
    expect(order).toEqual(["init a", "init b"]);
    expect(given.map((state) => state.epoch)).toEqual([0, 0]);
    client.close();
    client.close();
    expect(order).toEqual(["init a", "init b", "cleanup a", "cleanup b"]);
  });

  test("13.1 one whose init throws is reported, the others go on", async () => {
    const caught = uncaught();
    const error = new Error("no");
    const init = vi.fn();
    const { client } = await withManagers({ middleware: () => (next) => next, init: () => { throw error; } }, { middleware: () => (next) => next, init });
    await client.ready;
    await turn();
    expect(init).toHaveBeenCalledOnce();
    expect(caught).toEqual([error]);
  });

  test("13.1 actions say what they are about", async () => {
    const { actions, manager } = noting();
    const { controller, clock, get, update, note, runs } = await withManagers(manager);
    const read = controller.fetch(get, one);
    runs[0]!.answer(article);
    await read;
    clock.now = T + 10;
    const failed = controller.fetch(update, one, { title: "b" });
    const error = new Error("no");
    runs[1]!.fail(error);
    await rejection(failed);
    await controller.setResponse(note, "a", 5);
    await controller.setError(note, "a", error);
    await controller.set(Article, "1", article);
    await controller.invalidate(note, "a");
    await controller.invalidateAll(get);
    await controller.expireAll({ testKey: (key) => key === "k" });
    await controller.abort(get, one);
    await controller.resetEntireStore();
    const key = get.key(one);
    const [asked, answered, , refused] = actions;
    expect(asked).toEqual({ type: actionTypes.FETCH_TYPE, endpoint: get, args: [one], key, meta: { args: [one], key, fetchedAt: T, requestId: expect.any(Number) } });
    expect(answered).toEqual({ ...asked, type: actionTypes.SET_RESPONSE_TYPE, response: article });
    expect(refused).toMatchObject({ type: actionTypes.SET_RESPONSE_TYPE, endpoint: update, args: [one, { title: "b" }], error: true, response: error, meta: { fetchedAt: T + 10 } });
    const noteKey = note.key("a");
    expect(actions.slice(4)).toEqual([
      { type: actionTypes.SET_RESPONSE_TYPE, endpoint: note, args: ["a"], key: noteKey, response: 5, meta: { args: ["a"], key: noteKey, fetchedAt: T + 10 } },
      { type: actionTypes.SET_RESPONSE_TYPE, endpoint: note, args: ["a"], key: noteKey, response: error, error: true, meta: { args: ["a"], key: noteKey, fetchedAt: T + 10 } },
      expect.objectContaining({ type: actionTypes.SET_TYPE, schema: Article, args: ["1"], value: article }),
      expect.objectContaining({ type: actionTypes.INVALIDATE_TYPE, endpoint: note, args: ["a"], key: noteKey }),
      expect.objectContaining({ type: actionTypes.INVALIDATEALL_TYPE, testKey: expect.any(Function) }),
      expect.objectContaining({ type: actionTypes.EXPIREALL_TYPE, testKey: expect.any(Function) }),
      expect.objectContaining({ type: actionTypes.ABORT_TYPE, endpoint: get, key }),
      expect.objectContaining({ type: actionTypes.RESET_TYPE }),
    ]);
    expect(actions[8]!.testKey!(key)).toBe(true);
    expect(actions[8]!.testKey!(noteKey)).toBe(false);
    expect(actionTypes.RECEIVE_TYPE).toBe(actionTypes.SET_RESPONSE_TYPE);
  });

  test("13.1 a response is made when it is read; one that is not replaced is stored from the bytes", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const { actions, manager } = noting();
    const { controller, network } = await withManagers(manager);
    const byPath = endpoint({ path: "/article/:id", schema: Article });
    const read = controller.fetch(byPath, one);
    await turn();
    network.last.answer(article);
    expect(await read).toEqual(article);
    const texts = parse.mock.calls.length;
    expect(actions[1]!.response).toEqual(article);
    expect(actions[1]!.response).toBe(actions[1]!.response);
    expect(parse.mock.calls.length).toBe(texts + 1);
    parse.mockRestore();
  });

  test("13.1 a response may be replaced", async () => {
    const louder = manager(() => (next) => (action) =>
      action.type === actionTypes.SET_RESPONSE_TYPE && !action.error ? next({ ...action, response: { ...(action.response as object), title: "LOUD" } }) : next({ ...action }));
    const { controller, get, update, runs, network } = await withManagers(louder);
    const read = controller.fetch(get, one);
    runs[0]!.answer(article);
    expect(await read).toEqual({ id: "1", title: "LOUD" });
    const changed = controller.fetch(update, { id: "2" });
    runs[1]!.answer({ id: "2" });
    expect(await changed).toEqual({ id: "2", title: "LOUD" });
    const byPath = endpoint({ path: "/article/:id", schema: Article });
    const other = controller.fetch(byPath, { id: "3" });
    await turn();
    network.last.answer({ id: "3" });
    expect(await other).toEqual({ id: "3", title: "LOUD" });
    await controller.setResponse(get, { id: "4" }, { id: "4" });
    expect(controller.get(Article, "4")).toEqual({ id: "4", title: "LOUD" });
  });

  test("13.1 an answer may be made of an error, and an error of an answer", async () => {
    const error = new Error("too quiet");
    const turning = manager(() => (next) => (action) => {
      if (action.type !== actionTypes.SET_RESPONSE_TYPE) return next(action);
      return next(action.error ? { ...action, error: false, response: article } : { ...action, error: true, response: error });
    });
    const { controller, get, runs } = await withManagers(turning);
    const failed = controller.fetch(get, one);
    runs[0]!.fail(new Error("no"));
    expect(await failed).toEqual(article);
    const answered = controller.fetch(get, one);
    runs[1]!.answer(article);
    expect(await rejection(answered)).toBe(error);
    expect(controller.getError(get, one)).toBe(error);
  });

  test("13.1 a replaced response that cannot be stored rejects", async () => {
    const breaking = manager(() => (next) => (action) => next(action.type === actionTypes.SET_RESPONSE_TYPE ? { ...action, response: { id: 1n } } : action));
    const { controller, get, runs } = await withManagers(breaking);
    const read = controller.fetch(get, one);
    runs[0]!.answer(article);
    expect(await rejection(read)).toBeInstanceOf(SchemaError);
  });

  test("13.1 the endpoint of a request may be replaced", async () => {
    const other = vi.fn(async () => ({ id: "1", title: "other" }));
    const replacing = manager(() => (next) => (action) => next(action.type === actionTypes.FETCH_TYPE ? { ...action, endpoint: action.endpoint!.extend({ fetch: other } as never) } : action));
    const { controller, get, fetch } = await withManagers(replacing);
    expect(await controller.fetch(get, one)).toEqual({ id: "1", title: "other" });
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each(["setResponse", "setError", "resolve"] as const)("13.1 who consumes a request settles it by %s", async (how) => {
    const consumed: Action[] = [];
    const consuming = manager(() => (next) => (action) => (action.type === actionTypes.FETCH_TYPE ? void consumed.push(action) : next(action)));
    const { controller, get, fetch } = await withManagers(consuming);
    const read = controller.fetch(get, one);
    const shared = controller.fetch(get, one);
    expect(await isPending(read)).toBe(true);
    expect(fetch).not.toHaveBeenCalled();
    const [{ meta }] = consumed as [Action & { meta: NonNullable<Action["meta"]> }];
    const error = new Error("no");
    if (how === "setResponse") await controller.setResponse(get, one, article);
    else if (how === "setError") await controller.setError(get, one, error);
    else await controller.resolve(get, { args: [one], response: article, fetchedAt: meta.fetchedAt, requestId: meta.requestId! });
    if (how === "setError") for (const promise of [read, shared]) expect(await rejection(promise)).toBe(error);
    else for (const promise of [read, shared]) expect(await promise).toEqual(article);
  });

  test("13.1 a mutation that was consumed is settled by resolve", async () => {
    let meta: Action["meta"];
    const consuming = manager(() => (next) => (action) => (action.type === actionTypes.FETCH_TYPE ? void (meta = action.meta) : next(action)));
    const { controller, update } = await withManagers(consuming);
    const changed = controller.fetch(update, one);
    await controller.resolve(update, { args: [one], response: article, fetchedAt: meta!.fetchedAt, requestId: meta!.requestId! });
    expect(await changed).toEqual(article);
  });

  test.each(["throws", "rejects", "rejects after it was answered"])("13.1 what a middleware %s rejects the dispatch, and the request", async (how) => {
    const error = new Error("no");
    const failing = manager(() => (next) => (action) => {
      if (how === "throws") throw error;
      return how === "rejects" ? Promise.reject(error) : Promise.resolve(next(action)).then(() => Promise.reject(error));
    });
    const caught = uncaught();
    const { controller, get, list, runs } = await withManagers(failing);
    const read = controller.fetch(get, one);
    const shared = controller.fetch(get, one);
    for (const run of runs) run.answer(article);
    expect(await rejection(read)).toBe(error);
    const other = await Promise.allSettled([shared]);
    expect(other[0].status === "rejected" || how === "rejects after it was answered").toBe(true);
    expect(await rejection(controller.setResponse(list, []))).toBe(error);
    expect(await rejection(controller.dispatch({ type: "mine" }))).toBe(error);
    await turn();
    expect(caught).toEqual([]);
  });

  test("13.1 a middleware that fails with an answer ends its request", async () => {
    const error = new Error("no");
    const failing = manager(() => (next) => (action) => {
      if (action.type === actionTypes.SET_RESPONSE_TYPE) throw error;
      return next(action);
    });
    const { controller, get, runs } = await withManagers(failing);
    const read = controller.fetch(get, one);
    runs[0]!.answer(article);
    expect(await rejection(read)).toBe(error);
    expect(controller.get(Article, "1")).toBeUndefined();
    void controller.fetch(get, one).catch(() => {});
    expect(runs).toHaveLength(2);
  });

  test("13.1 nothing is dispatched while middlewares are being made", async () => {
    const made: Promise<unknown>[] = [];
    const early = manager((api) => {
      made.push(api.dispatch({ type: actionTypes.RESET_TYPE }), api.invalidateAll({ testKey: () => true }));
      return (next) => {
        made.push(api.dispatch({ type: "mine" }));
        return next;
      };
    });
    const promise = withManagers(early);
    for (const dispatched of made) expect(await rejection(dispatched)).toBeInstanceOf(UsageError);
    expect(made).toHaveLength(3);
    await promise;
  });

  test("13.1 dispatch does what an action says, with managers and without", async () => {
    for (const managers of [getDefaultManagers(), [noting().manager, ...getDefaultManagers()]]) {
      const { controller, get, runs, note } = await store({ managers });
      const read = controller.dispatch({ type: actionTypes.FETCH_TYPE, endpoint: get, args: [one] });
      runs[0]!.answer(article);
      expect(await read).toEqual(article);
      await controller.dispatch({ type: actionTypes.SET_RESPONSE_TYPE, endpoint: note, args: ["a"], response: 5 });
      expect(controller.getResponse(note, "a").data).toBe(5);
      const error = new Error("no");
      await controller.dispatch({ type: actionTypes.SET_RESPONSE_TYPE, endpoint: note, args: ["a"], response: error, error: true });
      expect(controller.getError(note, "a")).toBe(error);
      await controller.dispatch({ type: actionTypes.SET_TYPE, schema: Article, args: ["1"], value: { id: "1", title: "set" } });
      expect(controller.get(Article, "1")).toEqual({ id: "1", title: "set" });
      await controller.dispatch({ type: actionTypes.INVALIDATEALL_TYPE, testKey: (key) => key === get.key(one) });
      expect(controller.getResponse(get, one).expiryStatus).toBe(1);
      await controller.dispatch({ type: actionTypes.RESET_TYPE });
      expect(controller.get(Article, "1")).toBeUndefined();
      expect(await controller.dispatch({ type: "mine" })).toBeUndefined();
    }
  });

  test("13.1 an action of one's own reaches those who know it", async () => {
    const known = manager(() => (next) => (action) => (action.type === "mine" ? Promise.resolve(5) : next(action)));
    const { controller } = await withManagers(noting().manager, known);
    expect(await controller.dispatch({ type: "mine" })).toBe(5);
  });

  test("5.1 without one that handles requests, fetch rejects", async () => {
    for (const managers of [[], [new SubscriptionManager()], [noting().manager]]) {
      const { controller, get, fetch } = await store({ managers });
      expect(await rejection(controller.fetch(get, one))).toBeInstanceOf(UsageError);
      expect(fetch).not.toHaveBeenCalled();
      await controller.setResponse(get, one, article);
      expect(controller.get(Article, "1")).toEqual(article);
    }
  });

  test("12.8 without one that handles subscriptions, subscribe rejects", async () => {
    const { controller, get } = await store({ managers: [new NetworkManager()] });
    const poll = get.extend({ pollFrequency: 1000 });
    expect(await rejection(controller.subscribe(poll, one))).toBeInstanceOf(UsageError);
    await controller.unsubscribe(poll, one);
  });

  test("5.3 code after a mutation still sees the old state, also through middlewares that wait", async () => {
    const waiting = () => manager(() => (next) => async (action) => next(action));
    const { actions, manager: noted } = noting();
    const { controller, update, runs } = await withManagers(waiting(), waiting(), noted);
    const changed = controller.fetch(update, one);
    runs[0]!.answer(article);
    await changed;
    expect(controller.get(Article, "1")).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(controller.get(Article, "1")).toEqual(article);
    expect(actions).toHaveLength(2);
  });

  test("5.5 what is aborted raises nothing when nobody holds the promise", async () => {
    const caught = uncaught();
    const { controller, get, runs } = await withManagers(noting().manager);
    void controller.fetch(get, one);
    const held = controller.fetch(get, one);
    await controller.abort(get, one);
    expect(abortReason(await rejection(held))).toBe("aborted");
    expect(runs[0]!.signal.aborted).toBe(true);
    await turn();
    expect(caught).toEqual([]);
  });

  test("what is asked for before the core is there goes through them in its order", async () => {
    const { types, manager } = noting();
    const { client, controller, get, fetch } = loadingStore({ managers: [manager, ...getDefaultManagers()] });
    void controller.fetch(get, one).catch(() => {});
    await client.ready;
    expect(fetch).toHaveBeenCalledOnce();
    expect(types).toBeDefined();
  });

  test("polls go through them, too", async () => {
    const { actions, manager } = noting();
    const made = await withManagers(manager);
    const { controller, get, runs } = made;
    const poll = get.extend({ pollFrequency: 1000 });
    await controller.subscribe(poll, one);
    runs[0]!.answer(article);
    await turn();
    expect(actions.map(({ type }) => type)).toEqual([actionTypes.SUBSCRIBE_TYPE, actionTypes.FETCH_TYPE, actionTypes.SET_RESPONSE_TYPE]);
    expect(controller.get(Article, "1")).toEqual(article);
    await controller.unsubscribe(poll, one);
  });

  test("that are none are refused", () => {
    for (const managers of [5, [5], [{}], [null]]) expect(() => createClient({ wasm, managers: managers as never })).toThrow(UsageError);
  });
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { SchemaError, actionTypes, type Action } from "../../src/index.js";
import { rejection, turn, uncaught } from "../harness.js";
import { Article, store } from "./store.js";
import { one, article } from "./managers.js";

describe("DevToolsManager", () => {
  type Listener = (message: { type: string; payload?: unknown }) => void;

  /** An extension as pages see it. */
  function extension() {
    const tools = { init: vi.fn(), send: vi.fn(), error: vi.fn(), end: vi.fn(), tell: (() => {}) as Listener, subscribe: (listener: Listener) => ((tools.tell = listener), tools.end) };
    const connect = vi.fn((_: unknown) => tools);
    vi.stubGlobal("__REDUX_DEVTOOLS_EXTENSION__", { connect });
    return { tools, connect };
  }

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** Waits until the manager has connected. */
  const connected = (tools: { init: { mock: { calls: unknown[] } } }) => vi.waitFor(() => expect(tools.init.mock.calls.length).toBeGreaterThan(0));

  test("tells the extension what happens, once somebody looks", async () => {
    const { tools, connect } = extension();
    const { client, controller, get, runs } = await store();
    await controller.setResponse(get, one, article);
    await connected(tools);
    expect(connect).toHaveBeenCalledOnce();
    expect(connect.mock.calls[0]![0]).toMatchObject({ name: "sluice" });
    expect(tools.send).not.toHaveBeenCalled();
    tools.tell({ type: "START" });
    expect(tools.send.mock.calls.map(([action]) => (action as Action).type)).toEqual([actionTypes.SET_RESPONSE_TYPE]);
    expect(tools.send.mock.calls[0]).toMatchObject([{ endpoint: "get", args: [one], response: article }, { endpoints: { [get.key(one)]: "1" }, entities: { Article: { 1: article } }, epoch: 0 }]);
    const failed = controller.fetch(get, one);
    expect(tools.send.mock.lastCall![0]).toMatchObject({ type: actionTypes.FETCH_TYPE, endpoint: "get" });
    runs[0]!.fail(new TypeError("no"));
    await rejection(failed);
    await turn();
    expect(tools.send.mock.lastCall![0]).toMatchObject({ type: actionTypes.SET_RESPONSE_TYPE, error: true, response: { name: "TypeError", message: "no" } });
    expect(() => JSON.stringify(tools.send.mock.calls)).not.toThrow();
    tools.tell({ type: "STOP" });
    const told = tools.send.mock.calls.length;
    await controller.invalidate(get, one);
    expect(tools.send.mock.calls.length).toBe(told);
    tools.tell({ type: "START" });
    expect(tools.send.mock.calls.length).toBe(told + 1);
    client.close();
    expect(tools.end).toHaveBeenCalledOnce();
  });

  test("keeps up to 100 actions until then", async () => {
    const { tools } = extension();
    const { controller, note } = await store();
    for (let i = 0; i < 150; i++) await controller.setResponse(note, "a", i);
    await connected(tools);
    tools.tell({ type: "START" });
    expect(tools.send).toHaveBeenCalledTimes(100);
    expect(tools.send.mock.lastCall![0]).toMatchObject({ response: 149 });
  });

  test("lets a user of the extension reset, commit, and dispatch", async () => {
    const { tools } = extension();
    const { controller, get } = await store();
    await connected(tools);
    tools.tell({ type: "START" });
    await controller.setResponse(get, one, article);
    tools.tell({ type: "DISPATCH", payload: { type: "COMMIT" } });
    expect(tools.init).toHaveBeenCalledTimes(2);
    tools.tell({ type: "DISPATCH", payload: { type: "JUMP_TO_STATE" } });
    expect(tools.error).toHaveBeenCalledOnce();
    tools.tell({ type: "DISPATCH", payload: { type: "RESET" } });
    await turn();
    expect(controller.get(Article, "1")).toBeUndefined();
    expect(tools.init).toHaveBeenCalledTimes(3);
    tools.tell({ type: "ACTION", payload: '{"type":"mine"}' });
    await turn();
    expect(tools.send.mock.lastCall![0]).toMatchObject({ type: "mine" });
    tools.tell({ type: "ACTION", payload: "{" });
    await turn();
    expect(tools.error).toHaveBeenCalledTimes(2);
  });

  test("does nothing with devtools: false, nor where there is none", async () => {
    const { connect } = extension();
    const { controller, get } = await store({ devtools: false });
    await controller.setResponse(get, one, article);
    await turn();
    expect(connect).not.toHaveBeenCalled();
  });

  test("leaves rejections to those who wait", async () => {
    extension();
    const caught = uncaught();
    const { controller, get } = await store();
    expect(await rejection(controller.setResponse(get, one, 5))).toBeInstanceOf(SchemaError);
    await turn();
    expect(caught).toEqual([]);
  });
});

import { expect, test } from "vitest";
import { closeWebsocket, getWebsocket, getWebsocketState, openWebsocket, stopSubscriptions } from "sluice/redux";
import { websocketClosed, websocketOpened } from "../../src/redux/actions.js";
import { plainStore } from "./stores.js";

test("subscriptions and the socket are the engine's, and their actions reach the reducers", () => {
  const { store, engine, types } = plainStore({ subscriber: { url: "ws://host.example" } });
  const listening = { type: "S", subscription: null };
  const asking = { type: "T", payload: { subscription: { a: 1 } } };
  const stopping = stopSubscriptions(["S", Object.assign(() => {}, { toString: () => "T" })]);
  for (const action of [listening, asking, stopping, stopSubscriptions(), openWebsocket({ token: "x" }), closeWebsocket(), closeWebsocket(3000)]) store.dispatch(action);
  expect(engine.calls).toEqual([
    ["subscribe", listening],
    ["subscribe", asking],
    ["stopSubscriptions", ["S", "T"], stopping],
    ["stopSubscriptions", null, stopSubscriptions()],
    ["openWebsocket", { token: "x" }],
    ["closeWebsocket", 1000],
    ["closeWebsocket", 3000],
  ]);
  expect(types()).toEqual(["S", "T", "STOP_SUBSCRIPTIONS", "STOP_SUBSCRIPTIONS", "OPEN_WEBSOCKET", "CLOSE_WEBSOCKET", "CLOSE_WEBSOCKET"]);
});

test("getWebsocket gives the socket", () => {
  const { store } = plainStore({ subscriber: { url: "ws://host.example" } });
  expect(store.dispatch(getWebsocket())).toBe("the socket");
});

test("a refused code reaches nobody", () => {
  const { store, engine, types } = plainStore({ subscriber: { url: "ws://host.example" } });
  engine.closeWebsocket = () => {
    throw new RangeError("code");
  };
  expect(() => store.dispatch(closeWebsocket(7))).toThrow(RangeError);
  expect(types()).toEqual([]);
});

test("the socket's state follows it", () => {
  const { store } = plainStore();
  const states = [null, websocketOpened(), websocketClosed(1006), websocketOpened(), websocketClosed(1000)].map((action) => {
    if (action) store.dispatch(action);
    return getWebsocketState(store.getState());
  });
  expect(states.map(({ pristine, connected }) => [pristine, connected])).toEqual([
    [true, false],
    [false, true],
    [false, false],
    [false, true],
    [true, false],
  ]);
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { applyMiddleware, combineReducers, legacy_createStore } from "redux";
import { expect, onTestFinished, test, vi } from "vitest";
import { Client } from "../../src/client.js";
import { createRequestsStore, handleRequests, type DispatchRequest } from "sluice/redux";
import { turn } from "../harness.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const wasm = new URL("../../dist/sluice.wasm", import.meta.url);

/** A page of a server: its store has a client of its own, on the core that all pages share. */
async function page() {
  const driver = async () => ({ data: [{ id: 1 }] });
  const { requestsReducer, requestsMiddleware } = handleRequests({ driver, wasm, ssr: "server", onSuccess: (response) => response });
  const store = createRequestsStore(legacy_createStore(combineReducers({ requests: requestsReducer }), applyMiddleware<DispatchRequest>(...requestsMiddleware)));
  const result = store.dispatch({ type: "Q", request: { url: "/" }, meta: { normalize: true, cache: 5 } });
  await store.dispatch({ type: "M", request: { url: "/", method: "post" }, meta: { mutations: { Q: (data: unknown) => data } } });
  await result;
  return { left: new WeakRef(store), keep: store };
}

test("the own client of a store is closed when nobody has the store any more, and not before", async () => {
  const close = vi.spyOn(Client.prototype, "close");
  onTestFinished(() => close.mockRestore());
  const { keep } = await page();
  const { left } = await page();
  for (let i = 0; i < 100 && close.mock.calls.length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc();
    await turn();
  }
  expect([left.deref() === undefined, close.mock.calls.length]).toEqual([true, 1]);
  expect(await keep.dispatch({ type: "Q", request: { url: "/" } })).toMatchObject({ data: [{ id: 1 }] });
});

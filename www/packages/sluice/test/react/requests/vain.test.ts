import { Suspense, createElement as h } from "react";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ErrorBoundary, useRequestQuery, type RequestQueryOptions } from "../../../src/react.js";
import { abortRequests, type RequestAction } from "sluice/redux";
import { perform, quietly } from "../render.js";
import { shown } from "./render.js";

const fetchBook = (): RequestAction => ({ type: "BOOK", request: { url: "/" } });
const waits = { suspense: true, autoLoad: true };

function Book(props: Partial<RequestQueryOptions>) {
  return h("p", null, JSON.stringify(useRequestQuery({ type: "BOOK", action: fetchBook, ...props }).data));
}
const page = (props: Partial<RequestQueryOptions> = {}) => h(Suspense, { fallback: "waiting" }, h(Book, props));

/** From now on time passes as the test says. */
function clock() {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  return (ms: number) => perform(() => void vi.advanceTimersByTime(ms));
}

describe("a request that leaves nothing to show is not waited for again and again", () => {
  test.each<[string, RequestAction]>([
    ["of another type than the hook's", { type: "OTHER", request: { url: "/" } }],
    ["of another key", { type: "BOOK", request: { url: "/" }, meta: { requestKey: 1 } }],
    ["that is silent", { type: "BOOK", request: { url: "/" }, meta: { silent: true } }],
  ])("%s", async (_, action) => {
    const create = () => action;
    const { engine, text, render } = await shown(page({ action: create }), waits);
    await perform(() => engine.last.succeed("a"));
    await render(page({ action: create }));
    expect([engine.sent.length, text()]).toEqual([1, "null"]);
  });

  test("that is no request at all", async () => {
    const create = vi.fn(() => ({ type: "X" }));
    const { text } = await shown(page({ action: create }), waits);
    expect([create.mock.calls.length, text()]).toEqual([1, "null"]);
  });

  test("that is aborted, until it is mounted again a second later", async () => {
    const pass = clock();
    const { engine, store, text, render } = await shown(page(), waits);
    const aborts = async () => {
      engine.abort = (...given) => (given.at(-1) as (patch: object) => void)({ queries: { BOOK: null } });
      await perform(() => void store.dispatch(abortRequests()));
    };
    expect(text()).toBe("waiting");
    await aborts();
    await render(page());
    expect([engine.sent.length, text()]).toEqual([1, "null"]);
    await pass(1001);
    await render(page());
    expect([engine.sent.length, text()]).toEqual([1, "null"]);
    await render(null);
    await render(page());
    expect(engine.sent.length).toBe(2);
    await perform(() => engine.last.succeed("a"));
    expect(text()).toBe('"a"');
  });
});

test("what an action's creator throws is for a boundary, and is tried again a second later", async () => {
  quietly();
  const pass = clock();
  const create = vi.fn((): RequestAction => {
    throw new Error("no id");
  });
  const bounded = (key: number) => h(ErrorBoundary, { key }, page({ action: create }));
  const { engine, text, render } = await shown(bounded(1), waits);
  expect([create.mock.calls.length, text()]).toEqual([1, "no id"]);
  await pass(1001);
  create.mockImplementation(fetchBook);
  await render(bounded(2));
  await perform(() => engine.last.succeed("a"));
  expect(text()).toBe('"a"');
});

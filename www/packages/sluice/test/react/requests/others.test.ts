import { createElement as h, Fragment } from "react";
import { describe, expect, test } from "vitest";
import { ErrorBoundary, RequestErrorBoundary, RequestMutation, RequestQuery, useDispatchRequest, useRequestMutation, useRequestQuery, useRequestSubscription, type RequestMutationOptions, type RequestMutationResult, type RequestQueryProps } from "../../../src/react.js";
import type { RequestAction, RequestResult } from "sluice/redux";
import { perform, quietly, recorder } from "../render.js";
import { shown } from "./render.js";

const fetchBook = (): RequestAction => ({ type: "BOOK", request: { url: "/" } });
const saveBook = (...values: unknown[]): RequestAction => ({ type: "SAVE", request: { url: `/${values.join("/")}`, method: "put" } });
const failed = { BOOK: { data: null, pending: 0, error: "E", pristine: false } };

describe("useRequestMutation", () => {
  const hook = () => recorder((props: Partial<RequestMutationOptions>) => useRequestMutation({ type: "SAVE", action: saveBook, ...props }));

  test("shows what getMutation gives, and dispatches the action with its variables and more", async () => {
    const { component, given, last } = hook();
    const { engine, requests } = await shown(h(component, { variables: [1] }));
    expect(last()).toMatchObject({ loading: false, pending: 0, error: null, downloadProgress: null, uploadProgress: null });
    expect(requests().watchers).toEqual({ SAVE: 1 });
    let result: RequestResult | undefined;
    await perform(() => void last().mutate("a", new Event("click")).then((value) => (result = value)));
    expect(last()).toMatchObject({ loading: true, pending: 1 });
    await perform(() => engine.last.succeed("saved"));
    expect(result).toMatchObject({ data: "saved" });
    expect(engine.last.action.request).toMatchObject({ url: "/1/a" });
    expect(given).toHaveLength(3);
    expect(new Set(given.map(({ mutate }) => mutate)).size).toBe(1);
  });

  test("is reset by the last with autoReset, and goes on when it is pending", async () => {
    const { component } = hook();
    const { engine, render } = await shown([h(component, { key: 1, autoReset: true }), h(component, { key: 2, autoReset: true })]);
    await render([h(component, { key: 1, autoReset: true })]);
    expect(engine.calls).toEqual([]);
    await render(null);
    expect(engine.calls).toEqual([["reset", [{ requestType: "SAVE" }], false, true]]);
  });
});

describe("useRequestSubscription", () => {
  const subscribe = (...values: unknown[]) => ({ type: "ON", subscription: values });
  const Listens = (props: { active?: boolean; variables?: unknown[] }) => {
    useRequestSubscription({ type: "ON", action: subscribe, ...props });
    return null;
  };

  test("subscribes anew when a variable changes, and ends with its last component", async () => {
    const { engine, render, requests } = await shown([h(Listens, { key: 1, variables: [1] }), h(Listens, { key: 2, active: false })], {}, { subscriber: { url: "ws://host.example" } });
    expect(engine.calls).toEqual([["subscribe", subscribe(1)]]);
    expect(requests().watchers).toEqual({ ON: 1 });
    await render([h(Listens, { key: 1, variables: [2] }), h(Listens, { key: 2, variables: [2] })]);
    expect(engine.calls.slice(1)).toEqual([
      ["subscribe", subscribe(2)],
      ["subscribe", subscribe(2)],
    ]);
    await render([h(Listens, { key: 1, variables: [2] })]);
    expect(engine.calls).toHaveLength(3);
    await render([h(Listens, { key: 1, active: false })]);
    expect(engine.calls.slice(3)).toEqual([["stopSubscriptions", ["ON"], { type: "STOP_SUBSCRIPTIONS", subscriptions: ["ON"] }]]);
    expect(requests().watchers).toEqual({});
  });

  test("is sent once in StrictMode, and again after it has ended", async () => {
    const { engine, render } = await shown(h(Listens), {}, { subscriber: { url: "ws://host.example" }, strict: true });
    expect(engine.calls.map(([name]) => name)).toEqual(["subscribe"]);
    await render(h(Listens, { active: false }));
    await render(h(Listens, { active: true }));
    expect(engine.calls.map(([name]) => name)).toEqual(["subscribe", "stopSubscriptions", "subscribe"]);
  });
});

test("useDispatchRequest gives the store's dispatch", async () => {
  const { component, last } = recorder(() => useDispatchRequest());
  const { engine } = await shown(h(component));
  let result: RequestResult<string> | undefined;
  await perform(() => void last()<string>(fetchBook() as RequestAction<string>).then((value) => (result = value)));
  await perform(() => engine.last.succeed("a"));
  expect(result).toMatchObject({ data: "a" });
});

describe("RequestQuery", () => {
  const Loader = ({ label = "loading" }: { label?: string }) => h("i", null, label);
  const Failed = ({ error, prefix = "" }: { error: unknown; prefix?: string }) => h("b", null, `${prefix}${String(error)}`);
  const Query = (props: Partial<RequestQueryProps<string[]>>) =>
    h(RequestQuery<string[]>, { type: "BOOK", action: fetchBook, loadingComponent: Loader, errorComponent: Failed, noDataMessage: "none", children: ({ data }) => data.join(), ...props });

  test("shows that it loads, its error, that there is nothing, its data", async () => {
    const { engine, store, text } = await shown(h(Query));
    const steps = [text()];
    const load = async (end: () => void) => {
      await perform(() => void store.dispatch(fetchBook()));
      steps.push(text());
      await perform(end);
      steps.push(text());
    };
    await load(() => engine.last.fail("E"));
    await load(() => engine.last.succeed([]));
    await load(() => engine.last.succeed(["a", "b"]));
    await load(() => engine.last.succeed(["c"]));
    expect(steps).toEqual(["none", "loading", "E", "loading", "none", "loading", "a,b", "loading", "c"]);
  });

  test("may keep what it shows while it loads again, judge for itself what is nothing, and be a component", async () => {
    const Shows = ({ query }: { query: { data: string[]; loading: boolean } }) => h("p", null, `${query.data.length}${query.loading ? "…" : ""}`);
    const props = { showLoaderDuringRefetch: false, component: Shows, isDataEmpty: ({ data }: { data: string[] | null }) => data === null, loadingComponentProps: { label: "wait" }, errorComponentProps: { prefix: "error " } };
    const { engine, store, text } = await shown(h(Query, props));
    const steps: string[] = [];
    for (const end of [() => engine.last.fail("E"), () => engine.last.succeed([]), () => engine.last.succeed(["a"])]) {
      await perform(() => void store.dispatch(fetchBook()));
      steps.push(text());
      await perform(end);
      steps.push(text());
    }
    expect(steps).toEqual(["wait", "error E", "wait", "0", "0…", "1"]);
  });

  test("gives progress to what shows that it loads, and other properties to the component", async () => {
    const Progress = ({ downloadProgress }: { downloadProgress?: number | null }) => h("i", null, `${downloadProgress} %`);
    const Shows = ({ query, label }: { query: { data: unknown }; label: string }) => h("p", null, `${label} ${String(query.data)}`);
    const { engine, store, text } = await shown(h(RequestQuery<unknown, Parameters<typeof Shows>[0]>, { type: "BOOK", loadingComponent: Progress, component: Shows, label: "book" }));
    await perform(() => void store.dispatch(fetchBook()));
    expect(text()).toBe("null %");
    await perform(() => engine.last.succeed("a"));
    expect(text()).toBe("book a");
  });

  test("does itself what the provider's defaults would have others do", async () => {
    const defaults = { autoLoad: true, suspense: true, throwError: true };
    const { engine, store, text } = await shown(h(Fragment, null, h(Query), h(RequestMutation, { type: "BOOK", children: "mutation" })), defaults);
    expect([text(), engine.calls.length]).toEqual(["nonemutation", 0]);
    await perform(() => void store.dispatch(fetchBook()));
    expect(text()).toBe("loadingmutation");
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("Emutation");
  });

  test("shows nothing by default, and children that are no function", async () => {
    const { engine, store, text } = await shown(h(RequestQuery, { type: "BOOK" }, "there it is"));
    expect(text()).toBe("");
    await perform(() => void store.dispatch(fetchBook()));
    expect(text()).toBe("");
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("");
    await perform(() => void store.dispatch(fetchBook()));
    await perform(() => engine.last.succeed(1));
    expect(text()).toBe("there it is");
  });
});

test("RequestMutation hands a mutation to its children", async () => {
  let save!: () => unknown;
  const children = ({ loading, mutate }: RequestMutationResult) => {
    save = mutate;
    return String(loading);
  };
  const { text } = await shown(h(RequestMutation, { type: "SAVE", action: saveBook, children }));
  expect(text()).toBe("false");
  await perform(() => void save());
  expect(text()).toBe("true");
});

describe("RequestErrorBoundary", () => {
  const Throws = (props: { autoReset?: boolean; autoLoad?: boolean }) => h("p", null, String(useRequestQuery({ type: "BOOK", action: fetchBook, throwError: true, ...props }).data));
  const boundary = (...children: React.ReactNode[]) => h(RequestErrorBoundary, { fallback: ({ error, type, requestKey }) => `${String(error)} of ${type} ${String(requestKey)}` }, ...children);

  test("shows what a hook throws until the error clears", async () => {
    quietly();
    const { engine, store, text } = await shown(boundary(h(Throws)));
    await perform(() => void store.dispatch(fetchBook()));
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("E of BOOK undefined");
    await perform(() => void store.dispatch({ type: "OTHER", request: { url: "/" } }));
    expect(text()).toBe("E of BOOK undefined");
    await perform(() => void store.dispatch(fetchBook()));
    expect(text()).toBe("null");
    await perform(() => engine.last.succeed("a"));
    expect(text()).toBe("a");
  });

  test("shows an error that was there before", async () => {
    quietly();
    const { text, render, engine, requests } = await shown(boundary(h(Throws, { autoReset: true })), {}, { preloaded: { ...(await import("../../../src/redux/state.js")).initialState, queries: failed } });
    expect(text()).toBe("E of BOOK undefined");
    await render(null);
    expect(engine.calls).toEqual([["reset", [{ requestType: "BOOK" }], true, false]]);
    expect(requests().watchers).toEqual({});
  });

  test("keeps what it shows although its children are reset when they go", async () => {
    quietly();
    const { engine, text, requests } = await shown(boundary(h(Throws, { autoReset: true, autoLoad: true })));
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("E of BOOK undefined");
    expect(engine.calls).toEqual([]);
    expect(engine.sent).toHaveLength(1);
    expect(requests().watchers).toEqual({ BOOK: 1 });
  });

  test("shows errors of mutations", async () => {
    quietly();
    const Saves = () => h("p", null, String(useRequestMutation({ type: "SAVE", requestKey: "k", throwError: true }).error));
    const { engine, store, text } = await shown(boundary(h(Saves)));
    const save = (): RequestAction => ({ type: "SAVE", request: { url: "/", method: "put" }, meta: { requestKey: "k" } });
    await perform(() => void store.dispatch(save()));
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("E of SAVE k");
    await perform(() => void store.dispatch(save()));
    expect(text()).toBe("null");
  });

  test("leaves other errors to boundaries above", async () => {
    quietly();
    const Broken = (): never => {
      throw new Error("broken");
    };
    const { text } = await shown(h(ErrorBoundary, null, boundary(h(Broken))));
    expect(text()).toBe("broken");
  });
});

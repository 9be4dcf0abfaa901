import { Suspense, createElement as h, startTransition, useState } from "react";
import { describe, expect, test } from "vitest";
import { useDispatchRequest, useRequestQuery, type RequestQueryOptions, type RequestQueryResult } from "../../../src/react.js";
import { abortRequests, removeWatcher, type RequestAction } from "sluice/redux";
import { initialState } from "../../../src/redux/state.js";
import { perform, recorder } from "../render.js";
import { shown } from "./render.js";

const fetchBook = (id: unknown = 0, more: unknown = 0): RequestAction => ({ type: "BOOK", request: { url: `/books/${String(id)}/${String(more)}` } });
const urls = (engine: { sent: { action: RequestAction }[] }) => engine.sent.map(({ action }) => (action.request as { url: string }).url);
const recorded = () => recorder((props: Partial<RequestQueryOptions>) => useRequestQuery({ type: "BOOK", action: fetchBook, ...props }));

function Book(props: Partial<RequestQueryOptions>) {
  const { data, loading, error } = useRequestQuery({ type: "BOOK", action: fetchBook, ...props });
  return h("p", null, `${loading ? "loading " : ""}${JSON.stringify(data)}${error === null ? "" : ` ${String(error as string)}`}`);
}

describe("useRequestQuery", () => {
  test("shows what getQuery gives, and renders only when that changes", async () => {
    const { component, given, last } = recorded();
    const { store, engine, requests } = await shown(h(component));
    expect(last()).toMatchObject({ data: null, loading: false, pristine: true });
    expect(engine.sent).toEqual([]);
    expect(requests().watchers).toEqual({ BOOK: 1 });
    await perform(() => void store.dispatch({ type: "OTHER", request: { url: "/" } }));
    expect(given).toHaveLength(1);
    await perform(() => void last().load());
    expect(last().loading).toBe(true);
    await perform(() => engine.last.succeed("a book"));
    expect(last()).toMatchObject({ data: "a book", loading: false });
    expect(given).toHaveLength(3);
    expect(new Set(given.map(({ load }) => load)).size).toBe(1);
    expect(new Set(given.map(({ stopPolling }) => stopPolling)).size).toBe(1);
  });

  test("gives the promise of what it loads, and ends polling", async () => {
    const { component, last } = recorded();
    const { engine } = await shown(h(component, { requestKey: 1 }));
    let loaded: unknown;
    await perform(() => void last().load().then((result) => (loaded = result)));
    await perform(() => engine.last.succeed(1));
    expect(loaded).toMatchObject({ data: 1 });
    last().stopPolling();
    expect(engine.calls).toEqual([["stopPolling", [{ requestType: "BOOK", requestKey: "1" }]]]);
  });

  test("takes an action creator as its type, and what stands in place of data", async () => {
    const creator = Object.assign(() => fetchBook(7), { toString: () => "BOOK" });
    const { component, last } = recorder(() => useRequestQuery({ type: creator, defaultData: { inline: true } }));
    const { engine } = await shown(h(component));
    expect(last().data).toEqual({ inline: true });
    await perform(() => void last().load());
    expect(urls(engine)).toEqual(["/books/7/0"]);
  });

  test("says what it lacks when it is to load without an action", async () => {
    const { component, last } = recorder(() => useRequestQuery({ type: "BOOK" }));
    await shown(h(component));
    expect(() => last().load()).toThrow("BOOK has no action");
  });

  test("does not count an event as a variable", async () => {
    const { component, last } = recorded();
    const { engine } = await shown(h(component));
    await perform(() => void (last().load as (event: unknown) => unknown)(new Event("click")));
    expect(urls(engine)).toEqual(["/books/0/0"]);
  });
});

describe("autoLoad", () => {
  test("loads when the component is mounted, and when the action or a variable changes", async () => {
    const { component } = recorded();
    const { engine, render } = await shown(h(component, { autoLoad: true, variables: [1, "a"] }));
    expect(urls(engine)).toEqual(["/books/1/a"]);
    await render(h(component, { autoLoad: true, variables: [1, "a"] }));
    expect(engine.sent).toHaveLength(1);
    await render(h(component, { autoLoad: true, variables: [1, "b"] }));
    await render(h(component, { autoLoad: true, variables: [1, "b", "c"] }));
    await render(h(component, { autoLoad: true, action: () => fetchBook("other"), variables: [1, "b", "c"] }));
    expect(urls(engine).slice(1)).toEqual(["/books/1/b", "/books/1/b", "/books/other/0"]);
  });

  test("is off where the hook says so, whatever the provider does", async () => {
    const { engine } = await shown([h(Book, { key: 1 }), h(Book, { key: 2, autoLoad: false })], { autoLoad: true });
    expect(engine.sent).toHaveLength(1);
  });

  test("loads once in StrictMode, and what fails raises nothing", async () => {
    const { engine, requests } = await shown(h(Book, { autoLoad: true }), {}, { strict: true });
    expect(engine.sent).toHaveLength(1);
    expect(requests().watchers).toEqual({ BOOK: 1 });
    await perform(() => engine.last.fail(new Error("broken"), { thrown: true }));
  });
});

describe("watchers", () => {
  test("are counted by type and key, in StrictMode as well", async () => {
    const tree = (n: number) => [...[0, 1, 2].slice(0, n).map((key) => h(Book, { key, requestKey: key || null })), h(Book, { key: "x", type: "BOOK1" })];
    const { requests, render, unmount, store } = await shown(tree(3), {}, { strict: true });
    expect(Object.values(requests().watchers)).toEqual([1, 1, 1, 1]);
    expect(Object.keys(requests().watchers).sort()).toEqual(["BOOK", "BOOK1", "BOOK1\0", "BOOK2"]);
    await render(tree(1));
    expect(Object.keys(requests().watchers).sort()).toEqual(["BOOK", "BOOK1\0"]);
    await unmount();
    expect(requests().watchers).toEqual({});
    store.dispatch(removeWatcher("BOOK"));
    expect(requests().watchers).toEqual({});
  });

  test("the last of a request resets it with autoReset, and aborts it", async () => {
    const tree = (n: number) => [0, 1].slice(0, n).map((key) => h(Book, { key, autoReset: true, requestKey: "k" }));
    const { engine, render } = await shown(tree(2));
    await render(tree(1));
    expect(engine.calls).toEqual([]);
    await render(null);
    expect(engine.calls).toEqual([["reset", [{ requestType: "BOOK", requestKey: "k" }], true, false]]);
  });

  test("leave a request alone that is reset on its own", async () => {
    const { engine, render } = await shown([h(Book, { key: 1, autoReset: true, requestKey: 1 }), h(Book, { key: 2, type: "BOOK1", autoReset: true })]);
    await render([h(Book, { key: 2, type: "BOOK1", autoReset: true })]);
    expect(engine.calls).toEqual([["reset", [{ requestType: "BOOK", requestKey: "1" }], true, false]]);
  });

  test("that move on to another key leave the former one, of which nothing is shown any more", async () => {
    const keyed = (id: number): RequestAction => ({ ...fetchBook(id), meta: { requestKey: id } });
    const book = (id: number) => h(Book, { action: keyed, requestKey: id, variables: [id], autoLoad: true, autoReset: true });
    const { engine, render, requests, text } = await shown(book(1), {}, { strict: true });
    await render(book(2));
    expect(urls(engine)).toEqual(["/books/1/0", "/books/2/0"]);
    expect(engine.calls).toEqual([["reset", [{ requestType: "BOOK", requestKey: "1" }], true, false]]);
    expect(requests().watchers).toEqual({ BOOK2: 1 });
    await perform(() => engine.sent[0]!.succeed("one"));
    expect(text()).toBe("loading null");
    await perform(() => engine.sent[1]!.succeed("two"));
    expect(text()).toBe('"two"');
  });

  test("come and go in StrictMode, and when a request moves to another component, without a reset", async () => {
    const props = { autoLoad: true, autoReset: true };
    const { engine, requests, render } = await shown(h(Book, { key: 1, ...props }), {}, { strict: true });
    expect(engine.sent).toHaveLength(1);
    await render(h(Book, { key: 2, ...props, autoLoad: false }));
    expect(engine.calls).toEqual([]);
    expect(requests().watchers).toEqual({ BOOK: 1 });
    await render(null);
    expect(engine.calls).toHaveLength(1);
  });
});

describe("suspense", () => {
  const waiting = (...books: Partial<RequestQueryOptions>[]) => h(Suspense, { fallback: "waiting" }, ...books.map((book, key) => h(Book, { key, ...book })));

  test("waits while a request is loading", async () => {
    const { engine, store, text } = await shown(waiting({}), { suspense: true });
    expect(text()).toBe("null");
    await perform(() => void store.dispatch(fetchBook()));
    expect(text()).toContain("waiting");
    await perform(() => engine.last.succeed("a"));
    expect(text()).toBe('"a"');
    expect(engine.sent).toHaveLength(1);
  });

  test.each([
    ["", false],
    [" in StrictMode", true],
  ])("begins what is to be loaded, once for all who wait%s", async (_name, strict) => {
    const { engine, text, requests } = await shown(waiting({}, {}), { suspense: true, autoLoad: true }, { strict });
    expect(text()).toBe("waiting");
    expect(engine.sent).toHaveLength(1);
    await perform(() => engine.last.succeed("a"));
    expect(text()).toBe('"a""a"');
    expect(engine.sent).toHaveLength(1);
    expect(requests().watchers).toEqual({ BOOK: 2 });
  });

  test("loads and waits again when a variable changes", async () => {
    const { engine, text, render } = await shown(waiting({ variables: [1] }), { suspense: true, autoLoad: true });
    await perform(() => engine.last.succeed("a"));
    await render(waiting({ variables: [2] }));
    expect(text()).toContain("waiting");
    await perform(() => engine.last.succeed("b"));
    expect(text()).toBe('"b"');
    expect(urls(engine)).toEqual(["/books/1/0", "/books/2/0"]);
  });

  test("ends with an error, which is shown", async () => {
    const { engine, text } = await shown(waiting({}), { suspense: true, autoLoad: true });
    await perform(() => engine.last.fail("E"));
    expect(text()).toBe("null E");
    expect(engine.sent).toHaveLength(1);
  });

  test("goes on when who waits is gone: the answer is there for the next, in StrictMode as well", async () => {
    const { engine, text, render } = await shown(waiting({}), { suspense: true, autoLoad: true }, { strict: true });
    await render(null);
    await perform(() => engine.last.succeed("a"));
    await render(waiting({}));
    expect(text()).toBe('"a"');
    expect(engine.sent).toHaveLength(1);
  });

  test("waits for what somebody else has begun, and begins nothing", async () => {
    const Begins = () => {
      const dispatch = useDispatchRequest();
      useState(() => queueMicrotask(() => void dispatch(fetchBook())));
      return null;
    };
    const { engine, text } = await shown([h(Begins, { key: 1 }), h("div", { key: 2 }, waiting({}))], { suspense: true });
    expect(text()).toContain("waiting");
    await perform(() => engine.last.abort());
    expect(text()).toBe("null");
  });

  test("of a transition keeps what is shown", async () => {
    let go!: (id: number) => void;
    const Page = () => {
      const [id, set] = useState(1);
      go = set;
      return waiting({ requestKey: id, variables: [id] });
    };
    const keyed = (id: number): RequestAction => ({ type: "BOOK", request: { url: "/" }, meta: { requestKey: id } });
    const { engine, text } = await shown(h(Page), { suspense: true });
    await perform(() => startTransition(() => go(2)));
    expect(text()).toBe("null");
    await perform(() => void engine.store.dispatchRequest(keyed(2)));
    expect(text()).toContain("waiting");
    await perform(() => engine.last.succeed("two"));
    expect(text()).toBe('"two"');
  });
});

test("a page that continues shows what the server has shown, and loads nothing twice", async () => {
  const queries = { BOOK: { data: "a", pending: 0, error: null, pristine: false } };
  const { engine, text, actions } = await shown(h(Book), { autoLoad: true, suspense: true }, { ssr: "client", preloaded: { ...initialState, queries, ssr: ["BOOK"] } });
  expect(text()).toBe('"a"');
  expect(engine.sent).toEqual([]);
  expect(actions.map(({ type }) => type)).toEqual(["ADD_WATCHER", "BOOK", "BOOK_SUCCESS"]);
});

test("an abort of the first request ends as pristine", async () => {
  const results: RequestQueryResult[] = [];
  const Shows = () => {
    results.push(useRequestQuery({ type: "BOOK", action: fetchBook, autoLoad: true }));
    return null;
  };
  const { engine, store } = await shown(h(Shows));
  engine.abort = (...given) => {
    (given.at(-1) as (patch: object) => void)({ queries: { BOOK: null } });
  };
  await perform(() => void store.dispatch(abortRequests()));
  expect(results.at(-1)).toMatchObject({ pristine: true, loading: false });
});

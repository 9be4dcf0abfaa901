import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { RequestsProvider, useDispatchRequest, useRequestQuery, type RequestsProviderProps } from "../../../src/react.js";
import { mockDriver } from "../../../src/index.js";
import type { RequestAction } from "sluice/redux";
import { initialState } from "../../../src/redux/state.js";
import { turn, wasm } from "../../harness.js";
import { perform, quietly } from "../render.js";

const fetchBook = (title = "a book"): RequestAction => ({ type: "BOOK", request: { response: { data: title } } });

async function provided(props: Omit<RequestsProviderProps, "store" | "requestsConfig"> & object, Child: () => React.ReactNode) {
  const container = document.createElement("div");
  const root = createRoot(container);
  onTestFinished(() => perform(() => root.unmount()));
  await perform(() => root.render(h(RequestsProvider, { requestsConfig: { driver: mockDriver(), wasm }, ...props } as RequestsProviderProps, h(Child))));
  return { text: () => container.textContent };
}

test("makes a store of its own, with other reducers, middlewares and a state to begin with", async () => {
  const types: unknown[] = [];
  const note = (() => (next: (action: unknown) => unknown) => (action: { type: string }) => {
    types.push(action.type);
    return next(action);
  }) as never;
  const count = (state: number = 0, { type }: { type: string }) => (type === "ADD" ? state + 1 : state);
  let dispatch!: (action: never) => unknown;
  let given: { getState(): object } | undefined;
  const Book = () => {
    dispatch = useDispatchRequest();
    return useRequestQuery<string>({ type: "BOOK", action: fetchBook, autoLoad: true }).data ?? "none";
  };
  const props = { extraReducers: { count: count as never }, getMiddleware: (own: readonly never[]) => [...own, note], initialState: { count: 7 }, getStore: (store: { getState(): object }) => void (given = store) };
  const { text } = await provided(props, Book);
  await perform(() => void dispatch({ type: "ADD" } as never));
  for (let i = 0; i < 100 && text() === "none"; i++) await perform(() => {});
  expect(text()).toBe("a book");
  expect(types).toEqual(["ADD_WATCHER", "BOOK", "ADD", "BOOK_SUCCESS"]);
  expect(given?.getState()).toMatchObject({ count: 8, requests: { queries: { BOOK: { data: "a book" } } } });
});

test("goes on with the whole state of a server", async () => {
  const requests = { ...initialState, queries: { BOOK: { data: "known", pending: 0, error: null, pristine: false, type: "BOOK" } } };
  let given!: { getState(): { requests: unknown } };
  const { text } = await provided({ initialState: { requests }, getStore: (store: typeof given) => void (given = store) } as object, () => useRequestQuery<string>({ type: "BOOK" }).data);
  expect(text()).toBe("known");
  expect(given.getState().requests).toMatchObject({ ...requests, watchers: { BOOK: 1 } });
});

test("a middleware may not dispatch while it is made, and an action needs a type", async () => {
  quietly();
  const early = (({ dispatch }: { dispatch: (action: unknown) => unknown }) => {
    expect(() => dispatch({ type: "EARLY" })).toThrow("while it is made");
    return (next: unknown) => next;
  }) as never;
  let dispatch!: (action: never) => unknown;
  await provided({ getMiddleware: () => [early] } as never, () => {
    dispatch = useDispatchRequest();
    return null;
  });
  expect(() => dispatch({} as never)).toThrow("an action is an object with a type");
  await turn();
});

test("refuses to do without a store", async () => {
  quietly();
  await expect(provided({ requestsConfig: undefined } as never, () => null)).rejects.toThrow("neither store nor requestsConfig");
});

test("hooks say what they lack outside of it", async () => {
  quietly();
  const root = createRoot(document.createElement("div"));
  const Alone = () => String(useDispatchRequest());
  await expect(perform(() => root.render(h(Alone)))).rejects.toThrow("wrap the tree in <RequestsProvider");
});

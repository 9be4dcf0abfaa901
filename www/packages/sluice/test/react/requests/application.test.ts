import { StrictMode, Suspense, createElement as h, useState } from "react";
import { configureStore } from "@reduxjs/toolkit";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { RequestErrorBoundary, RequestQuery, RequestsProvider, useRequestMutation, useRequestQuery, type RequestsDefaults } from "../../../src/react.js";
import { createClient } from "../../../src/index.js";
import { getQuery, handleRequests, resetRequests, type RequestAction } from "sluice/redux";
import { wasm } from "../../harness.js";
import { perform, quietly } from "../render.js";

interface Answering {
  readonly url: string;
  succeed(data: unknown): void;
  fail(error: unknown): void;
}

const fetchBook = (id: number): RequestAction<string> => ({ type: "BOOK", request: { url: `/books/${id}` }, meta: { requestKey: id } });
const rename = (id: number, title: string): RequestAction => ({
  type: "RENAME",
  request: { url: `/books/${id}`, method: "put" },
  meta: { mutations: { [`BOOK${id}`]: { updateDataOptimistic: () => title, updateData: (_old: string, answer: string) => answer } } },
});

/** An application on a core, with a network in the test's hands. */
async function application(element: React.ReactNode, defaults: Partial<RequestsDefaults>) {
  const client = createClient({ wasm });
  onTestFinished(() => client.close());
  const calls: Answering[] = [];
  const driver = ({ url }: { url: string }) => new Promise<{ data: unknown }>((resolve, reject) => calls.push({ url, succeed: (data) => resolve({ data }), fail: reject }));
  const { requestsReducer, requestsMiddleware } = handleRequests({ driver, client });
  const store = configureStore({ reducer: { requests: requestsReducer }, middleware: (usual) => usual({ serializableCheck: { ignoredActionPaths: ["meta"], warnAfter: 10_000 }, immutableCheck: { warnAfter: 10_000 } }).concat(requestsMiddleware) });
  const container = document.createElement("div");
  const root = createRoot(container);
  onTestFinished(() => perform(() => root.unmount()));
  const render = (element: React.ReactNode) => perform(() => root.render(h(StrictMode, null, h(RequestsProvider, { store, ...defaults }, h(Suspense, { fallback: "waiting" }, element)))));
  await render(element);
  return { store, calls, render, text: () => container.textContent ?? "", ready: () => client.ready };
}

const Book = ({ id }: { id: number }) => h("p", null, String(useRequestQuery({ type: "BOOK", action: fetchBook, requestKey: id, variables: [id] }).data));

test("waits, shows, renames at once and as the server says, and forgets what nobody shows", async () => {
  let save!: (...more: unknown[]) => unknown;
  const Saves = () => {
    save = useRequestMutation({ type: "RENAME", action: rename }).mutate;
    return null;
  };
  const page = (id: number) => [h(Book, { key: id, id }), h(Saves, { key: "saves" })];
  const { calls, store, render, text, ready } = await application(page(1), { suspense: true, autoLoad: true, autoReset: true });
  await ready();
  await perform(() => {});
  expect(text()).toBe("waiting");
  await perform(() => calls.at(-1)!.succeed("one"));
  expect(text()).toBe("one");
  await perform(() => void save(1, "uno"));
  expect(text()).toBe("uno");
  await perform(() => calls.at(-1)!.succeed("ONE"));
  expect(text()).toBe("ONE");
  expect(calls.map(({ url }) => url)).toEqual(["/books/1", "/books/1"]);
  await render(page(2));
  await perform(() => calls.at(-1)!.succeed("two"));
  expect(text()).toBe("two");
  expect(getQuery(store.getState(), { type: "BOOK", requestKey: 1 }).pristine).toBe(true);
  expect(store.getState().requests.watchers).toEqual({ BOOK2: 1, RENAME: 1 });
});

test("shows an error by a boundary, and tries again", async () => {
  quietly();
  const boundary = h(RequestErrorBoundary, { fallback: ({ error }) => `failed: ${String(error)}` }, h(Book, { id: 1 }));
  const { calls, store, text, ready } = await application(boundary, { autoLoad: true, throwError: true });
  await ready();
  await perform(() => calls.at(-1)!.fail("E"));
  expect(text()).toBe("failed: E");
  await perform(() => void store.dispatch(resetRequests([{ requestType: "BOOK", requestKey: 1 }])));
  expect(text()).toBe("null");
  await perform(() => calls.at(-1)!.succeed("one"));
  expect(text()).toBe("one");
});

test("loads what a variable asks for, and shows the newest", async () => {
  let go!: (id: number) => void;
  const Search = () => {
    const [id, set] = useState(1);
    go = set;
    const action = (id: number): RequestAction<string> => ({ type: "SEARCH", request: { url: `/search/${id}` } });
    const [search] = useState(() => action);
    return h(RequestQuery<string>, { type: "SEARCH", action: search, variables: [id], autoLoad: true, loadingComponent: () => "…", noDataMessage: "nothing", children: ({ data }) => data });
  };
  const { calls, text, ready } = await application(h(Search), {});
  await ready();
  await perform(() => {});
  expect(text()).toBe("…");
  await perform(() => go(2));
  expect(calls.map(({ url }) => url)).toEqual(["/search/1", "/search/2"]);
  await perform(() => calls[1]!.succeed("two"));
  await perform(() => calls[0]!.succeed("one"));
  expect(text()).toBe("two");
});

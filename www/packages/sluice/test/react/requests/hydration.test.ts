import { StrictMode, Suspense, createElement as h } from "react";
import { applyMiddleware, combineReducers, legacy_createStore } from "redux";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { expect, onTestFinished, test, vi } from "vitest";
import { RequestsProvider, useRequestQuery } from "../../../src/react.js";
import { createClient } from "../../../src/index.js";
import { handleRequests, type DispatchRequest, type RequestAction, type RequestsOptions, type RequestsState } from "sluice/redux";
import { wasm } from "../../harness.js";
import { perform } from "../render.js";

const fetchBook = (id: number): RequestAction<string> => ({ type: "BOOK", request: { url: `/books/${id}` }, meta: { requestKey: id } });
const fetchGone = (): RequestAction => ({ type: "GONE", request: { url: "/gone" } });

/** A store on a core of its own. */
function storeOf(options: Partial<RequestsOptions>, requests?: RequestsState) {
  const client = createClient({ wasm, ssr: options.ssr === "server" ? "server" : null });
  onTestFinished(() => client.close());
  const driver = vi.fn(async ({ url }: { url: string }) => {
    if (url === "/gone") throw { status: 404 };
    return { data: `book of ${url}` };
  });
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ driver, client, ...options });
  const store = legacy_createStore(combineReducers({ requests: requestsReducer }), requests && { requests }, applyMiddleware<DispatchRequest>(...requestsMiddleware));
  return { store, client, driver, requestsPromise };
}

const Book = ({ id }: { id: number }) => h("p", null, useRequestQuery({ type: "BOOK", action: fetchBook, requestKey: id, variables: [id] }).data);
const Gone = () => h("p", null, JSON.stringify(useRequestQuery({ type: "GONE", action: fetchGone }).error));

test.each([false, true])("a page goes on with a server's HTML and asks for nothing twice, suspense: %s", async (suspense) => {
  const server = storeOf({ ssr: "server" });
  for (const action of [fetchBook(1), fetchBook(2), fetchGone()]) void server.store.dispatch(action);
  await server.requestsPromise!.catch(() => {});
  const page = (store: (typeof server)["store"]) =>
    h(StrictMode, null, h(RequestsProvider, { store, autoLoad: true, suspense }, h(Suspense, { fallback: "waiting" }, h(Book, { id: 1 }), h(Book, { id: 2 }), h(Gone))));
  const html = renderToString(page(server.store));
  expect(html).toContain("book of /books/1</p><p>book of /books/2</p><p>{&quot;status&quot;:404}");

  const { store, client, driver } = storeOf({ ssr: "client" }, JSON.parse(JSON.stringify(server.store.getState().requests)) as RequestsState);
  const container = document.createElement("div");
  container.innerHTML = html;
  const shown = container.innerHTML;
  const before = store.getState().requests;
  let root!: ReturnType<typeof hydrateRoot>;
  await perform(() => void (root = hydrateRoot(container, page(store))));
  onTestFinished(() => perform(() => root.unmount()));
  await client.ready;
  await perform(() => {});
  expect(container.innerHTML).toBe(shown);
  expect(driver).not.toHaveBeenCalled();
  expect({ ...store.getState().requests, watchers: {} }).toEqual(before);
});

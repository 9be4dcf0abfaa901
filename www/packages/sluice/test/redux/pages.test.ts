import { applyMiddleware, combineReducers, legacy_createStore } from "redux";
import { expect, onTestFinished, test, vi } from "vitest";
import { createClient } from "sluice";
import { createRequestsStore, getQuery, handleRequests, joinRequest, type DispatchRequest, type RequestAction, type RequestsOptions, type RequestsState } from "sluice/redux";
import { rejection, turn, wasm } from "../harness.js";

const answers: Record<string, unknown> = { "/session": { id: 1 }, "/books": [{ id: 1, title: "a" }] };

/** A store of a server, or of a page that has got its state as text. */
function storeOf(options: Partial<RequestsOptions>, text?: string) {
  const client = createClient({ wasm, ssr: options.ssr === "server" ? "server" : null });
  onTestFinished(() => client.close());
  const driver = vi.fn(async ({ url }: { url: string }) => {
    await turn();
    if (!(url in answers)) throw { status: 404, url };
    return { data: answers[url] };
  });
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ driver, client, ...options });
  const preloaded = text === undefined ? undefined : { requests: JSON.parse(text) as RequestsState };
  const store = createRequestsStore(legacy_createStore(combineReducers({ requests: requestsReducer }), preloaded, applyMiddleware<DispatchRequest>(...requestsMiddleware)));
  return { store, client, requestsPromise, driver, requests: () => store.getState().requests };
}

const fetchSession = (): RequestAction => ({ type: "SESSION", request: { url: "/session" }, meta: { dependentRequestsNumber: 1 } });
const fetchBooks = (): RequestAction => ({ type: "BOOKS", request: { url: "/books" }, meta: { isDependentRequest: true, requestKey: 1 } });
const fetchNone = (): RequestAction => ({ type: "NONE", request: { url: "/none" } });

test("a server's state goes on in the page: nothing is asked for again, once for each request", async () => {
  const server = storeOf({ ssr: "server" });
  void server.store.dispatchRequest(fetchSession()).then(() => server.store.dispatchRequest(fetchBooks()));
  void server.store.dispatchRequest(joinRequest("SESSION", true));
  expect((await server.requestsPromise!).map(({ type }) => type)).toEqual(["SESSION_SUCCESS", "BOOKS_SUCCESS"]);
  expect(server.requests().ssr).toEqual(["SESSION", "SESSION", "BOOKS1"]);

  const page = storeOf({ ssr: "client" }, JSON.stringify(server.requests()));
  const before = page.requests();
  expect(getQuery(page.store.getState(), { type: "BOOKS", requestKey: 1 })).toMatchObject({ data: answers["/books"], loading: false, pristine: false });
  for (const action of [fetchSession(), fetchSession(), fetchBooks()]) expect(await page.store.dispatchRequest(action)).toMatchObject({ action: { type: `${action.type}_SUCCESS` } });
  expect(page.requests()).toBe(before);
  expect(page.driver).not.toHaveBeenCalled();

  await page.store.dispatchRequest(fetchBooks());
  expect(page.driver).toHaveBeenCalledOnce();
  // The core has known of the data: an equal answer changes nothing.
  expect(page.requests().queries["BOOKS1"]).toEqual(before.queries["BOOKS1"]);
});

test("a server's errors are those of the page", async () => {
  const server = storeOf({ ssr: "server" });
  void server.store.dispatchRequest(fetchNone());
  expect(await rejection(server.requestsPromise!)).toMatchObject({ successActions: [], errorActions: [{ type: "NONE_ERROR", error: { status: 404 } }] });
  const page = storeOf({ ssr: "client" }, JSON.stringify(server.requests()));
  expect(await page.store.dispatchRequest(fetchNone())).toMatchObject({ error: { status: 404 } });
  expect(page.driver).not.toHaveBeenCalled();
});

test("a mutation in the page changes data that the server has sent", async () => {
  const server = storeOf({ ssr: "server" });
  void server.store.dispatchRequest(fetchBooks());
  await server.requestsPromise;
  const page = storeOf({ ssr: "client" }, JSON.stringify(server.requests()));
  answers["/add"] = { id: 2, title: "b" };
  await page.store.dispatchRequest({ type: "ADD", request: { url: "/add", method: "post" }, meta: { mutations: { BOOKS1: (books: unknown[], book: unknown) => [...books, book] } } });
  expect(getQuery(page.store.getState(), { type: "BOOKS", requestKey: 1 }).data).toEqual([
    { id: 1, title: "a" },
    { id: 2, title: "b" },
  ]);
});

test("there is no polling on a server", async () => {
  const server = storeOf({ ssr: "server" });
  await server.store.dispatchRequest({ type: "BOOKS", request: { url: "/books" }, meta: { poll: 0.001 } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.driver).toHaveBeenCalledOnce();
});

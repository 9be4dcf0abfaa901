import { createElement as h, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { applyMiddleware, combineReducers, legacy_createStore } from "redux";
import { describe, expect, onTestFinished, test } from "vitest";
import { RequestMutation, RequestQuery, RequestsProvider, useDispatchRequest } from "../../../../src/react.js";
import { createRequestsStore, getWebsocketState, handleRequests, resetRequests, type DispatchRequest, type LocalMutationAction, type RequestAction } from "sluice/redux";
import { heldDriver, running } from "../../../redux/apps/application.js";
import { perform } from "../../render.js";

// A library with users, as it was written for redux-requests: components show queries and mutations, what they dispatch is normalised.

interface Book {
  readonly id: string;
  readonly title: string;
  readonly liked: boolean;
}

const fetchBooks = (): RequestAction<Book[]> => ({ type: "FETCH_BOOKS", request: { url: "/books" }, meta: { normalize: true } });

const fetchBook = (id: string): RequestAction<Book> => ({ type: "FETCH_BOOK", request: { url: `/books/${id}` }, meta: { normalize: true } });

const like = (id: string, liked: boolean): RequestAction => ({ type: liked ? "LIKE" : "UNLIKE", request: { url: `/books/${id}/like`, method: liked ? "post" : "delete" }, meta: { requestKey: id, normalize: true } });

const rename = (id: string, title: string) => ({ type: "RENAME", meta: { localData: { id, title } } }) satisfies LocalMutationAction;

const remove = (book: Book): RequestAction => ({
  type: "REMOVE",
  request: { url: `/books/${book.id}`, method: "delete" },
  meta: {
    requestKey: book.id,
    normalize: true,
    mutations: { FETCH_BOOKS: { updateDataOptimistic: (books: Book[]) => books.filter(({ id }) => id !== book.id), revertData: (books: Book[]) => [book, ...books] } },
  },
});

const Spinner = () => h("i", null, "…");
const Failed = ({ error }: { error: unknown }) => h("b", null, `failed: ${String(error)}`);
const states = { loadingComponent: Spinner, errorComponent: Failed, noDataMessage: "none" };

const Books = () => {
  const dispatch = useDispatchRequest();
  return h(RequestQuery<Book[]>, {
    type: "FETCH_BOOKS",
    ...states,
    children: ({ data }) =>
      data.map((book) =>
        h(
          "p",
          { key: book.id },
          book.title,
          h("button", { id: `remove${book.id}`, onClick: () => void dispatch(remove(book)) }),
          h(RequestMutation, {
            type: book.liked ? "UNLIKE" : "LIKE",
            requestKey: book.id,
            children: ({ loading }) => h("button", { id: `like${book.id}`, disabled: loading, onClick: () => void dispatch(like(book.id, !book.liked)) }, loading ? "(…)" : book.liked ? "(liked)" : ""),
          }),
        ),
      ),
  });
};

const OneBook = ({ query: { data }, mark }: { query: { data: Book }; mark: string }) => h("h3", null, mark, data.title, data.liked ? "!" : "");

async function library() {
  const { driver, call, asked } = heldDriver();
  const { requestsReducer, requestsMiddleware } = handleRequests({ driver, client: await running() });
  const store = createRequestsStore(legacy_createStore(combineReducers({ requests: requestsReducer }), applyMiddleware<DispatchRequest>(...requestsMiddleware)));
  const Socket = () => h("u", null, useSyncExternalStore(store.subscribe, () => getWebsocketState(store.getState())).connected ? "connected" : "disconnected");
  const container = document.createElement("div");
  const root = createRoot(container);
  onTestFinished(() => perform(() => root.unmount()));
  await perform(() => root.render(h(RequestsProvider, { store }, h(Socket), h(Books), h(RequestQuery, { type: "FETCH_BOOK", ...states, component: OneBook, mark: "*" } as never))));
  const press = (id: string) => perform(() => container.querySelector<HTMLButtonElement>(`#${id}`)!.click());
  const answer = async (url: string, data: unknown) => {
    const { answer } = await call(url);
    await perform(() => answer(data));
  };
  return { store, call, asked, press, answer, text: () => container.textContent, button: (id: string) => container.querySelector<HTMLButtonElement>(`#${id}`) };
}

const one: Book = { id: "1", title: "one", liked: false };
const two: Book = { id: "2", title: "two", liked: true };

async function loaded() {
  const made = await library();
  await perform(() => {
    void made.store.dispatchRequest(fetchBooks());
    void made.store.dispatchRequest(fetchBook("1"));
  });
  await made.answer("/books", [one, two]);
  await made.answer("/books/1", one);
  return made;
}

describe("a library", () => {
  test("says that there is nothing, that it loads, what there is, and what went wrong", async () => {
    const { store, call, answer, text } = await library();
    expect(text()).toBe("disconnectednonenone");
    await perform(() => void store.dispatch(fetchBooks()));
    expect(text()).toBe("disconnected…none");
    await answer("/books", [one, two]);
    expect(text()).toBe("disconnectedonetwo(liked)none");
    await perform(() => void store.dispatch(fetchBooks()));
    const { fail } = await call("/books");
    await perform(() => fail("E"));
    expect(text()).toBe("disconnectedfailed: Enone");
    await perform(() => void store.dispatch(resetRequests(["FETCH_BOOKS"])));
    expect(text()).toBe("disconnectednonenone");
  });

  test("shows a like where the book is, after the answer; its button waits alone", async () => {
    const { press, answer, text, button } = await loaded();
    expect(text()).toBe("disconnectedonetwo(liked)*one");
    await press("like1");
    expect([button("like1")!.disabled, button("like2")!.disabled]).toEqual([true, false]);
    expect(text()).toBe("disconnectedone(…)two(liked)*one");
    await answer("/books/1/like", { id: "1", liked: true });
    expect(text()).toBe("disconnectedone(liked)two(liked)*one!");
  });

  test("shows another title at once, without a request", async () => {
    const { store, text, asked } = await loaded();
    await perform(() => void store.dispatch(rename("1", "uno")));
    expect(text()).toBe("disconnectedunotwo(liked)*uno");
    expect(asked()).toEqual(["/books", "/books/1"]);
  });

  test("takes a book away at once, and has it back when that fails", async () => {
    const { press, call, text, button } = await loaded();
    await press("remove1");
    expect([text(), button("like1")]).toEqual(["disconnectedtwo(liked)*one", null]);
    const { fail } = await call("/books/1");
    await perform(() => fail("E"));
    expect(text()).toBe("disconnectedonetwo(liked)*one");
  });
});

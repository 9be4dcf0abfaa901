import { expect, test } from "vitest";
import { getQuery, type RequestAction, type RequestsState } from "sluice/redux";
import { application } from "./application.js";

// Books, and the actors of their films, which are asked for when the books are there: on a server, then in the page.

interface Book {
  readonly id: string;
}

const fetchActors = (bookIds: string[]): RequestAction => ({ type: "FETCH_ACTORS", request: { url: "/actors", params: { bookIds } }, meta: { isDependentRequest: true } });

const fetchBooks = (): RequestAction<Book[]> => ({
  type: "FETCH_BOOKS",
  request: { url: "/books" },
  meta: {
    dependentRequestsNumber: 1,
    onSuccess: (response, _action, store) => {
      void store.dispatch(fetchActors(response.data.map(({ id }) => id)));
      return response;
    },
  },
});

const fetchBook = (id: number): RequestAction<Book> => ({ type: "FETCH_BOOK", request: { url: `/books/${id}` }, meta: { cache: true, requestKey: id, requestsCapacity: 3 } });

const books: readonly Book[] = [{ id: "1" }, { id: "2" }];

test("the server waits for both, the page asks for neither, and then for what it is told to", async () => {
  const server = await application({ ssr: "server" });
  void server.store.dispatch(fetchBooks());
  await server.answer("/books", books);
  expect((await server.call("/actors")).params).toEqual({ bookIds: ["1", "2"] });
  await server.answer("/actors", ["an actor"]);
  expect((await server.requestsPromise!).map(({ type }) => type)).toEqual(["FETCH_BOOKS_SUCCESS", "FETCH_ACTORS_SUCCESS"]);

  const { requests } = JSON.parse(JSON.stringify(server.store.getState())) as { requests: RequestsState };
  const page = await application({ ssr: "client" }, {}, requests);
  const data = (type: string, requestKey?: string) => getQuery<unknown>(page.store.getState(), { type, requestKey }).data;
  expect([data("FETCH_BOOKS"), data("FETCH_ACTORS")]).toEqual([books, ["an actor"]]);
  expect((await page.store.dispatch(fetchBooks())).data).toEqual(books);
  expect(page.asked()).toEqual([]);
  expect(page.types).toEqual(["FETCH_BOOKS", "FETCH_ACTORS", "FETCH_ACTORS_SUCCESS", "FETCH_BOOKS_SUCCESS"]);

  const book = page.store.dispatch(fetchBook(1));
  await page.answer("/books/1", { id: "1" });
  expect((await book).data).toEqual({ id: "1" });
  expect(data("FETCH_BOOK", "1")).toEqual({ id: "1" });
  await page.store.dispatch(fetchBook(1));
  expect(page.asked()).toEqual(["/books/1"]);
  void page.store.dispatch(fetchBooks());
  await page.call("/books");
});

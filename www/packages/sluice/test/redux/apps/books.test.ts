import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { abort, abortRequests, clearRequestsCache, getMutation, getQuery, getQuerySelector, resetRequests, success, type LocalMutationAction, type RequestAction, type ResponseData } from "sluice/redux";
import { application, createAction } from "./application.js";

// Two applications as they were written for redux-requests: action creators of which `toString` gives the type, selectors by creators.

interface Book {
  readonly id: number;
  readonly title: string;
  readonly likes: number;
}

interface Photo {
  readonly id: string;
  readonly url: string;
}

const fetchBooks = createAction("FETCH_BOOKS", (): RequestAction<{ items: Book[] }, Book[]> => ({ request: { url: "/books" }, meta: { getData: (data) => data.items } }));

const fetchBook = createAction("FETCH_BOOK", (id: number): RequestAction<Book> => ({ request: { url: `/books/${id}` }, meta: { requestKey: String(id), requestsCapacity: 2, cache: 10 } }));

const likeBook = createAction(
  "LIKE_BOOK",
  (id: number): RequestAction<{ id: number }> => ({
    request: { url: `/books/${id}/like`, method: "post" },
    meta: {
      requestKey: String(id),
      mutations: {
        [String(fetchBooks)]: {
          updateDataOptimistic: (data) => data.map((book: Book) => (book.id === id ? { ...book, likes: book.likes + 1 } : book)),
          revertData: (data) => data.map((book: Book) => (book.id === id ? { ...book, likes: book.likes - 1 } : book)),
        },
      },
    },
  }),
);

const deleteBook = createAction(
  "DELETE_BOOK",
  (id: number): RequestAction<{ id: number }> => ({
    request: { url: `/books/${id}`, method: "delete" },
    meta: { mutations: { [String(fetchBooks)]: (data, { id: gone }) => data.filter((book: Book) => book.id !== gone) } },
  }),
);

const fetchPhotos = createAction(
  "FETCH_PHOTOS",
  (...ids: string[]): RequestAction<Photo[]> => ({
    request: ids.map((id) => ({ url: `/photos/${id}` })),
  }),
);

const books: readonly Book[] = [
  { id: 1, title: "one", likes: 0 },
  { id: 2, title: "two", likes: 5 },
];

describe("an application of books and photos", () => {
  test("promises tell what came of requests, selectors take creators as types, and both know the data", async () => {
    const { store, answer, call, types } = await application();
    const pending = store.dispatchRequest(fetchBooks());
    expect(getQuery(store.getState(), { type: fetchBooks, multiple: true })).toMatchObject({ data: [], loading: true, pending: 1, pristine: false });
    await answer("/books", { items: books });
    const { data, error, isAborted, action } = await pending;
    expectTypeOf(data).toEqualTypeOf<Book[] | undefined>();
    expect([data, error, isAborted, action?.type]).toEqual([books, undefined, undefined, success("FETCH_BOOKS")]);
    const query = getQuerySelector({ type: fetchBooks })(store.getState());
    expectTypeOf(query.data).toEqualTypeOf<Book[]>();
    expect(query).toMatchObject({ data: books, loading: false, error: null });
    const failing = store.dispatch(fetchBooks());
    (await call("/books")).fail("E");
    expect(await failing).toMatchObject({ error: "E", action: { type: "FETCH_BOOKS_ERROR", meta: { requestAction: { type: "FETCH_BOOKS" } } } });
    expect(getQuery(store.getState(), { type: fetchBooks })).toMatchObject({ data: null, error: "E" });
    expect(types).toEqual(["FETCH_BOOKS", "FETCH_BOOKS_SUCCESS", "FETCH_BOOKS", "FETCH_BOOKS_ERROR"]);

    expectTypeOf<[ResponseData<typeof fetchBooks>, ResponseData<typeof fetchBook>]>().toEqualTypeOf<[Book[], Book]>();
    type Made<Meta> = () => { readonly request: object; readonly meta?: Meta };
    expectTypeOf<[ResponseData<Made<{ getData(books: Book[]): number }>>, ResponseData<Made<{ cache: true }>>]>().toEqualTypeOf<[number, unknown]>();
  });

  test("mutations change queries: at once, with a way back, and after the answer", async () => {
    const { store, answer, call } = await application();
    void store.dispatch(fetchBooks());
    await answer("/books", { items: books });
    const likes = () => getQuery(store.getState(), { type: fetchBooks, defaultData: [] }).data.map(({ id, likes }) => [id, likes]);
    await vi.waitFor(() => expect(likes()).toEqual([[1, 0], [2, 5]]));
    const first = store.dispatch(likeBook(1));
    const second = store.dispatch(likeBook(2));
    expect(likes()).toEqual([[1, 1], [2, 6]]);
    expect(getMutation(store.getState(), { type: likeBook, requestKey: "1" })).toMatchObject({ loading: true, pending: 1, error: null });
    (await call("/books/1/like")).fail("full");
    expect(await first).toMatchObject({ error: "full" });
    expect(likes()).toEqual([[1, 0], [2, 6]]);
    await answer("/books/2/like", { id: 2 });
    await second;
    expect(getMutation(store.getState(), { type: likeBook, requestKey: "1" })).toMatchObject({ loading: false, error: "full" });
    const gone = store.dispatch(deleteBook(1));
    expect(likes()).toHaveLength(2);
    await answer("/books/1", { id: 1 });
    await gone;
    expect(likes()).toEqual([[2, 6]]);
  });

  test("keys keep requests apart, answers are given again, and what is too much is forgotten", async () => {
    const { store, answer, asked } = await application();
    const title = (id: number) => getQuery<Book | null>(store.getState(), { type: "FETCH_BOOK", requestKey: String(id) }).data?.title;
    for (const id of [1, 2]) {
      const loaded = store.dispatch(fetchBook(id));
      await answer(`/books/${id}`, { id, title: `book ${id}`, likes: 0 });
      await loaded;
    }
    expect((await store.dispatch(fetchBook(1))).data?.title).toBe("book 1");
    expect(asked()).toEqual(["/books/1", "/books/2"]);
    const third = store.dispatch(fetchBook(3));
    await answer("/books/3", { id: 3, title: "book 3", likes: 0 });
    await third;
    expect([title(1), title(2), title(3)]).toEqual([undefined, "book 2", "book 3"]);
    store.dispatch(clearRequestsCache([{ requestType: fetchBook, requestKey: "2" }]));
    void store.dispatch(fetchBook(2));
    void store.dispatch(fetchBook(3));
    expect(title(2)).toBe("book 2");
    await vi.waitFor(() => expect(asked()).toEqual(["/books/1", "/books/2", "/books/3", "/books/2"]));
  });

  test("a batch is one request; aborts and resets end it, and reducers of the application hear of that", async () => {
    const aborts = (count = 0, { type }: { type: string }) => (type === abort(fetchPhotos.toString()) ? count + 1 : count);
    const { store, answer, types } = await application({}, { aborts });
    const photos = () => getQuery(store.getState(), { type: fetchPhotos });
    const both = store.dispatch(fetchPhotos("a", "b"));
    await answer("/photos/b", { id: "b", url: "b.png" });
    await answer("/photos/a", { id: "a", url: "a.png" });
    expect((await both).data?.map(({ url }) => url)).toEqual(["a.png", "b.png"]);
    const aborted = store.dispatch(fetchPhotos("c"));
    store.dispatch(abortRequests([fetchPhotos]));
    expect(await aborted).toMatchObject({ isAborted: true, action: { type: "FETCH_PHOTOS_ABORT" } });
    expect(photos()).toMatchObject({ loading: false, data: [{ id: "a" }, { id: "b" }] });
    const superseded = store.dispatch(fetchPhotos("d"));
    const reset = store.dispatch(fetchPhotos("e"));
    expect((await superseded).isAborted).toBe(true);
    store.dispatch(resetRequests());
    expect((await reset).isAborted).toBe(true);
    expect(photos()).toMatchObject({ data: null, pristine: true, loading: false });
    expect(store.getState().aborts).toBe(3);
    expect(types.slice(2)).toEqual(["FETCH_PHOTOS", "ABORT_REQUESTS", "FETCH_PHOTOS_ABORT", "FETCH_PHOTOS", "FETCH_PHOTOS", "FETCH_PHOTOS_ABORT", "RESET_REQUESTS", "FETCH_PHOTOS_ABORT"]);
  });
});

interface Author {
  readonly id: string;
  readonly name: string;
  readonly favourite?: { readonly id: string; readonly title: string };
}

const fetchAuthors = createAction("FETCH_AUTHORS", (): RequestAction<Author[]> => ({ request: { url: "/authors" }, meta: { normalize: true } }));

const fetchAuthor = createAction("FETCH_AUTHOR", (id: string): RequestAction<Author> => ({ request: { url: `/authors/${id}` }, meta: { normalize: true } }));

const renameAuthor = createAction(
  "RENAME_AUTHOR",
  (id: string, name: string): RequestAction<Author> => ({
    request: { url: `/authors/${id}`, method: "patch" },
    meta: { normalize: true, optimisticData: { id, name } },
  }),
);

const renameLocally = (id: string, name: string) => ({ type: "RENAME_LOCALLY", meta: { localData: { id, name } } }) satisfies LocalMutationAction;

const sortLocally = () =>
  ({
    type: "SORT_LOCALLY",
    meta: { mutations: { [String(fetchAuthors)]: { updateData: (data) => [...data].sort((a: Author, b: Author) => a.name.localeCompare(b.name)), local: true } } },
  }) satisfies LocalMutationAction;

describe("an application of authors, normalised", () => {
  async function loaded() {
    const made = await application();
    const { store, answer } = made;
    const both = [store.dispatch(fetchAuthors()), store.dispatch(fetchAuthor("2"))];
    await answer("/authors", [{ id: "1", name: "Zoe", favourite: { id: "b", title: "Sea" } }, { id: "2", name: "Yann" }]);
    await answer("/authors/2", { id: "2", name: "Yann", favourite: { id: "b", title: "Sea" } });
    await Promise.all(both);
    const list = () => getQuery(store.getState(), { type: fetchAuthors });
    const one = () => getQuery(store.getState(), { type: fetchAuthor });
    return { ...made, list, one, names: () => [...list().data.map(({ name }) => name), one().data.name] };
  }

  test("local mutations change what all queries show, and only that", async () => {
    const { store, list, one, names, asked } = await loaded();
    const before = list();
    store.dispatch(renameLocally("b", "x"));
    store.dispatch(renameLocally("2", "Ann"));
    expect(names()).toEqual(["Zoe", "Ann", "Ann"]);
    expect(list().data[0]).toEqual({ id: "1", name: "Zoe", favourite: { id: "b", title: "Sea" } });
    expect([list() === before, one().data.favourite?.title]).toEqual([false, "Sea"]);
    store.dispatch(sortLocally());
    expect(names()).toEqual(["Ann", "Zoe", "Ann"]);
    expect(asked()).toEqual(["/authors", "/authors/2"]);
  });

  test("a mutation's answer reaches them, what was expected of it before goes with its error", async () => {
    const { store, call, names } = await loaded();
    const failing = store.dispatch(renameAuthor("2", "Max"));
    expect(names()).toEqual(["Zoe", "Max", "Max"]);
    (await call("/authors/2")).fail("E");
    await failing;
    expect(names()).toEqual(["Zoe", "Yann", "Yann"]);
    const renamed = store.dispatch(renameAuthor("2", "Max"));
    (await call("/authors/2")).answer({ id: "2", name: "Maxim" });
    expect((await renamed).data?.name).toBe("Maxim");
    expect(names()).toEqual(["Zoe", "Maxim", "Maxim"]);
  });
});

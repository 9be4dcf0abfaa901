import { describe, expect, test, vi } from "vitest";
import { gql, graphqlDriver } from "sluice";
import { getMutation, getQuery, type LocalMutationAction, type RequestAction } from "sluice/redux";
import { application } from "./application.js";

// A library of books by GraphQL: with lists that mutations change, with files, and once more with data that is normalised.

interface Book {
  readonly id: string;
  readonly title: string;
  readonly liked: boolean;
}

interface User {
  readonly id: string;
  readonly name: string;
  readonly favourite: Book;
  readonly friend: { readonly id: string; readonly name: string };
}

const bookFields = gql`
  fragment BookFields on Book { id title }
`;

const fetchBooks = (normalize = false): RequestAction<{ books: Book[] }> => ({
  type: "FETCH_BOOKS",
  request: {
    query: gql`
      { books { ...BookFields liked } }
      ${bookFields}
    `,
  },
  meta: { normalize },
});

const fetchBook = (id: string): RequestAction<{ book: Book }> => ({
  type: "FETCH_BOOK",
  request: { query: gql`query($id: ID!) { book(id: $id) { ...BookFields liked } } ${bookFields}`, variables: { id } },
  meta: { normalize: true },
});

const fetchUsers = (): RequestAction<{ users: User[] }> => ({
  type: "FETCH_USERS",
  request: { query: gql`{ users { id name favourite { ...BookFields liked } friend { id name } } } ${bookFields}` },
  meta: { normalize: true },
});

const likeBook = (id: string): RequestAction => ({
  type: "LIKE_BOOK",
  request: { query: gql`mutation($id: ID!) { likeBook(id: $id) { id } }`, variables: { id } },
  meta: {
    requestKey: id,
    mutations: { FETCH_BOOKS: { updateData: (data: { books: Book[] }) => ({ books: data.books.map((book) => (book.id === id ? { ...book, liked: true } : book)) }) } },
  },
});

const likeNormalised = (id: string): RequestAction => ({
  type: "LIKE_BOOK",
  request: { query: gql`mutation($id: ID!) { likeBook(id: $id) { id liked } }`, variables: { id } },
  meta: { requestKey: id, normalize: true },
});

const deleteBook = (book: Book): RequestAction => ({
  type: "DELETE_BOOK",
  request: { query: gql`mutation($id: ID!) { deleteBook(id: $id) { id } }`, variables: { id: book.id } },
  meta: {
    requestKey: book.id,
    mutations: {
      FETCH_BOOKS: {
        updateDataOptimistic: (data: { books: Book[] }) => ({ books: data.books.filter(({ id }) => id !== book.id) }),
        revertData: (data: { books: Book[] }) => ({ books: [book, ...data.books] }),
      },
    },
  },
});

const change = (data: { id: string; title?: string; name?: string }) => ({ type: "CHANGE", meta: { localData: data } }) satisfies LocalMutationAction;

const uploadFiles = (files: readonly File[]): RequestAction<{ upload: { filename: string }[] }> => ({
  type: "UPLOAD_FILES",
  request: { query: gql`mutation($files: [Upload!]!) { upload(files: $files) { filename } }`, variables: { files } },
  meta: { asMutation: false },
});

interface Operation {
  readonly query: string;
  readonly variables?: { readonly id: string };
}

/** The library, on a server that answers by the first field of an operation. */
async function library(answers: Record<string, (variables: { id: string } | undefined, body: unknown) => object>) {
  const fetch = vi.fn(async (_url: RequestInfo | URL, init?: RequestInit) => {
    const { body } = init!;
    const { query, variables } = JSON.parse(body instanceof FormData ? (body.get("operations") as string) : (body as string)) as Operation;
    const field = /{\s*(\w+)/.exec(query)![1]!;
    return Response.json(field in answers ? { data: { [field]: answers[field]!(variables, body) } } : { errors: [{ message: `no ${field}` }] });
  });
  const made = await application({ driver: graphqlDriver({ url: "/graphql", fetch }) });
  return { ...made, fetch, data: <D>(type: string) => getQuery<D>(made.store.getState(), { type }).data };
}

const one: Book = { id: "1", title: "one", liked: false };
const two: Book = { id: "2", title: "two", liked: false };

describe("lists that mutations change", () => {
  const shown = ({ books }: { books: Book[] }) => books.map(({ id, liked }) => (liked ? `${id}!` : id));

  test("books are asked for with their fragment, and liked after the answer", async () => {
    const { store, fetch, data } = await library({ books: () => [one, two], likeBook: (variables) => ({ id: variables!.id }) });
    await store.dispatch(fetchBooks());
    const { query } = JSON.parse(fetch.mock.calls[0]![1]!.body as string) as Operation;
    expect(query).toMatch(/^\{ books \{ \.\.\.BookFields liked \} \}\s+fragment BookFields on Book \{ id title \}$/);
    const liked = store.dispatch(likeBook("2"));
    const loading = (requestKey: string) => getMutation(store.getState(), { type: "LIKE_BOOK", requestKey }).loading;
    expect([shown(data("FETCH_BOOKS")), loading("1"), loading("2")]).toEqual([["1", "2"], false, true]);
    await liked;
    expect(shown(data("FETCH_BOOKS"))).toEqual(["1", "2!"]);
  });

  test("a book is gone at once, and back in its place if the server says that it cannot go", async () => {
    const { store, data } = await library({ books: () => [one, two] });
    await store.dispatch(fetchBooks());
    const deleted = store.dispatch(deleteBook(one));
    expect(shown(data("FETCH_BOOKS"))).toEqual(["2"]);
    expect((await deleted).error).toMatchObject({ data: { errors: [{ message: "no deleteBook" }] } });
    expect(shown(data("FETCH_BOOKS"))).toEqual(["1", "2"]);
  });

  test("files are sent as a form, and what the mutation gives is kept as a query", async () => {
    const { store, fetch, data } = await library({ upload: (_, body) => [...(body as FormData).values()].filter((part) => part instanceof File).map(({ name }) => ({ filename: name })) });
    await store.dispatch(uploadFiles([new File(["a"], "a.txt"), new File(["b"], "b.txt")]));
    expect(data("UPLOAD_FILES")).toEqual({ upload: [{ filename: "a.txt" }, { filename: "b.txt" }] });
    expect((fetch.mock.calls[0]![1]!.body as FormData).get("map")).toBe('{"0":["variables.files.0"],"1":["variables.files.1"]}');
  });
});

describe("a library that is normalised", () => {
  const ann: User = { id: "a", name: "Ann", favourite: one, friend: { id: "b", name: "Ben" } };
  const ben: User = { id: "b", name: "Ben", favourite: one, friend: { id: "a", name: "Ann" } };
  async function loaded() {
    const made = await library({ books: () => [one, two], book: () => one, users: () => [ann, ben], likeBook: (variables) => ({ id: variables!.id, liked: true }) });
    const { store, data } = made;
    await Promise.all([store.dispatch(fetchBooks(true)), store.dispatch(fetchBook("1")), store.dispatch(fetchUsers())]);
    return { ...made, everywhere: () => [data<{ books: Book[] }>("FETCH_BOOKS").books[0], data<{ book: Book }>("FETCH_BOOK").book, ...data<{ users: User[] }>("FETCH_USERS").users.map((user) => user.favourite)] };
  }

  test("a like is seen wherever the book is", async () => {
    const { store, everywhere, data } = await loaded();
    const second = data<{ books: Book[] }>("FETCH_BOOKS").books[1];
    await store.dispatch(likeNormalised("1"));
    expect(everywhere()).toEqual(Array(4).fill({ ...one, liked: true }));
    expect(data<{ books: Book[] }>("FETCH_BOOKS").books[1]).toBe(second);
  });

  test("a name that is changed here is, without a request", async () => {
    const { store, everywhere, fetch } = await loaded();
    store.dispatch(change({ id: "1", title: "uno" }));
    expect(everywhere()).toEqual(Array(4).fill({ ...one, title: "uno" }));
    store.dispatch(change({ id: "a", name: "Anna" }));
    expect(getQuery<{ users: User[] }>(store.getState(), { type: "FETCH_USERS" }).data.users.map(({ name, friend }) => [name, friend.name])).toEqual([["Anna", "Ben"], ["Ben", "Anna"]]);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test("a book that is taken out of one list stays in the others", async () => {
    const { store, everywhere, data } = await loaded();
    const deleted = store.dispatch(deleteBook(one));
    expect(data<{ books: Book[] }>("FETCH_BOOKS").books).toEqual([two]);
    expect(everywhere().slice(1)).toEqual(Array(3).fill(one));
    await deleted;
    expect(everywhere()).toEqual(Array(4).fill(one));
  });
});

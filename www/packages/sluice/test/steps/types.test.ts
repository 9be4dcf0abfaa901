import { expectTypeOf, test } from "vitest";
import type { ApiError, ClientOptions, DataUpdate, Driver, FetchRequest, RequestResponse } from "../../src/index.js";
import { setup } from "../harness.js";

interface Book {
  readonly id: number;
  readonly title: string;
}

test("the types of a call follow from its functions, and functions may declare what they know", () => {
  const { client } = setup({
    onRequest: (request: { headers?: Record<string, string> }) => ({ ...request, headers: { "x-token": "t" } }),
    onError: async (error: ApiError) => (error.status === 404 ? { data: null } : undefined),
    takeLatest: ({ type, meta }) => type === "save" || meta?.cache === true,
    driver: { default: async (_request: FetchRequest, { type }, { signal }) => ({ data: signal.aborted ? null : type }) },
  });
  const lost = (promise: Promise<unknown>) => void promise.catch(() => {});

  const count = client.apiRequest({ name: "getBooks", getData: (books: Book[], before: number | null) => books.length + (before ?? 0) });
  expectTypeOf(count).resolves.toEqualTypeOf<number>();
  const named = client.apiRequest<Book>({ name: "getBook", onSuccess: (response) => expectTypeOf(response).toEqualTypeOf<RequestResponse<Book>>() && undefined });
  expectTypeOf(named).resolves.toEqualTypeOf<Book>();
  const unknown = client.apiRequest({ name: "getBook" });
  expectTypeOf(unknown).resolves.toEqualTypeOf<unknown>();

  const rename: DataUpdate<Book[], Book> = { updateData: (books, book) => books.map((old) => (old.id === book.id ? book : old)), revertData: (books) => books };
  const saved = client.apiRequest<Book>({
    name: "saveBook",
    mutations: {
      getBooks: rename,
      getBook: (_old: Book, book: Book) => book,
      getNames: { updateDataOptimistic: (names: string[]) => [...names, "new"], local: false },
    },
    onAbort: ({ type }) => expectTypeOf(type).toEqualTypeOf<string>(),
    getError: (error: ApiError) => error.code,
  });
  expectTypeOf(saved).resolves.toEqualTypeOf<Book>();

  // @ts-expect-error -- a getData that gives something else
  lost(client.apiRequest<Book>({ name: "getBook", getData: (books: Book[]) => books.length }));
  // @ts-expect-error -- no member of that name
  lost(client.apiRequest({ name: "getBook", caches: true }));
  // @ts-expect-error -- a request is not made of a number
  const wrong: ClientOptions["onRequest"] = 5;
  const driver: Driver<FetchRequest> = async ({ url }) => ({ data: url });
  expectTypeOf(driver).toExtend<Driver>();
  for (const promise of [count, named, unknown, saved, Promise.resolve(wrong)]) lost(promise);
});

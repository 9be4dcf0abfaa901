import { Suspense, createElement as h, useMemo } from "react";
import { RequestsProvider, useRequestQuery, type RequestsProviderProps } from "../../../../src/react.js";
import type { RequestAction } from "sluice/redux";

// An application as it was written for redux-requests: books, and the actors of their films, which are asked for when the books
// are there. It is rendered by a server that waits, and goes on in the page. Only its imports are others.

interface Book {
  readonly id: string;
  readonly title: string;
}

interface Actor {
  readonly name: string;
}

const fetchBooks = (): RequestAction<Book[] | null> => ({ type: "FETCH_BOOKS", request: { url: "/books" } });

const fetchActors = (bookIds: readonly string[]): RequestAction<Actor[] | null> => ({ type: "FETCH_ACTORS", request: { url: "/actors", params: { bookIds } } });

const Books = () => {
  const books = useRequestQuery({ type: "FETCH_BOOKS", action: fetchBooks });
  const ids = useMemo(() => (books.data ? books.data.map(({ id }) => id) : []), [books.data]);
  const actors = useRequestQuery({ type: "FETCH_ACTORS", action: fetchActors, variables: [ids], autoLoad: ids.length > 0 });
  return h(
    "div",
    null,
    books.data?.map(({ id, title }) => h("h3", { key: id }, title)),
    actors.error ? "no actors" : actors.data?.map(({ name }) => h("p", { key: name }, name)),
  );
};

/** The application, on the store of its provider. */
export const films = (props: RequestsProviderProps) => h(RequestsProvider, props, h(Suspense, { fallback: "Loading" }, h(Books)));


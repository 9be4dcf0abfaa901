import { createElement as h } from "react";
import { configureStore } from "@reduxjs/toolkit";
import { expectTypeOf, test } from "vitest";
import { RequestErrorBoundary, RequestMutation, RequestQuery, RequestsProvider, useDispatchRequest, useRequestMutation, useRequestQuery, useRequestSubscription, type RequestMutationResult, type RequestQueryResult } from "../../../src/react.js";
import { handleRequests, type DispatchRequest, type MutationState, type QueryState, type RequestAction, type RequestResult } from "sluice/redux";

interface Book {
  readonly title: string;
}
const fetchBook = (id: number): RequestAction<Book> => ({ type: "BOOK", request: { url: `/books/${id}` } });
const saveBook = (book: Book): RequestAction<Book> => ({ type: "SAVE", request: { url: "/", method: "put", data: book } });

// No hook is called: the compiler alone looks at what follows.
test("hooks know the data from a creator, or are told it", () => {
  void (() => {
    const query = useRequestQuery({ type: fetchBook, variables: [1] });
    expectTypeOf(query).toEqualTypeOf<RequestQueryResult<Book>>();
    expectTypeOf(query).toExtend<QueryState<Book>>();
    expectTypeOf(query.load).toEqualTypeOf<() => Promise<RequestResult<Book>>>();
    expectTypeOf(query.stopPolling).toEqualTypeOf<() => void>();
    expectTypeOf(useRequestQuery<Book[]>({ type: "BOOKS", action: () => ({}), multiple: true, autoLoad: true }).data).toEqualTypeOf<Book[]>();
    expectTypeOf(useRequestQuery({ type: "BOOKS" }).data).toEqualTypeOf<unknown>();
    const mutation = useRequestMutation<Book>({ type: "SAVE", action: saveBook, requestKey: 1 });
    expectTypeOf(mutation).toEqualTypeOf<RequestMutationResult<Book>>();
    expectTypeOf(mutation).toExtend<MutationState>();
    expectTypeOf(mutation.mutate({ title: "" })).toEqualTypeOf<Promise<RequestResult<Book>>>();
    expectTypeOf(useRequestSubscription({ type: "ON", action: () => ({}), active: false })).toEqualTypeOf<void>();
    expectTypeOf(useDispatchRequest()).toEqualTypeOf<DispatchRequest>();
    // @ts-expect-error a request has a type
    useRequestQuery({ action: fetchBook });
    // @ts-expect-error what stands in place of data is data
    useRequestQuery({ type: fetchBook, defaultData: 5 });
  });
});

test("components take what they say", () => {
  void (() => {
    const { requestsReducer, requestsMiddleware } = handleRequests({ driver: async () => ({ data: 1 }) });
    const store = configureStore({ reducer: { requests: requestsReducer }, middleware: (usual) => usual().concat(requestsMiddleware) });
    h(RequestsProvider, { store, autoLoad: true });
    h(RequestsProvider, { requestsConfig: { driver: async () => ({ data: 1 }) }, initialState: {}, getMiddleware: (own) => own });
    // @ts-expect-error a store or what makes one
    h(RequestsProvider, { autoLoad: true });
    // @ts-expect-error one or the other
    h(RequestsProvider, { store, requestsConfig: { driver: async () => ({ data: 1 }) } });
    h(RequestQuery<Book>, { type: fetchBook, children: ({ data, load }) => h("a", { onClick: load }, data.title) });
    h(RequestMutation<Book>, { type: "SAVE", children: ({ mutate, loading }) => h("a", { onClick: mutate }, String(loading)) });
    h(RequestErrorBoundary, { fallback: ({ error, type, requestKey }) => [String(error), type, String(requestKey)].join() });
  });
});

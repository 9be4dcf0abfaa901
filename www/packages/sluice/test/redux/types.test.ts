import { combineReducers, configureStore, createAction } from "@reduxjs/toolkit";
import { applyMiddleware, legacy_createStore, type Reducer } from "redux";
import { describe, expectTypeOf, test } from "vitest";
import type { RequestRef } from "sluice";
import * as redux from "sluice/redux";
import {
  createRequestsStore,
  getMutation,
  getMutationSelector,
  getQuery,
  getQuerySelector,
  getWebsocketState,
  handleRequests,
  type DispatchRequest,
  type HandledRequests,
  type MutationState,
  type QueryState,
  type RequestAction,
  type RequestResult,
  type RequestsState,
  type ResponseAction,
  type WebsocketState,
} from "sluice/redux";

interface Book {
  readonly title: string;
}
const fetchBook = (id: number): RequestAction<Book> => ({ type: "BOOK", request: { url: `/books/${id}` } });
const fetchTitles = (): RequestAction<Book[], string[]> => ({ type: "TITLES", request: { url: "/books" }, meta: { getData: (books) => books.map(({ title }) => title) } });
const plain = createAction<number>("PLAIN");

const made = handleRequests({ driver: async () => ({ data: null }) });
// Nothing is dispatched: the compiler alone looks at what follows.
const toolkit = () => configureStore({ reducer: { requests: made.requestsReducer }, middleware: (usual) => usual().concat(made.requestsMiddleware) });
const bare = () => legacy_createStore(combineReducers({ requests: made.requestsReducer, count: (n: number = 0) => n }), applyMiddleware<DispatchRequest>(...made.requestsMiddleware));
type State = ReturnType<ReturnType<typeof toolkit>["getState"]>;

test("handleRequests gives what stores take", () => {
  expectTypeOf(made).toEqualTypeOf<HandledRequests>();
  expectTypeOf(made.requestsReducer).toExtend<Reducer<RequestsState>>();
  expectTypeOf<State>().toEqualTypeOf<{ requests: RequestsState }>();
  expectTypeOf<Awaited<NonNullable<HandledRequests["requestsPromise"]>>>().toEqualTypeOf<readonly ResponseAction[]>();
  // @ts-expect-error there is no request without a driver
  void (() => handleRequests({}));
  // @ts-expect-error a server or a page
  void (() => handleRequests({ driver: async () => ({ data: 1 }), ssr: "both" }));
});

describe("action creators", () => {
  test("make actions of literal types", () => {
    type Refs = readonly RequestRef[] | null;
    expectTypeOf(redux.abortRequests).returns.toEqualTypeOf<{ readonly type: "ABORT_REQUESTS"; readonly requests: Refs }>();
    expectTypeOf(redux.clearRequestsCache).returns.toEqualTypeOf<{ readonly type: "CLEAR_REQUESTS_CACHE"; readonly requests: Refs }>();
    expectTypeOf(redux.stopPolling).returns.toEqualTypeOf<{ readonly type: "STOP_POLLING"; readonly requests: Refs }>();
    expectTypeOf(redux.resetRequests).returns.toEqualTypeOf<{ readonly type: "RESET_REQUESTS"; readonly requests: Refs; readonly abortPending: boolean; readonly resetCached: boolean }>();
    expectTypeOf(redux.joinRequest).returns.toEqualTypeOf<{ readonly type: "JOIN_REQUEST"; readonly requestType: RequestRef; readonly rehydrate: boolean }>();
    expectTypeOf(redux.addWatcher).returns.toEqualTypeOf<{ readonly type: "ADD_WATCHER"; readonly requestType: string }>();
    expectTypeOf(redux.removeWatcher).returns.toEqualTypeOf<{ readonly type: "REMOVE_WATCHER"; readonly requestType: string }>();
    expectTypeOf(redux.openWebsocket).returns.toEqualTypeOf<{ readonly type: "OPEN_WEBSOCKET"; readonly props: unknown }>();
    expectTypeOf(redux.closeWebsocket).returns.toEqualTypeOf<{ readonly type: "CLOSE_WEBSOCKET"; readonly code: number }>();
    expectTypeOf(redux.getWebsocket).returns.toEqualTypeOf<{ readonly type: "GET_WEBSOCKET" }>();
    expectTypeOf(redux.stopSubscriptions).returns.toEqualTypeOf<{ readonly type: "STOP_SUBSCRIPTIONS"; readonly subscriptions: string[] | null }>();
    for (const suffixed of [redux.success, redux.error, redux.abort]) expectTypeOf(suffixed).returns.toEqualTypeOf<string>();
  });

  test("take all that names requests", () => {
    void (() => [
      redux.abortRequests(),
      redux.abortRequests(null),
      redux.abortRequests(["BOOK", fetchBook, plain, { requestType: "BOOK", requestKey: 1 }, { requestType: fetchBook, anyKey: true }]),
      redux.resetRequests([fetchBook], false, false),
      redux.joinRequest(fetchBook, true),
      redux.addWatcher(plain),
      redux.stopSubscriptions(["A", plain]),
      [redux.success(fetchBook), redux.error(plain), redux.abort("BOOK")],
    ]);
    // @ts-expect-error a list, not a name
    void (() => redux.abortRequests("BOOK"));
    // @ts-expect-error a pair has a type
    void (() => redux.abortRequests([{ requestKey: 1 }]));
    // @ts-expect-error a code is a number
    void (() => redux.closeWebsocket("1000"));
  });

  test("and tests of actions tell the compiler what they have found", () => {
    const action: unknown = {};
    if (redux.isRequestAction(action)) expectTypeOf(action.type).toEqualTypeOf<string>();
    if (redux.isResponseAction(action)) expectTypeOf(action).toEqualTypeOf<ResponseAction>();
    expectTypeOf(redux.isRequestActionQuery).parameters.toEqualTypeOf<[RequestAction]>();
  });
});

describe("dispatch", () => {
  test("gives the promise of a request's data, in each kind of store", () => {
    void (() => {
      for (const dispatch of [toolkit().dispatch, bare().dispatch, createRequestsStore(toolkit()).dispatch, createRequestsStore(toolkit()).dispatchRequest, createRequestsStore(bare()).dispatchRequest]) {
        expectTypeOf(dispatch(fetchBook(1))).toEqualTypeOf<Promise<RequestResult<Book>>>();
        expectTypeOf(dispatch(fetchTitles())).toEqualTypeOf<Promise<RequestResult<string[]>>>();
        expectTypeOf(dispatch(redux.joinRequest(fetchBook))).toEqualTypeOf<Promise<RequestResult | null>>();
        // @ts-expect-error a request is an object
        void dispatch({ type: "BOOK", request: "/" });
      }
      const { dispatch } = toolkit();
      expectTypeOf(dispatch(redux.abortRequests([fetchBook]))).toEqualTypeOf<ReturnType<typeof redux.abortRequests>>();
      expectTypeOf(dispatch(() => 7)).toEqualTypeOf<number>();
      expectTypeOf(dispatch({ type: "X" })).toEqualTypeOf<{ type: string }>();
      expectTypeOf(dispatch(plain(1))).toEqualTypeOf<ReturnType<typeof plain>>();
      expectTypeOf(createRequestsStore(bare()).getState().count).toEqualTypeOf<number>();
    });
  });

  test("results say what came of a request", () => {
    const { data, error, isAborted, action } = {} as RequestResult<Book>;
    expectTypeOf(data).toEqualTypeOf<Book | undefined>();
    expectTypeOf(error).toEqualTypeOf<unknown>();
    expectTypeOf(isAborted).toEqualTypeOf<true | undefined>();
    expectTypeOf(action).toEqualTypeOf<ResponseAction | undefined>();
  });
});

test("selectors know the data from a creator or are told it, and take any state with requests", () => {
  const state = { requests: made.requestsReducer(undefined, { type: "" }), own: 1 };
  expectTypeOf(getQuery(state, { type: fetchBook, requestKey: 1 })).toEqualTypeOf<QueryState<Book>>();
  expectTypeOf(getQuery(state, { type: fetchTitles, multiple: true }).data).toEqualTypeOf<string[]>();
  expectTypeOf(getQuery<Book | null>(state, { type: "BOOK" }).data).toEqualTypeOf<Book | null>();
  expectTypeOf(getQuery(state, { type: "BOOK" }).data).toEqualTypeOf<unknown>();
  expectTypeOf(getQuerySelector({ type: fetchBook })).toExtend<(state: State) => QueryState<Book>>();
  expectTypeOf(getQuery(state, { type: "BOOK", defaultData: { title: "" } }).data).toEqualTypeOf<{ title: string }>();
  expectTypeOf(getMutation(state, { type: fetchBook })).toEqualTypeOf<MutationState>();
  expectTypeOf(getMutationSelector({ type: "SAVE", requestKey: "1" })).toExtend<(state: State) => MutationState>();
  expectTypeOf<keyof MutationState>().toEqualTypeOf<"loading" | "pending" | "error" | "downloadProgress" | "uploadProgress">();
  expectTypeOf<Exclude<keyof QueryState, keyof MutationState>>().toEqualTypeOf<"data" | "pristine">();
  expectTypeOf(getWebsocketState(state)).toEqualTypeOf<WebsocketState>();
  // @ts-expect-error the state has no requests
  void (() => getQuery({}, { type: "BOOK" }));
  // @ts-expect-error what stands in place of data is data
  void (() => getQuery(state, { type: fetchBook, defaultData: 5 }));
  // @ts-expect-error nothing shown can be changed
  void (() => (getQuery(state, { type: "BOOK" }).data = 1));
});

import { describe, expect, test, vi } from "vitest";
import { abort, error, getQuery, isRequestAction, isResponseAction, resetRequests, success, type RequestAction, type RequestsOptions } from "sluice/redux";
import { application } from "./application.js";

// Interceptors that count, fall back and refresh a token, and reducers of the application's own beside the one of requests.

interface Failure {
  readonly response: { readonly status: number };
}

interface Photo {
  readonly id: number;
}

const fetchPhoto = (id: number): RequestAction<Photo> => ({ type: "FETCH_PHOTO", request: { url: `/photos/${id}` } });

const fetchPost = (id: number): RequestAction<[object, object[]], object> => ({
  type: "FETCH_POST",
  request: [{ url: `/posts/${id}` }, { url: `/posts/${id}/comments` }],
  meta: { getData: ([post, comments]) => ({ ...post, comments }) },
});

const counted = (type: string) => (count: number = 0, action: { type: string }) => (action.type === type ? count + 1 : count);
const count = (what: string) => ({ type: `COUNT_${what}` });

const interceptors: Partial<RequestsOptions> = {
  onRequest: (request, _action, store) => {
    store.dispatch(count("REQUEST"));
    return request;
  },
  onSuccess: (response, _action, store) => {
    store.dispatch(count("RESPONSE"));
    return response;
  },
  onError: async (failure, action, store) => {
    if ((failure as Failure).response.status === 404 && action.type === "FETCH_PHOTO") {
      const { data } = await store.dispatch({ ...fetchPhoto(1), meta: { silent: true, runOnSuccess: false, runOnRequest: false } });
      if (data) return { data };
    }
    store.dispatch(count("ERROR"));
    throw failure;
  },
  onAbort: (_action, store) => {
    store.dispatch(count("ABORT"));
  },
};

describe("an application that counts, and has a photo to fall back on", () => {
  const advanced = () => application(interceptors, { requested: counted("COUNT_REQUEST"), responded: counted("COUNT_RESPONSE"), failed: counted("COUNT_ERROR"), aborted: counted("COUNT_ABORT") });
  const counts = ({ requested, responded, failed, aborted }: { requested: number; responded: number; failed: number; aborted: number }) => [requested, responded, failed, aborted];
  const missing: Failure = { response: { status: 404 } };

  test("a photo that is not there is replaced by another, without an action for that", async () => {
    const { store, call, answer, types } = await advanced();
    const shown = store.dispatch(fetchPhoto(10001));
    (await call("/photos/10001")).fail(missing);
    await answer("/photos/1", { id: 1 });
    expect(await shown).toMatchObject({ data: { id: 1 }, action: { type: success("FETCH_PHOTO") } });
    expect(getQuery(store.getState(), { type: "FETCH_PHOTO" })).toMatchObject({ data: { id: 1 }, error: null, pending: 0 });
    expect(types).toEqual(["COUNT_REQUEST", "FETCH_PHOTO", "COUNT_RESPONSE", "FETCH_PHOTO_SUCCESS"]);
    expect(counts(store.getState())).toEqual([1, 1, 0, 0]);
  });

  test("a post is put together of what is asked for at once; if a part fails, it fails", async () => {
    const { store, call, answer, calls } = await advanced();
    const shown = store.dispatch(fetchPost(1));
    await answer("/posts/1", { id: 1 });
    await answer("/posts/1/comments", [{ id: 7 }]);
    expect((await shown).data).toEqual({ id: 1, comments: [{ id: 7 }] });
    const failed = store.dispatch(fetchPost(2));
    (await call("/posts/2")).fail(missing);
    expect((await failed).error).toBe(missing);
    expect(calls.map(({ url, cancelled }) => [url, cancelled]).slice(2)).toEqual([["/posts/2", false], ["/posts/2/comments", true]]);
    expect(counts(store.getState())).toEqual([2, 1, 1, 0]);
  });

  test("what is reset while it is pending is counted as aborted", async () => {
    const { store, call } = await advanced();
    const aborted = store.dispatch(fetchPhoto(1));
    const { url } = await call("/photos/1");
    store.dispatch(resetRequests(["FETCH_PHOTO"]));
    expect([url, (await aborted).isAborted]).toEqual(["/photos/1", true]);
    expect(getQuery(store.getState(), { type: "FETCH_PHOTO" })).toMatchObject({ data: null, pristine: true, loading: false });
    expect(counts(store.getState())).toEqual([1, 0, 0, 1]);
  });
});

test("a token that has expired is refreshed, and the request goes out again with the new one", async () => {
  const refresh = vi.fn(async () => "valid");
  const driver = async ({ params }: { params?: { token: string } }) => {
    if (params?.token !== "valid") throw { response: { status: 401 } };
    return { data: "books" };
  };
  const onError: RequestsOptions["onError"] = async (failure, action, store) => {
    if ((failure as Failure).response.status !== 401) throw failure;
    const token = await refresh();
    const again = { ...action, request: { ...action.request, params: { token } }, meta: { ...action.meta, silent: true, runOnError: false, runOnSuccess: false } } as RequestAction;
    const { data, error } = await store.dispatch(again);
    if (data) return { data };
    throw error;
  };
  const onSuccess = vi.fn((response: { data: unknown }) => response);
  const { store, types } = await application({ driver, onError, onSuccess });
  const results = await Promise.all(["FETCH_BOOKS", "FETCH_SHELVES"].map((type) => store.dispatch({ type, request: { url: "/" } })));
  expect(results.map(({ data }) => data)).toEqual(["books", "books"]);
  expect(types).toEqual(["FETCH_BOOKS", "FETCH_SHELVES", "FETCH_BOOKS_SUCCESS", "FETCH_SHELVES_SUCCESS"]);
  expect([refresh.mock.calls.length, onSuccess.mock.calls.length]).toEqual([2, 2]);
});

describe("reducers of the application's own", () => {
  interface Own {
    readonly data: unknown;
    readonly fetching: boolean;
    readonly error: unknown;
  }
  type Heard = { readonly type: string; readonly response?: { readonly data: unknown }; readonly payload?: unknown; readonly error?: unknown };
  const none: Own = { data: null, fetching: false, error: null };
  const photo = (state: Own = none, action: Heard): Own => {
    switch (action.type) {
      case "FETCH_PHOTO":
        return { ...none, fetching: true };
      case success("FETCH_PHOTO"):
        return { ...none, data: action.response!.data };
      case error("FETCH_PHOTO"):
        return { ...none, error: action.error };
      case abort("FETCH_PHOTO"):
        return none;
      default:
        return state;
    }
  };
  const flux = (state: Own = none, action: Heard): Own => {
    switch (action.type) {
      case success("FETCH_FLUX"):
        return { ...none, data: (action.payload as { data: unknown }).data };
      case error("FETCH_FLUX"):
        return { ...none, error: [action.payload, action.error] };
      default:
        return state;
    }
  };
  const kinds = (state: readonly string[] = [], action: Heard) => (isResponseAction(action) ? [...state, `response ${action.type}`] : isRequestAction(action) ? [...state, `request ${action.type}`] : state);
  const own = () => application({}, { photo, flux, kinds });

  test("hear of each step", async () => {
    const { store, answer, call } = await own();
    const first = store.dispatch(fetchPhoto(1));
    expect(store.getState().photo.fetching).toBe(true);
    await answer("/photos/1", { id: 1 });
    await first;
    expect(store.getState().photo).toEqual({ data: { id: 1 }, fetching: false, error: null });
    const second = store.dispatch(fetchPhoto(2));
    (await call("/photos/2")).fail("E");
    await second;
    expect(store.getState().photo).toEqual({ data: null, fetching: false, error: "E" });
    const third = store.dispatch(fetchPhoto(3));
    store.dispatch(resetRequests());
    await third;
    expect(store.getState().photo).toBe(none);
    expect(store.getState().kinds).toEqual(["request FETCH_PHOTO", "response FETCH_PHOTO_SUCCESS", "request FETCH_PHOTO", "response FETCH_PHOTO_ERROR", "request FETCH_PHOTO", "response FETCH_PHOTO_ABORT"]);
  });

  test("of Flux standard actions, too", async () => {
    const { store, answer, call } = await own();
    const fetchFlux = { type: "FETCH_FLUX", payload: { request: { url: "/flux" } } };
    const first = store.dispatchRequest(fetchFlux);
    await answer("/flux", "f");
    await first;
    expect(store.getState().flux.data).toBe("f");
    const second = store.dispatchRequest(fetchFlux);
    (await call("/flux")).fail("E");
    expect((await second).error).toBe("E");
    expect(store.getState().flux.error).toEqual(["E", true]);
  });
});

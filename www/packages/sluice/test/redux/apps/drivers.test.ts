import { describe, expect, test, vi } from "vitest";
import { fetchDriver, mockDriver, promiseDriver } from "sluice";
import { abortRequests, getQuery, resetRequests, type RequestAction } from "sluice/redux";
import { application } from "./application.js";

// A page of a photo, and of a post with its comments, by each driver.

interface Photo {
  readonly title: string;
}

interface Post extends Photo {
  readonly comments: readonly string[];
}

const joined = ([post, comments]: [Photo, string[]]): Post => ({ ...post, comments });
const photo = { title: "a photo" };

describe("by fetch", () => {
  const fetchPhoto = (id: number): RequestAction<Photo> => ({ type: "FETCH_PHOTO", request: { url: `/photos/${id}` } });
  const fetchPost = (id: number): RequestAction<[Photo, string[]], Post> => ({ type: "FETCH_POST", request: [{ url: `/posts/${id}` }, { url: `/posts/${id}/comments` }], meta: { getData: joined } });

  async function page() {
    const answers: Record<string, unknown> = { "/photos/1": photo, "/posts/1": { title: "a post" }, "/posts/1/comments": ["a comment"] };
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch = vi.fn(async (url: RequestInfo | URL, init?: RequestInit) => {
      signals.push(init?.signal);
      const path = (url as string).slice("https://api.example".length);
      return path in answers ? Response.json(answers[path]) : Response.json({ code: "none" }, { status: 404 });
    });
    const made = await application({ driver: fetchDriver(fetch, { baseURL: "https://api.example", AbortController: globalThis.AbortController }) });
    return { ...made, fetch, signals, query: <D>(type: string) => getQuery<D | null>(made.store.getState(), { type }) };
  }

  test("data, status and headers are there; an answer that is an error has its body", async () => {
    const { store, query } = await page();
    const { data, status, headers, action } = await store.dispatch(fetchPhoto(1));
    expect([data, status, (headers as Headers).get("content-type")]).toEqual([photo, 200, "application/json"]);
    expect(action!.response).toMatchObject({ data: photo });
    const { error } = await store.dispatch(fetchPhoto(10001));
    expect(error).toMatchObject({ status: 404, data: { code: "none" } });
    expect(query("FETCH_PHOTO")).toMatchObject({ data: null, error: { status: 404 }, loading: false });
    store.dispatch(resetRequests(["FETCH_PHOTO"]));
    expect(query("FETCH_PHOTO")).toMatchObject({ data: null, error: null, pristine: true });
  });

  test("a list of requests is one query; what is aborted lets go of the network", async () => {
    const { store, query, signals } = await page();
    await store.dispatch(fetchPost(1));
    expect(query<Post>("FETCH_POST").data).toEqual({ title: "a post", comments: ["a comment"] });
    const again = store.dispatch(fetchPost(1));
    await vi.waitFor(() => expect(signals).toHaveLength(4));
    store.dispatch(abortRequests(["FETCH_POST"]));
    expect((await again).isAborted).toBe(true);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false, true, true]);
    expect(query<Post>("FETCH_POST")).toMatchObject({ data: { title: "a post" }, loading: false });
  });
});

test("by promises that are made beforehand", async () => {
  const get = (path: string) => (path in answers ? Promise.resolve({ body: answers[path] }) : Promise.reject(new Error(`no ${path}`)));
  const answers: Record<string, unknown> = { "/photos/1": photo, "/posts/1": { title: "a post" }, "/posts/1/comments": ["a comment"] };
  const fetchPhoto = (id: number): RequestAction<Photo> => ({ type: "FETCH_PHOTO", request: { promise: get(`/photos/${id}`) } });
  const fetchPost = (id: number): RequestAction<[Photo, string[]], Post> => ({ type: "FETCH_POST", request: [{ promise: get(`/posts/${id}`) }, { promise: get(`/posts/${id}/comments`) }], meta: { getData: joined } });
  const { store } = await application({ driver: promiseDriver({ processResponse: ({ body }: { body: unknown }) => ({ data: body }) }) });
  expect((await store.dispatch(fetchPhoto(1))).data).toEqual(photo);
  expect((await store.dispatch(fetchPost(1))).data).toEqual({ title: "a post", comments: ["a comment"] });
  expect((await store.dispatch(fetchPhoto(2))).error).toEqual(new Error("no /photos/2"));
  expect((await store.dispatch(fetchPost(2))).error).toEqual(new Error("no /posts/2"));
  expect(getQuery(store.getState(), { type: "FETCH_POST" })).toMatchObject({ data: null, error: new Error("no /posts/2"), pending: 0 });
});

describe("by several drivers", () => {
  const fetchPhoto = (id: number): RequestAction<Photo> => ({
    type: "FETCH_PHOTO",
    request: id === 1 ? { response: { data: photo } } : { error: { status: 404 } },
    meta: { driver: "mock" },
  });
  const fetchPost = (): RequestAction<Photo> => ({ type: "FETCH_POST", request: { url: "/posts/1" } });

  test("what the action names carries it out, else the default one", async () => {
    const plain = vi.fn(async () => ({ data: { title: "a post" } }));
    const { store } = await application({ driver: { default: plain, mock: mockDriver({ timeout: 1 }) } });
    expect((await store.dispatch(fetchPhoto(1))).data).toEqual(photo);
    expect((await store.dispatch(fetchPhoto(2))).error).toEqual({ status: 404 });
    expect(plain).not.toHaveBeenCalled();
    expect((await store.dispatch(fetchPost())).data).toEqual({ title: "a post" });
    expect(plain).toHaveBeenCalledOnce();
  });

  test("one that is not there is an error of the request", async () => {
    const { store } = await application({ driver: { default: async () => ({ data: 1 }) } });
    expect((await store.dispatch(fetchPhoto(1))).error).toMatchObject({ name: "UsageError", message: expect.stringContaining("mock") as string });
  });

  test("a mock is aborted by what follows it", async () => {
    const { store, types } = await application({ driver: mockDriver({ timeout: 5 }) });
    const pending = (data: Photo): RequestAction<Photo> => ({ type: "FETCH_PHOTO", request: { response: { data } } });
    const results = await Promise.all([store.dispatch(pending({ title: "old" })), store.dispatch(pending(photo))]);
    expect(results.map(({ isAborted, data }) => [isAborted, data])).toEqual([[true, undefined], [undefined, photo]]);
    expect(types).toEqual(["FETCH_PHOTO", "FETCH_PHOTO", "FETCH_PHOTO_ABORT", "FETCH_PHOTO_SUCCESS"]);
  });
});

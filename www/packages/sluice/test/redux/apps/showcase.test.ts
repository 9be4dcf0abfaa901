import axios, { AxiosError, type InternalAxiosRequestConfig } from "axios";
import { describe, expect, test, vi } from "vitest";
import { axiosDriver } from "sluice";
import { clearRequestsCache, getMutation, getQuery, type RequestAction } from "sluice/redux";
import { application } from "./application.js";

// Shelves of books by page, posts that are liked and put in order, and groups of people, normalised: by axios.

interface Book {
  readonly id: string;
  readonly rating: number;
}

interface Post {
  readonly id: string;
  readonly likes: number;
}

interface Group {
  readonly name: string;
  readonly people: readonly { readonly id: string; readonly followed: boolean }[];
}

/** What a page of books is kept by: nothing, its number as cache key, or its number as request key. */
type Mode = "plain" | "cacheKey" | "requestKey";

const fetchBooks = (page = 1, mode: Mode = "plain"): RequestAction<Book[]> => ({
  type: "FETCH_BOOKS",
  request: { url: "/books", params: { page } },
  meta: {
    cache: mode === "plain" ? undefined : 10,
    cacheKey: mode === "cacheKey" ? String(page) : undefined,
    requestKey: mode === "requestKey" ? String(page) : undefined,
    requestsCapacity: 3,
  },
});

const rate = (id: string, rating: number, page?: number): RequestAction<Book> => ({
  type: "RATE",
  request: { url: `/books/${id}/rating/${rating}`, method: "post" },
  meta: { mutations: { [`FETCH_BOOKS${page ?? ""}`]: (books: Book[], rated: Book) => books.map((book) => (book.id === rated.id ? rated : book)) } },
});

const fetchPosts = (): RequestAction<Post[]> => ({ type: "FETCH_POSTS", request: { url: "/posts" } });

const likePost = (id: string, optimistic: boolean): RequestAction => {
  const add = (likes: number) => (posts: Post[]) => posts.map((post) => (post.id === id ? { ...post, likes: post.likes + likes } : post));
  return {
    type: "LIKE_POST",
    request: { url: `/posts/${id}/like`, method: "post" },
    meta: {
      requestKey: id,
      mutations: {
        FETCH_POSTS: { updateData: !optimistic ? add(1) : undefined, updateDataOptimistic: optimistic ? add(1) : undefined, revertData: optimistic ? add(-1) : undefined },
      },
    },
  };
};

const reorderPosts = (ids: string[], before: string[]): RequestAction<Post[]> => {
  const order = (ids: string[]) => (posts: Post[]) => ids.map((id) => posts.find((post) => post.id === id)!);
  return {
    type: "REORDER_POSTS",
    request: { url: "/posts/reorder", method: "post", data: { ids } },
    meta: { mutations: { FETCH_POSTS: { updateData: undefined, updateDataOptimistic: order(ids), revertData: order(before) } } },
  };
};

const fetchGroups = (): RequestAction<Group[]> => ({ type: "FETCH_GROUPS", request: { url: "/groups" }, meta: { normalize: true } });

const follow = (id: string): RequestAction => ({ type: "FOLLOW", request: { url: `/people/${id}/follow`, method: "post" }, meta: { normalize: true } });

/** Its server, by axios: what answers each request, and what was asked. */
async function showcase(routes: Record<string, (config: InternalAxiosRequestConfig) => unknown>) {
  const adapter = vi.fn(async (config: InternalAxiosRequestConfig) => {
    const name = `${config.method} ${config.url}`;
    const response = { config, headers: {}, statusText: "", request: {} };
    if (!(name in routes)) throw new AxiosError("none", "ERR_BAD_REQUEST", config, {}, { ...response, data: null, status: 404 });
    return { ...response, data: JSON.stringify(routes[name]!(config)), status: 200 };
  });
  return { ...(await application({ driver: axiosDriver(axios.create({ adapter })) })), adapter };
}

describe("shelves of books", () => {
  const shelves = () => showcase({ "get /books": ({ params }) => [{ id: `${(params as { page: number }).page}a`, rating: 1 }], "post /books/2a/rating/5": () => ({ id: "2a", rating: 5 }) });

  test("a page that another follows is aborted, and the newest is shown", async () => {
    const { store } = await shelves();
    const [first, second] = await Promise.all([store.dispatch(fetchBooks()), store.dispatch(fetchBooks(2))]);
    expect([first.isAborted, second.data]).toEqual([true, [{ id: "2a", rating: 1 }]]);
    expect(getQuery(store.getState(), { type: "FETCH_BOOKS" })).toMatchObject({ data: [{ id: "2a", rating: 1 }], loading: false });
  });

  test.each<[Mode, string, number[], number[]]>([
    ["plain", "no page is cached", [1, 1, 2], [1, 1, 2]],
    ["cacheKey", "the last page is cached", [1, 1, 2, 2, 1], [1, 2, 1]],
    ["requestKey", "the last three pages are cached", [1, 2, 3, 1, 2, 3, 4, 2, 3, 1], [1, 2, 3, 4, 1]],
  ])("with %s %s", async (mode, _, pages, asked) => {
    const { store, adapter } = await shelves();
    for (const page of pages) expect((await store.dispatch(fetchBooks(page, mode))).data).toEqual([{ id: `${page}a`, rating: 1 }]);
    expect(adapter.mock.calls.map(([{ params }]) => (params as { page: number }).page)).toEqual(asked);
    store.dispatch(clearRequestsCache());
    await store.dispatch(fetchBooks(pages.at(-1), mode));
    expect(adapter).toHaveBeenCalledTimes(asked.length + 1);
  });

  test("a rating changes the page that it names, whatever that is kept by", async () => {
    const { store } = await shelves();
    const ratings = () => [undefined, "2"].map((requestKey) => getQuery<Book[]>(store.getState(), { type: "FETCH_BOOKS", requestKey }).data[0]!.rating);
    await store.dispatch(fetchBooks(2));
    await store.dispatch(fetchBooks(2, "requestKey"));
    await store.dispatch(rate("2a", 5, 2));
    expect(ratings()).toEqual([1, 5]);
    await store.dispatch(rate("2a", 5));
    expect(ratings()).toEqual([5, 5]);
  });
});

describe("posts", () => {
  const posts: readonly Post[] = [{ id: "a", likes: 0 }, { id: "b", likes: 3 }, { id: "c", likes: 9 }];

  test.each([
    ["at once", true, "a1"],
    ["after the answer", false, "a0"],
  ])("are liked %s", async (_, optimistic, pending) => {
    const { store } = await showcase({ "get /posts": () => posts, "post /posts/a/like": () => ({}) });
    await store.dispatch(fetchPosts());
    const first = () => getQuery<Post[]>(store.getState(), { type: "FETCH_POSTS" }).data.map(({ id, likes }) => `${id}${likes}`)[0];
    const liked = store.dispatch(likePost("a", optimistic));
    expect([first(), getMutation(store.getState(), { type: "LIKE_POST", requestKey: "a" }).loading]).toEqual([pending, true]);
    await liked;
    expect([first(), getMutation(store.getState(), { type: "LIKE_POST", requestKey: "a" }).loading]).toEqual(["a1", false]);
  });

  test("are put in order at once, and back when the server refuses", async () => {
    const { store } = await showcase({ "get /posts": () => posts, "post /posts/b/like": () => ({}) });
    await store.dispatch(fetchPosts());
    const shown = () => getQuery<Post[]>(store.getState(), { type: "FETCH_POSTS" }).data.map(({ id, likes }) => `${id}${likes}`);
    const refused = store.dispatch(reorderPosts(["c", "a", "b"], ["a", "b", "c"]));
    expect(shown()).toEqual(["c9", "a0", "b3"]);
    expect((await refused).error).toMatchObject({ response: { status: 404 } });
    expect(shown()).toEqual(["a0", "b3", "c9"]);
  });
});

test("a person who is followed is so in each group", async () => {
  const person = (id: string, followed = false) => ({ id, followed, name: `person ${id}` });
  const groups: readonly Group[] = [
    { name: "g", people: [person("1"), person("2")] },
    { name: "h", people: [person("2"), person("3")] },
  ];
  const { store } = await showcase({ "get /groups": () => groups, "post /people/2/follow": () => ({ id: "2", followed: true }) });
  await store.dispatch(fetchGroups());
  const before = getQuery<Group[]>(store.getState(), { type: "FETCH_GROUPS" }).data;
  await store.dispatch(follow("2"));
  const { data } = getQuery<Group[]>(store.getState(), { type: "FETCH_GROUPS" });
  expect(data).toEqual([
    { name: "g", people: [person("1"), person("2", true)] },
    { name: "h", people: [person("2", true), person("3")] },
  ]);
  expect([before[0]!.people[1]!.followed, data[0]!.people[0] === before[0]!.people[0]]).toEqual([false, true]);
});

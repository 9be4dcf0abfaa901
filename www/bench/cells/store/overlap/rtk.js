import { open as openStore } from "../peers/rtk.js";

export { shape } from "../peers/rtk.js";

/** The documentation's `onQueryStarted`: a patch of the list, undone by its inverse on a failure. */
export function open(network, failed = (patched) => patched.undo()) {
  const subject = openStore(network);
  const { api, store } = subject.client;
  const { endpoints } = api.enhanceEndpoints({ addTagTypes: ["list"], endpoints: { list: { providesTags: ["list"] } } }).injectEndpoints({
    endpoints: (build) => ({
      change: build.mutation({
        query: ({ id, likes }) => ({ url: `posts/${id}`, method: "PATCH", body: { likes } }),
        async onQueryStarted({ id, likes }, { dispatch, queryFulfilled }) {
          const patched = dispatch(api.util.updateQueryData("list", "posts", (posts) => void (posts.find((post) => post.id === id).likes = likes)));
          try {
            await queryFulfilled;
          } catch {
            failed(patched, () => dispatch(api.util.invalidateTags(["list"])));
          }
        },
      }),
    }),
  });
  return { ...subject, change: (id, likes) => store.dispatch(endpoints.change.initiate({ id, likes })).unwrap() };
}

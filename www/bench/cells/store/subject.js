/**
 * What a store must do to be measured. A module in `peers/` exports `shape` ("rest" or "graphql",
 * what its answers look like) and `open(network)`, which gives a subject or a promise of one: a new
 * client over this `Network`, ready to be used. What a store has no notion of its subject does not
 * have; `lib/subjects.mjs` says why, and has the labels.
 *
 * Kinds are "posts" and "users", ids those of the fixture. Bytes are answers as they come from the
 * network, in the peer's shape; values are parsed REST objects.
 *
 * @typedef {object} Subject
 * @property {(kind: string, told: () => void) => Watch} watchList  As the React binding subscribes
 *   and, when nothing is there, asks. `told` is called whenever the binding's listener would be.
 * @property {(kind: string, id: string, told: () => void) => Watch} watchItem
 * @property {(kind: string) => Promise<unknown>} fetchList  Asks for the list whatever is there;
 *   settles when the answer is stored. Watched or not.
 * @property {(kind: string, id: string) => Promise<unknown>} fetchItem  The same for one thing,
 *   which is then kept under a key of its own.
 * @property {(kind: string, id: string, bytes: Uint8Array) => unknown} write  One thing has become
 *   what these bytes say: the write that the documentation shows for it. A promise where it is one.
 * @property {(kind: string, values: object[]) => unknown} fill  Puts each under a key of its own, as
 *   fast as may be, before anything is measured.
 * @property {(kind: string, id: string) => unknown} [invalidate]  One key.
 * @property {(kind: string) => unknown} [invalidateAll]  All keys of things of this kind.
 * @property {(kind: string, id: string, likes: number) => void} [layer]  Sends a mutation of a post
 *   that is not answered; its optimistic result is shown.
 * @property {boolean} [normalises]  One thing is stored once, whichever answers it came in.
 * @property {boolean} [asksForEach]  It normalises, but a thing that came with a list is asked for
 *   all the same when it is watched by itself.
 * @property {() => number} [linearMemory]  Bytes of WebAssembly memory.
 * @property {() => void} [close]  The subject is not used any more.
 *
 * A module in `react/` exports the same `shape` and `open`, and `bind(subject)`, which gives
 * `Provider`, a component; `useItem(kind, id)`, the library's hook for one thing, which gives its
 * data; and, where the subject's own would not reach the provider, `write`.
 *
 * A module in `overlap/` exports the same `shape` and `open`, of which only `watchList` and one more are used:
 * `change(id, likes)` sends a mutation of a post and shows its result at once, in the way that the documentation
 * shows for optimistic updates. It gives a promise, which may reject.
 *
 * @typedef {object} Watch
 * @property {() => object | undefined} read  What the binding's hook gives when it renders again
 *   with the same arguments: the array of a list, the object of a thing.
 * @property {() => void} stop
 */

const decoder = new TextDecoder();

export const parse = (bytes) => JSON.parse(decoder.decode(bytes));

/** A key for one thing, or for a list where there is no id. */
export const path = (kind, id) => (id === undefined ? kind : `${kind}/${id}`);

/** What people write by hand for a REST API: the parsed answer at this path. */
export async function get(fetch, path, init) {
  const response = await fetch(`/api/${path}`, init);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** The same to change a post: gives the post as the server has it then. */
export const patch = (fetch, id, likes) => get(fetch, path("posts", id), { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ likes }) });

/** A list of posts in which one has these likes. */
export const liked = (posts, id, likes) => posts.map((post) => (post.id === id ? { ...post, likes } : post));

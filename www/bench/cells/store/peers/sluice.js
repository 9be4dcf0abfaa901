import { wasmBytes } from "../../wasm-memory.js";
import { createClient, endpoint, entity } from "sluice";
import { parse } from "../subject.js";

export const shape = "rest";

const User = entity("User");
const Comment = entity("Comment", { fields: { author: User } });
const Post = entity("Post", { fields: { author: User, comments: [Comment] } });
const schemas = { posts: Post, users: User };
const hour = 3_600_000;

const each = (make) => Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, make(kind, schema)]));
const lists = each((kind, schema) => endpoint({ path: `/api/${kind}`, schema: [schema], dataExpiryLength: hour }));
const items = each((kind, schema) => endpoint({ path: `/api/${kind}/:id`, schema, dataExpiryLength: hour }));
const update = endpoint({ path: "/api/posts/:id", method: "PATCH", schema: Post, getOptimisticResponse: (_, { id }, body) => ({ id, ...body }) });

export async function open({ fetch }) {
  const client = createClient({ fetch, wasm: "sluice.wasm" });
  await client.ready;
  const { controller } = client;

  /** As the hooks do it: they read the snapshot of a watch, and ask when there is nothing to show. */
  const watch = (endpoint, args, told) => {
    const watched = controller.view(endpoint, args);
    const stop = watched.subscribe(told);
    if (watched.get().data === undefined) void controller.fetch(endpoint, ...args);
    return { read: () => watched.get().data, stop };
  };

  return {
    client,
    controller,
    endpoints: { lists, items, update },
    normalises: true,
    watchList: (kind, told) => watch(lists[kind], [], told),
    watchItem: (kind, id, told) => watch(items[kind], [{ id }], told),
    fetchList: (kind) => controller.fetch(lists[kind]),
    fetchItem: (kind, id) => controller.fetch(items[kind], { id }),
    write: (kind, id, bytes) => controller.setResponse(items[kind], { id }, parse(bytes)),
    async fill(kind, values) {
      await Promise.all(values.map((value) => controller.setResponse(items[kind], { id: value.id }, value)));
    },
    invalidate: (kind, id) => controller.invalidate(items[kind], { id }),
    invalidateAll: (kind) => controller.invalidateAll(items[kind]),
    layer: (kind, id, likes) => void controller.fetch(update, { id }, { likes }),
    linearMemory: wasmBytes,
    close: () => client.close(),
  };
}

import { createClient, endpoint, entity } from "sluice";

const User = entity("User");
const Comment = entity("Comment", { fields: { author: User } });
const Post = entity("Post", { fields: { author: User, comments: [Comment] } });
const list = endpoint({ path: "/api/posts/:list", schema: [Post], dataExpiryLength: 3_600_000 });

export async function open({ fetch, url, count }) {
  const client = createClient({ fetch, wasm: "sluice.wasm", subscriber: { url, resume: true } });
  await client.ready;
  const { controller } = client;
  client.subscription({ type: "ON_POST", schema: Post, onMessage: count });
  return async (number, told) => {
    const watched = controller.view(list, [{ list: number }]);
    watched.subscribe(told);
    await controller.fetch(list, { list: number });
    return () => watched.get().data;
  };
}

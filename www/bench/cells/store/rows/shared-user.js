import { watchedPosts } from "../fixture.js";
import { answer, details, idOf, open, range, writer } from "../lab.js";

/** ms of one write of a user whose posts are watched one by one, a thousand of them, until all are told. */
export async function sharedUser() {
  const lab = await open();
  const ids = range(1, watchedPosts).map(idOf.posts);
  lab.network.posts = { shared: true };
  await details(lab, "posts", ids);
  lab.network.set("posts", await answer("shared"));
  await lab.subject.fetchList("posts");
  await lab.audience.watchAll("posts", ids);
  return lab.audience.repeat(writer(lab, "users", 1), { tells: watchedPosts });
}

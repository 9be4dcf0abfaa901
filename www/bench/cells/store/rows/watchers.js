import { details, idOf, open, range, stock, writer } from "../lab.js";

const many = 1000;

/** ms of one write of a post that a thousand watch. */
export async function oneItem() {
  const lab = await open();
  await details(lab, "posts", [idOf.posts(1)]);
  await stock(lab, "posts", many);
  await lab.audience.watchAll("posts", [idOf.posts(1)], many);
  return lab.audience.repeat(writer(lab, "posts", 1), { tells: many });
}

/** ms of one write of a post that one watches, while 999 other posts have a watcher each. */
export async function oneOfMany() {
  const lab = await open();
  const ids = range(1, many).map(idOf.posts);
  await details(lab, "posts", ids);
  await stock(lab, "posts", many);
  await lab.audience.watchAll("posts", ids);
  return lab.audience.repeat(writer(lab, "posts", 500), { tells: 1 });
}

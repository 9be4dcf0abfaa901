import { answer, idOf, open, range, writer } from "../lab.js";

/** ms of one write of a watched post over 10,000 entities, while `pending` other posts, watched too, show optimistic likes. */
export async function layers({ pending }) {
  const lab = await open();
  const { network, subject, audience } = lab;
  network.set("posts", await answer("posts"));
  await subject.fetchList("posts");
  const watches = await audience.watchAll("posts", range(1, pending + 1).map(idOf.posts));
  for (let number = 1; number <= pending; number++) subject.layer("posts", idOf.posts(number), -number);
  await audience.quiet();
  const wrong = watches.findIndex((watch, i) => i < pending && watch.read().likes !== -(i + 1));
  if (wrong >= 0) throw new Error(`post ${wrong + 1} does not show its layer`);
  return audience.repeat(writer(lab, "posts", pending + 1), { tells: 1 });
}

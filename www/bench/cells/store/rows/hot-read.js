import { details, idOf, open, range, stock } from "../lab.js";

const watched = 1000;
const turns = 200;

/** ns per read of a watched thing: a thousand of them in turn, `turns` times, thrice; and the ms that a thousand take at once. */
export async function hotRead() {
  const lab = await open();
  const ids = range(1, watched).map(idOf.posts);
  await details(lab, "posts", ids);
  await stock(lab, "posts", watched);
  const watches = await lab.audience.watchAll("posts", ids);
  let seen = 0;
  const read = () => {
    for (const watch of watches) seen += watch.read().likes;
  };
  const each = [];
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    for (let turn = 0; turn < turns; turn++) read();
    each.push(((performance.now() - began) * 1e6) / (turns * watched));
    await lab.audience.quiet();
  }
  const { blocked, told } = await lab.audience.measure(async () => read());
  if (!(seen > 0)) throw new Error("nothing was read");
  return { each: each.at(-1), told, blocked };
}

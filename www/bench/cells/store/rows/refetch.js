import { watchedPosts } from "../fixture.js";
import { answer, details, idOf, item, makers, open, range } from "../lab.js";

/** A list on display, and a thousand of its posts besides, each by itself. */
async function display() {
  const lab = await open();
  const { network, subject, audience } = lab;
  const ids = range(1, watchedPosts).map(idOf.posts);
  network.set("posts", await answer("posts"));
  await details(lab, "posts", ids);
  if (subject.normalises) await subject.fetchList("posts");
  else subject.fill("posts", range(1, watchedPosts).map((number) => makers.posts(number)));
  await audience.watchAll("posts", ids);
  const list = await audience.watch("posts");
  return { ...lab, list };
}

/**
 * The list comes again and again, every time with 40 posts changed. Of the median: ms from the
 * bytes until the last is told, how many are told, how many of the 3,960 others keep their identity.
 */
export async function changed({ rounds }) {
  const { network, subject, audience, list } = await display();
  const bodies = [await answer("changed"), await answer("posts")];
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    network.set("posts", bodies[round % 2]);
    const before = list.read();
    const run = await audience.measure(
      () => subject.fetchList("posts"),
      () => network.answered,
    );
    const after = list.read();
    runs.push({ ...run, kept: after.reduce((kept, post, i) => kept + (post === before[i] ? 1 : 0), 0) });
  }
  return middle(runs);
}

/** The same list comes again; then once more after another answer changed one of its posts. */
export async function identical({ rounds }) {
  const { network, subject, audience } = await display();
  const again = () =>
    audience.measure(
      () => subject.fetchList("posts"),
      () => network.answered,
    );
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await again());
  await subject.write("posts", idOf.posts(7), item("posts", makers.posts(7, { version: 1 })));
  await audience.quiet();
  return { ...middle(runs), after: (await again()).told };
}

/** The run of median length; the first is not counted, the code is new then. */
function middle(runs) {
  const sorted = runs.slice(1).sort((a, b) => a.took - b.took);
  return sorted[sorted.length >> 1];
}

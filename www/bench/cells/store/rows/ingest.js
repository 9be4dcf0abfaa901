import { sizes } from "../fixture.js";
import { idle } from "../clock.js";
import { answer, open } from "../lab.js";

/** How long a page has been there before its first answer comes, in ms: a round trip. */
const roundTrip = 100;

const clients = 4;

/**
 * ms from the bytes to a subscriber that holds the list: of the first client of a fresh page, of
 * the second, and of the last of a few.
 */
export async function ingest() {
  const bytes = await answer("posts");
  const runs = [];
  for (let i = 0; i < clients; i++) {
    const { network, subject, audience } = await open();
    network.set("posts", bytes);
    await idle(roundTrip);
    let list;
    const run = await audience.measure(
      async () => {
        list = await audience.watch("posts");
      },
      () => network.answered,
    );
    const posts = list.read();
    if (posts.length !== sizes.posts || posts[2].comments[0].author.city === undefined) throw new Error("that is not the list");
    runs.push(run);
    audience.stop();
    subject.close?.();
  }
  const [fresh, second] = runs;
  return { fresh: fresh.took, freshBlocked: fresh.blocked, second: second.took, warm: runs.at(-1).took, blocked: runs.at(-1).blocked };
}

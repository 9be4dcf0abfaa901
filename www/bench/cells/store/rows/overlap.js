import * as peer from "peer";
import { nextTask } from "../clock.js";
import { SlowServer, mutation } from "../slow-server.js";
import { time } from "../virtual-time.js";

const rows = 50;
const mutations = 200;
/** In ms of the page's virtual time: between two mutations, and between two frames. */
const pause = 5;
const frame = 16;

/**
 * A list of 50 posts is shown; 200 mutations are sent, one each 5 ms, and answered after 20 to 1,000 ms, three of ten
 * with an error. Time is virtual: what happens next happens when all that came of the one before has been done.
 *
 * In a frame, each row must show what has come of all mutations of that row that have been sent, in the order in which they were
 * sent, but those whose refusal has arrived: what the server has confirmed, and on it what is pending.
 *
 * Gives how many `frames` there were, until everything is settled; how many were `wrong`, and how many rows in
 * them (`rows`); how many rows are not as the server has them at the `end`; and how many times the list was asked for again (`reads`).
 */
export async function overlap() {
  const server = new SlowServer(peer.shape, rows);
  const subject = await peer.open(server);
  let told = 0;
  const watch = subject.watchList("posts", () => told++);
  const settle = async () => {
    for (let calm = 0, seen; calm < 8; calm++) {
      const now = `${told} ${server.requests}`;
      if (now !== seen) (calm = 0), (seen = now);
      await nextTask();
    }
  };
  for (let i = 0; watch.read() === undefined; i++) {
    if (i > 10_000) throw new Error("no list");
    await nextTask();
  }
  const initial = watch.read().map(({ likes }) => likes);
  const reads = server.reads;
  server.slow = true;

  const result = { frames: 0, wrong: 0, rows: 0 };
  const look = () => {
    const wrong = differences(watch.read(), expected(initial, server.sent));
    result.frames++;
    result.rows += wrong;
    if (wrong > 0) result.wrong++;
  };
  let number = 0;
  for (let nextFrame = frame; number < mutations || server.next < Infinity; ) {
    const send = number < mutations ? (number + 1) * pause : Infinity;
    time.now = Math.min(send, server.next, nextFrame);
    if (time.now === nextFrame) {
      look();
      nextFrame += frame;
      continue;
    }
    if (time.now === send) {
      const { id, likes } = mutation(++number, rows);
      server.sent.push({ number, id, likes, state: "pending" });
      Promise.resolve(subject.change(id, likes)).catch(() => {});
    } else {
      server.answer();
    }
    await settle();
  }
  look();
  if (server.sent.length !== mutations || server.sent.some(({ state }) => state === "pending")) throw new Error("not all mutations are answered");
  const truth = server.posts.map(({ likes }) => likes);
  if (differences(server.posts, expected(initial, server.sent)) > 0) throw new Error("the server is not what the mutations make of it");
  return { ...result, end: differences(watch.read(), truth), reads: server.reads - reads };
}

/** What the rows should show. */
function expected(initial, sent) {
  const likes = [...initial];
  for (const { id, likes: to, state } of sent) {
    if (state !== "refused") likes[Number(id.slice(1)) - 1] = to;
  }
  return likes;
}

/** How many rows do not show these likes. */
const differences = (shown, likes) => likes.filter((likes, i) => shown?.[i]?.likes !== likes).length;

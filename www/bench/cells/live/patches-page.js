import { open as openPeer } from "peer";
import { post } from "../store/fixture.js";
import { lists, size } from "./lists.js";

/**
 * The page of row t: twenty watched queries, each shown as fifty rows. Who is told puts the query down for the next frame, in which it is
 * read, and the rows are written whose post is another object: the same for all.
 */

let count = 0;
let frames = [];
const shown = [];

const encoder = new TextEncoder();

/** The answer of a server to /api/posts/<list>. */
const answer = async (input) => {
  const list = Number(/\/api\/posts\/(\d+)/.exec(String(input.url ?? input))[1]);
  const posts = Array.from({ length: size }, (_, i) => post(list * size + i + 1));
  return new Response(encoder.encode(JSON.stringify(posts)), { headers: { "content-type": "application/json" } });
};

/** Opens the client, and shows what it has. */
async function open(url) {
  const watch = await openPeer({ fetch: answer, url, count: () => void count++ });
  const dirty = new Set();
  const render = () => {
    for (const view of dirty) view();
    dirty.clear();
  };
  const later = (view) => {
    if (dirty.size === 0) requestAnimationFrame(render);
    dirty.add(view);
  };
  for (let list = 0; list < lists; list++) shown.push(await show(list, watch, later));
}

/** Shows a list. Gives the posts that are shown, when asked. */
async function show(list, watch, later) {
  const rows = Array.from({ length: size }, () => document.createElement("span"));
  const box = document.createElement("p");
  box.append(...rows);
  document.body.append(box);
  const present = [];
  let read = () => []; // until it has been asked for
  function view() {
    read().forEach((post, i) => {
      if (post === present[i]) return;
      present[i] = post;
      rows[i].textContent = ` ${post.likes} `;
    });
  }
  read = await watch(list, () => later(view));
  view();
  return () => present;
}

let watching = false;

/** Begins to note frames. */
function begin() {
  frames = [];
  watching = true;
  const next = (at) => {
    frames.push(at);
    if (watching) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** Resolves when `total` messages have come, and what they say is shown: or after 10 s, when something has been lost. */
async function settled(total, likes) {
  for (const began = performance.now(); performance.now() - began < 10_000; ) {
    if (count >= total && right(likes)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Whether the last post of the last list shows what it should. */
const right = (likes) => likes === undefined || shown.at(-1)().at(-1).likes === likes;

/** How many messages have come, and how many rows do not show the likes that `likesOf(number)` gives. */
function state(first) {
  const wrong = shown.flatMap((posts, list) => posts().filter(({ likes }, i) => likes !== first + list * size + i)).length;
  return { count, wrong };
}

/** Ends it; gives how many frames of 1/60 s were left out, and the longest time between two, in ms. */
function end() {
  watching = false;
  const between = frames.slice(1).map((at, i) => at - frames[i]);
  const dropped = between.reduce((sum, ms) => sum + Math.max(0, Math.round((ms * 60) / 1000) - 1), 0);
  return { frames: between.length, dropped, longest: Math.max(...between) };
}

globalThis.bench = { open, begin, settled, state, end };

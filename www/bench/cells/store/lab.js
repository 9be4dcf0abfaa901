import * as peer from "peer";
import { Audience } from "./audience.js";
import * as fixture from "./fixture.js";
import { Network } from "./network.js";
import { itemBytes, listBytes } from "./shape.js";

/** Everything that a row needs to experiment with the peer this page was built for. */

export const makers = { posts: fixture.post, users: fixture.user };

/** Ids of things by their number. */
export const idOf = { posts: (number) => `p${number}`, users: (number) => `u${number}` };

/** The whole numbers from `from` to `to`. */
export const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A new client over a network of its own, and those who will watch it. */
export async function open() {
  const network = new Network(peer.shape);
  const subject = await peer.open(network);
  return { network, subject, audience: new Audience(subject) };
}

/** The bytes of a list's answer, in the peer's shape, from the server of this page. */
export async function answer(name) {
  const response = await fetch(`/fixture/${peer.shape}/${name}.json`);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The bytes of one thing's answer, in the peer's shape. */
export const item = (kind, value) => itemBytes(peer.shape, kind, value);

/**
 * Before a list comes and anyone watches: asks for each of these by itself, where the store will not
 * know a thing that came with a list. With the list there and others watching it would take long.
 */
export async function details({ subject }, kind, ids) {
  if (!subject.asksForEach) return;
  for (const id of ids) await subject.fetchItem(kind, id);
}

/**
 * Makes the first `count` things be in the store, to be watched by id: all in one list where the
 * store normalises, else each under its own key.
 */
export async function stock({ network, subject }, kind, count, options) {
  const values = range(1, count).map((number) => makers[kind](number, options));
  if (!subject.normalises) return subject.fill(kind, values);
  network.set(kind, listBytes(peer.shape, kind, values));
  await subject.fetchList(kind);
}

/** Writes thing `number` again and again, each time as another version of itself. */
export function writer({ subject }, kind, number) {
  const versions = range(1, 8).map((version) => item(kind, makers[kind](number, kind === "posts" ? { version } : version)));
  return (i) => subject.write(kind, idOf[kind](number), versions[i % versions.length]);
}

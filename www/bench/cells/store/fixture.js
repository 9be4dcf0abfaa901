/**
 * What the rows about the store are fed: posts with their author and comments inlined, comments with
 * their author inlined. Every object follows from the seed and its own number, so that a page can
 * make one of them without the others. Ids are unique across kinds ("p17", "u5", "c230"), as clients
 * that normalise without a schema need.
 */
const seed = 0x51_1c_e0;

export const sizes = { posts: 4000, users: 500, comments: 5500 };

/** How many comments the posts have, in turn. */
const commentsInTurn = [0, 1, 3, 1, 2, 0, 3, 1];
const commentsPerTurn = commentsInTurn.reduce((sum, count) => sum + count);

/** Posts that the "1 % changed" answer changes: 20 of the first 1,000 and 20 of the others. */
export const changedPosts = new Set(Array.from({ length: 20 }, (_, k) => [25 + 50 * k, 1075 + 150 * k]).flat());

/** As many posts as are watched one by one: the first ones. */
export const watchedPosts = 1000;

/** A whole number from 0 to below `below` that depends on nothing but the seed and the arguments. */
function pick(below, kind, number, use) {
  let hash = seed ^ Math.imul(kind + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b) ^ Math.imul(use + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return ((hash ^ (hash >>> 15)) >>> 0) % below;
}

const words =
  "harbour river lantern quiet copper meadow signal winter orchard paper bridge garden velvet thunder island marble window forest silver morning letter castle ribbon desert engine pocket summer candle mirror valley".split(" ");
const firstNames = "Ada Grace Linus Zoë Renée Jürgen Noor Iván Mia Tomás".split(" ");
const lastNames = "Lovelace Hopper Torvalds Martín Müller Okafor Novak Ferreira Lindqvist Tanaka".split(" ");
const cities = "Köln Porto Lagos Málaga Oslo Kyoto Lyon Quito".split(" ");

const kinds = { post: 0, user: 1, comment: 2 };

function text(kind, number, use, count) {
  const chosen = Array.from({ length: count }, (_, i) => words[pick(words.length, kind, number, use + i)]);
  return chosen.join(" ");
}

/** A user; `version` changes the name. */
export function user(number, version = 0) {
  const first = firstNames[pick(firstNames.length, kinds.user, number, 0)];
  const last = lastNames[pick(lastNames.length, kinds.user, number, 1)];
  return {
    id: `u${number}`,
    name: version === 0 ? `${first} ${last}` : `${first} ${last} ${version}`,
    email: `user${number}@mail.example.org`,
    city: cities[pick(cities.length, kinds.user, number, 2)],
    avatar: `/avatars/${number}.webp`,
  };
}

function comment(number) {
  return {
    id: `c${number}`,
    text: text(kinds.comment, number, 0, 15),
    likes: pick(100, kinds.comment, number, 100),
    author: user(1 + pick(sizes.users, kinds.comment, number, 101)),
  };
}

/** A post; `version` changes its title and likes, `shared` makes user 1 the author of those that are watched. */
export function post(number, { version = 0, shared = false } = {}) {
  const turn = (number - 1) % commentsInTurn.length;
  let next = Math.floor((number - 1) / commentsInTurn.length) * commentsPerTurn + 1;
  for (let i = 0; i < turn; i++) next += commentsInTurn[i];
  const title = text(kinds.post, number, 0, 6);
  return {
    id: `p${number}`,
    title: version === 0 ? title : `${title} ${version}`,
    body: text(kinds.post, number, 10, 45),
    likes: pick(1000, kinds.post, number, 100) + version,
    tags: [words[pick(words.length, kinds.post, number, 101)], words[pick(words.length, kinds.post, number, 102)]],
    publishedAt: 1_700_000_000_000 + number * 60_000,
    author: user(shared && number <= watchedPosts ? 1 : 1 + pick(sizes.users, kinds.post, number, 103)),
    comments: Array.from({ length: commentsInTurn[turn] }, (_, i) => comment(next + i)),
  };
}

/** The answers that lists are made of, by name. `users1000` has that many users; any number will do. */
export function list(name) {
  const [, of, count] = /^(\D+?)(\d*)$/.exec(name);
  const numbers = (size) => Array.from({ length: Number(count || size) }, (_, i) => i + 1);
  if (of === "users") return numbers(sizes.users).map((number) => user(number));
  return numbers(sizes.posts).map((number) => post(number, { version: of === "changed" && changedPosts.has(number) ? 1 : 0, shared: of === "shared" }));
}

import * as fixture from "./fixture.js";
import { BytesResponse } from "./network.js";
import { listBytes, typed } from "./shape.js";
import { time } from "./virtual-time.js";

const encoder = new TextEncoder();

/** Below `below`, by nothing but its arguments. */
function pick(below, number, use) {
  let hash = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(use + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return ((hash ^ (hash >>> 15)) >>> 0) % below;
}

/** What the mutations are, in the order in which they are sent: the n-th sets the likes of a post to a number of its own. */
export const mutation = (number, rows) => ({ id: `p${1 + pick(rows, number, 0)}`, likes: firstLikes + number });
const firstLikes = 1_000_000;

/** Three of ten are refused. */
const refused = (number) => pick(10, number, 1) < 3;

/** How long an answer takes, in ms: so that answers come in another order than requests. */
const shortest = 20;
const longest = 1000;
const latency = (number, use) => shortest + pick(longest - shortest + 1, number, use);

/**
 * A server of posts: it carries out each request when it is sent, in that order, and answers later. REST: `GET
 * /api/posts`, `PATCH /api/posts/p17` with `{ likes }`, and the named routes `POST /api/getPosts`, `/api/updatePost` with `{ id, likes }`.
 * GraphQL: `posts`, `updatePost` with the variables `id` and `likes`. A mutation is answered with the post as it
 * is then; one that is refused with an error.
 */
export class SlowServer {
  posts;
  /** What has been sent and what is known of it: `{ number, id, likes, state }`, state `pending`, `done` or `refused`. */
  sent = [];
  /** How many requests have come, and how many of them asked for the list. */
  requests = 0;
  reads = 0;
  /** Whether answers are slow: those before anything is measured are not. */
  slow = false;
  #shape;
  #answers = [];

  constructor(shape, rows) {
    this.#shape = shape;
    this.posts = Array.from({ length: rows }, (_, i) => fixture.post(i + 1));
  }

  /** When the next answer is due, in ms; Infinity if none is under way. */
  get next() {
    return Math.min(...this.#answers.map(({ at }) => at));
  }

  /** Gives the answer that is due next. */
  answer() {
    const { next } = this;
    const [{ deliver }] = this.#answers.splice(this.#answers.findIndex(({ at }) => at === next), 1);
    deliver();
  }

  fetch = async (input, init) => {
    const { id, likes } = await this.#read(input, init);
    this.requests++;
    const [response, wait, told] = likes === undefined ? this.#list() : this.#update(id, likes);
    if (!this.slow) return response;
    const at = time.now + wait;
    return new Promise((resolve) => {
      this.#answers.push({
        at,
        deliver() {
          told?.();
          resolve(response);
        },
      });
    });
  };

  #list() {
    const number = this.reads++;
    return [new BytesResponse(listBytes(this.#shape, "posts", this.posts)), latency(number, 3)];
  }

  #update(id, likes) {
    const sent = this.sent.find((one) => one.likes === likes);
    const wait = latency(sent.number, 2);
    if (refused(sent.number)) {
      const told = () => (sent.state = "refused");
      if (this.#shape === "rest") return [new BytesResponse(encode({ error: { code: "refused", message: "refused" } }), 409), wait, told];
      return [new BytesResponse(encode({ data: null, errors: [{ message: "refused" }] })), wait, told];
    }
    const index = this.posts.findIndex((post) => post.id === id);
    const post = { ...this.posts[index], likes };
    this.posts[index] = post;
    const body = this.#shape === "rest" ? post : { data: { updatePost: typed("posts", post) } };
    return [new BytesResponse(encode(body)), wait, () => (sent.state = "done")];
  }

  async #read(input, init) {
    const text = init?.body ?? (typeof input === "object" && "text" in input ? await input.text() : "");
    const body = text ? JSON.parse(text) : {};
    if (this.#shape === "graphql") return body.variables ?? {};
    const id = /posts\/(\w+)$/.exec(input.url ?? input)?.[1];
    return id === undefined ? body : { id, likes: body.likes };
  }
}

const encode = (value) => encoder.encode(JSON.stringify(value));

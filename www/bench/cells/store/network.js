import { lightHeaders } from "../stub.js";
import * as fixture from "./fixture.js";
import { itemBytes, singular } from "./shape.js";

const decoder = new TextDecoder();
const kindOf = Object.fromEntries(Object.entries(singular).map(([kind, name]) => [name, kind]));
const makers = { posts: fixture.post, users: fixture.user };

/**
 * A network that answers at once, from bytes. REST: `GET /api/posts`, `/api/posts/p17`. GraphQL:
 * the operations `posts` and `post` with the variable `id`. What was not set is made from the
 * fixture. Anything else (another method, an `update…` operation) is never answered.
 */
export class Network {
  #answers = new Map();
  #shape;
  /** When the latest answer was given, as `performance.now()` has it. */
  answered = 0;
  /** How posts that were not set are made. */
  posts = {};

  constructor(shape) {
    this.#shape = shape;
  }

  /** Sets the bytes that `kind`, or one of its things, is answered with. */
  set(kind, bytes, id) {
    this.#answers.set(name(kind, id), bytes);
  }

  /** Forgets all bytes that were set. */
  clear() {
    this.#answers.clear();
  }

  fetch = (input, init) => {
    const key = this.#shape === "rest" ? restKey(input, init) : graphqlKey(input, init);
    if (key === undefined) return new Promise(() => {});
    const bytes = this.#answers.get(key) ?? this.#make(key);
    this.answered = performance.now();
    return Promise.resolve(new BytesResponse(bytes));
  };

  #make(key) {
    const [kind, id] = key.split("/");
    if (id === undefined) throw new Error(`no answer for ${key}`);
    return itemBytes(this.#shape, kind, makers[kind](Number(id.slice(1)), this[kind]));
  }
}

const name = (kind, id) => (id === undefined ? kind : `${kind}/${id}`);

function restKey(input, init) {
  const method = init?.method ?? input.method ?? "GET";
  if (method !== "GET") return undefined;
  return new URL(input.url ?? input, location.origin).pathname.slice("/api/".length);
}

function graphqlKey(_, { body }) {
  const { operationName, variables } = JSON.parse(body);
  if (operationName.startsWith("update")) return undefined;
  return operationName in kindOf ? name(kindOf[operationName], variables.id) : operationName;
}

/** Does what a Response does, over bytes that stay as they are. */
export class BytesResponse {
  ok = true;
  status = 200;
  statusText = "OK";
  headers = lightHeaders;
  #bytes;

  constructor(bytes, status = 200) {
    this.#bytes = bytes;
    if (status === 200) return;
    this.ok = false;
    this.status = status;
    this.statusText = "";
  }

  async text() {
    return decoder.decode(this.#bytes);
  }

  async json() {
    return JSON.parse(decoder.decode(this.#bytes));
  }

  async bytes() {
    return this.#bytes;
  }

  async arrayBuffer() {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  }

  clone() {
    return this;
  }
}

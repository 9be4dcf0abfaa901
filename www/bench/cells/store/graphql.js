import { fields, singular } from "./shape.js";

/** The texts of the operations: `lists.posts`, `items.posts`, `updatePost`. */
const kinds = Object.keys(singular);

export const lists = Object.fromEntries(kinds.map((kind) => [kind, `query ${kind} { ${kind} { ${fields[kind]} } }`]));

export const items = Object.fromEntries(kinds.map((kind) => [kind, `query ${singular[kind]}($id: ID!) { ${singular[kind]}(id: $id) { ${fields[kind]} } }`]));

export const updatePost = "mutation updatePost($id: ID!, $likes: Int!) { updatePost(id: $id, likes: $likes) { id likes } }";

/** Parses the operations with a library's `gql`. */
export function operations(gql) {
  const parsed = (texts) => Object.fromEntries(Object.entries(texts).map(([kind, text]) => [kind, gql(text)]));
  return { lists: parsed(lists), items: parsed(items), updatePost: gql(updatePost) };
}

/** Per field of one thing the type it leads to. */
export const types = { post: "Post", user: "User" };

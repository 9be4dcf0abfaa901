/** How values go over the network: as a REST server and as a GraphQL server would send them. */

const encoder = new TextEncoder();

/** The name of one thing of a list, for the field of a GraphQL answer. */
export const singular = { posts: "post", users: "user" };

/** The bytes of the answer to a list's request. */
export const listBytes = (shape, kind, values) => encode(shape, kind, values, kind);

/** The bytes of the answer to one thing's request. */
export const itemBytes = (shape, kind, value) => encode(shape, singular[kind], value, kind);

function encode(shape, field, value, kind) {
  return encoder.encode(JSON.stringify(shape === "rest" ? value : { data: { [field]: typed(kind, value) } }));
}

/** The value as GraphQL has it: every object says its type. */
export function typed(kind, value) {
  if (Array.isArray(value)) return value.map((item) => typed(kind, item));
  if (kind === "users") return { __typename: "User", ...value };
  return {
    __typename: "Post",
    ...value,
    author: typed("users", value.author),
    comments: value.comments.map((comment) => ({ __typename: "Comment", ...comment, author: typed("users", comment.author) })),
  };
}

const userFields = "id name email city avatar";

/** What the GraphQL clients select: everything. */
export const fields = {
  users: userFields,
  posts: `id title body likes tags publishedAt author { ${userFields} } comments { id text likes author { ${userFields} } }`,
};

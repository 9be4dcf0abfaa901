/** The watched queries of row t: `lists` of them, each of `size` posts of its own. */
export const lists = 20;
export const size = 50;

/** The list that a post is in. */
export const listOf = (id) => Math.floor((Number(id.slice(1)) - 1) / size);

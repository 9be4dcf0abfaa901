/**
 * Where to go after a login: the `next` of a search string if it is a path of this origin,
 * else `/`. A path begins with one slash, has no two of them together, no backslash, which
 * browsers would take for a slash, and no control character, which they would take out: the
 * rule of `server.NextPath`.
 */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  const foreign = [...next].some((c) => c < " " || c === "\\" || c === "\x7f");
  return next.startsWith("/") && !next.includes("//") && !foreign ? next : "/";
}

/** The address of an account page that comes back to the given path. */
export function withNext(page: "/login" | "/register", next: string): string {
  return next === "/" ? page : `${page}?next=${encodeURIComponent(next)}`;
}

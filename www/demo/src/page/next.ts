/**
 * Where to go after a login: the `next` of a search string if it is a path of this origin,
 * else `/`. A path begins with one slash and has no backslash, which browsers would take
 * for another slash.
 */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  return /^\/(?!\/)[^\\\t\r\n]*$/.test(next) ? next : "/";
}

/** The address of an account page that comes back to the given path. */
export function withNext(page: "/login" | "/register", next: string): string {
  return next === "/" ? page : `${page}?next=${encodeURIComponent(next)}`;
}

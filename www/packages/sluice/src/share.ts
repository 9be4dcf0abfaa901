import { isPlain } from "./schema/check.js";

/**
 * Gives `next` as far as possible with the objects of `previous`: equal parts keep their
 * identity, and if everything is equal the result is `previous` itself. Plain objects are equal
 * by their members, in any order, arrays by their elements, all else by `Object.is`.
 *
 * `next` must be freshly made, as from `JSON.parse`: its members are replaced in place.
 */
export function share(previous: unknown, next: unknown): unknown {
  return shared(previous, next, false);
}

/** The same of a value that others may hold: it stays as it is, and what is made of it is new. */
export function blend(previous: unknown, next: unknown): unknown {
  return shared(previous, next, true);
}

function shared(previous: unknown, next: unknown, copy: boolean): unknown {
  try {
    return merge(previous, next, copy);
  } catch {
    return next; // nested too deep for the stack: still the right value, with less shared
  }
}

function merge(previous: unknown, next: unknown, copy: boolean): unknown {
  if (Object.is(previous, next)) return previous;
  if (typeof previous !== "object" || typeof next !== "object" || previous === null || next === null) return next;
  if (Array.isArray(previous)) return Array.isArray(next) ? shareArray(previous, next, copy) : next;
  if (copy && !(isPlain(previous) && isPlain(next))) return next;
  return Array.isArray(next) ? next : shareObject(previous as Members, next as Members, copy);
}

/** Whether two values are equal in the sense of {@link share}. Objects with another prototype are equal to themselves only. */
export function same(a: unknown, b: unknown): boolean {
  try {
    return equal(a, b);
  } catch {
    return false; // nested too deep, or in a circle
  }
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]));
}

type Members = Record<string, unknown>;

function shareArray(previous: readonly unknown[], next: unknown[], copy: boolean): unknown {
  let equal = previous.length === next.length;
  let out = next;
  const n = Math.min(previous.length, next.length);
  for (let i = 0; i < n; i++) {
    const shared = merge(previous[i], next[i], copy);
    if (!Object.is(shared, previous[i])) equal = false;
    if (Object.is(shared, next[i])) continue;
    if (copy && out === next) out = next.slice();
    out[i] = shared;
  }
  return equal ? previous : out;
}

function shareObject(previous: Members, next: Members, copy: boolean): unknown {
  const names = Object.keys(next);
  let out = next;
  let equal = names.length === Object.keys(previous).length;
  for (const name of names) {
    if (!Object.hasOwn(previous, name)) {
      equal = false;
      continue;
    }
    const before = previous[name];
    const shared = merge(before, next[name], copy);
    if (!Object.is(shared, before)) equal = false;
    if (Object.is(shared, next[name])) continue;
    if (copy && out === next) out = Object.defineProperties({}, Object.getOwnPropertyDescriptors(next));
    // JSON.parse makes an own member of "__proto__"; an assignment would not.
    Object.defineProperty(out, name, { value: shared, writable: true, enumerable: true, configurable: true });
  }
  return equal ? previous : out;
}

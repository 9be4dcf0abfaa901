import { isPlain } from "./check.js";

/**
 * Freezes a value with all that is in it, as deep as there are plain objects and arrays. What is
 * already frozen is taken as done.
 */
export function freeze<T>(value: T): T {
  if (isThawed(value)) {
    const open: object[] = [value]; // no recursion: answers may nest deeper than a stack is high
    for (let at = open.pop(); at; at = open.pop()) {
      if (!Array.isArray(at) && !isPlain(at)) continue;
      Object.freeze(at);
      for (const member of Object.values(at) as unknown[]) if (isThawed(member)) open.push(member);
    }
  }
  return value;
}

/** Freezes what is in the members of an object, but not the object. */
export function freezeMembers<T extends object>(object: T): T {
  for (const name in object) freeze(object[name]);
  return object;
}

function isThawed(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Object.isFrozen(value);
}

import { isPlain } from "./check.js";

/** Freezes a value as JSON.parse gives it, with all that is in it. */
export function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) freezeTree(value, false);
  return value;
}

/** Freezes what users put into the members of an object, as deep as there are plain objects and arrays. The object stays open. */
export function freezeMembers<T extends object>(object: T): T {
  for (const name in object) if (isOpen(object[name])) freezeTree(object[name], true);
  return object;
}

/** It does not recurse: answers may nest deeper than a stack is high. */
function freezeTree(root: object, careful: boolean): void {
  let open: object[] | undefined;
  for (let at: object | undefined = root; at; at = open?.pop()) {
    Object.freeze(at);
    for (const member of (Array.isArray(at) ? at : Object.values(at)) as unknown[]) {
      if (typeof member === "object" && member !== null && (!careful || isOpen(member))) (open ??= []).push(member);
    }
  }
}

function isOpen(value: unknown): value is object {
  return (Array.isArray(value) || isPlain(value)) && !Object.isFrozen(value);
}

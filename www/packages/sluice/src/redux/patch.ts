import type { RequestsState } from "./state.js";

/** The member of an action that says what becomes of the state. Tools that serialise actions do not see it. */
export const PATCH = Symbol.for("sluice.patch");

type Changes<T> = { readonly [K in keyof T]?: T[K] | null };

/** What an action changes: members of the maps by name, where `null` removes one, and the others as a whole. */
export type Patch = { readonly [K in Exclude<keyof RequestsState, "watchers" | "ssr" | "websocket">]?: Changes<RequestsState[K]> } & Partial<
  Pick<RequestsState, "watchers" | "ssr" | "websocket">
>;

export function patchOf(action: unknown): Patch | undefined {
  return typeof action === "object" && action !== null ? (action as { readonly [PATCH]?: Patch })[PATCH] : undefined;
}

/** The action with a patch, if there is one. */
export function withPatch<A extends object>(action: A, patch: Patch | undefined): A {
  return patch ? { ...action, [PATCH]: patch } : action;
}

/** The state after a patch. What it does not change keeps its identity, and so does what it replaces by an equal value. */
export function patched(state: RequestsState, patch: Patch): RequestsState {
  let next: Record<string, unknown> | undefined;
  for (const [name, change] of Object.entries(patch)) {
    const before: unknown = state[name as keyof RequestsState];
    const whole = name === "watchers" || name === "ssr" || name === "websocket";
    const after = whole ? (equal(before, change) ? before : change) : changed(before as Members, change as Members);
    if (after !== before) (next ??= { ...state })[name] = after;
  }
  return (next as RequestsState | undefined) ?? state;
}

type Members = Readonly<Record<string, unknown>>;

/** A map after changes of its members; the map itself if they change nothing. */
export function changed<T>(map: Readonly<Record<string, T>>, changes: Readonly<Record<string, T | null>>): Readonly<Record<string, T>> {
  let next: Record<string, T> | undefined;
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) {
      if (Object.hasOwn(map, name)) delete (next ??= { ...map })[name];
    } else if (!Object.hasOwn(map, name) || !equal(map[name], value)) {
      // An assignment to "__proto__" would not make a member.
      Object.defineProperty((next ??= { ...map }), name, { value, writable: true, enumerable: true, configurable: true });
    }
  }
  return next ?? map;
}

/** Whether two values are the same, or have the same members. */
function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && Object.is(a[name], b[name]));
}

function isPlain(value: unknown): value is Members {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

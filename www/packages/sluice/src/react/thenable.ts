import type { Asker, Decision, Reader, Shown } from "./reader.js";
import type { FetchThenable } from "./types.js";

interface Known {
  /** What it is a thenable of: what is shown, or what is being asked. */
  readonly of: Shown | Promise<unknown>;
  readonly thenable: FetchThenable<unknown>;
}

const thenables = new WeakMap<Reader, Known>();

/** The thenable of what a reader shows: the same one as long as it shows that. */
export function thenableOf(reader: Reader, decision: Decision, shown: Shown, asker: Asker): FetchThenable<unknown> {
  const of = shown.phase === "wait" ? reader.ask(asker) : shown;
  const known = thenables.get(reader);
  if (known && isOf(known.of, of)) return known.thenable;
  const thenable = shown.phase === "wait" ? pending(answered(reader, decision, asker)) : shown.phase === "data" ? fulfilled(shown.data) : rejected(shown.error);
  thenable.catch(() => {}); // who wants to know uses it
  thenables.set(reader, { of, thenable });
  return thenable;
}

function isOf(a: Known["of"], b: Known["of"]): boolean {
  if (a instanceof Promise || b instanceof Promise || a.phase === "wait" || b.phase === "wait") return a === b;
  return a.phase === b.phase && a.data === b.data && (a as { error?: unknown }).error === (b as { error?: unknown }).error;
}

/** Waits until there is something to show; a reset may come between. */
async function answered(reader: Reader, decision: Decision, asker: Asker): Promise<unknown> {
  for (;;) {
    await reader.ask(asker);
    const shown = reader.read(decision);
    if (shown.phase === "data") return shown.data;
    if (shown.phase === "error") throw shown.error;
  }
}

/** Says what has become of it once it is known. */
function pending<T>(promise: Promise<T>): FetchThenable<T> {
  promise.then(
    (value) => void Object.assign(promise, { status: "fulfilled", value }),
    (reason: unknown) => void Object.assign(promise, { status: "rejected", reason }),
  );
  return Object.assign(promise, { status: "pending" } as const);
}

function fulfilled<T>(value: T): FetchThenable<T> {
  return Object.assign(Promise.resolve(value), { status: "fulfilled", value } as const);
}

function rejected(reason: unknown): FetchThenable<never> {
  return Object.assign(Promise.reject<never>(reason), { status: "rejected", reason } as const);
}

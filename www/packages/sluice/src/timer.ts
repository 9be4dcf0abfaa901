/** Taken before a test puts a fake clock in its place: what is loaded comes in true time. */
export const { setTimeout: trueTimeout } = globalThis;

/** The longest delay that a timer takes, in ms. */
export const maxDelay = 2 ** 31 - 1;

/**
 * A clock that never runs back: a step back of the given one stops it for a moment, and it goes on from
 * there. So times that were measured before and after can be compared.
 */
export function monotonic(clock: () => number): () => number {
  let last = -Infinity;
  let offset = 0;
  return () => {
    const time = clock();
    if (time + offset < last) offset = last - time;
    return (last = time + offset);
  };
}

/** What runs something after some ms. */
export interface Timers {
  setTimeout(run: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The page's, as they are when they are used. */
export const pageTimers: Timers = {
  setTimeout: (run, delay) => unref(setTimeout(run, delay)),
  clearTimeout: (timer) => clearTimeout(timer as number),
};

/** In Node, a timer of ours does not keep the program alive. */
export function unref<T>(timer: T): T {
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** How many microtasks those may take who wait for a promise through middlewares. */
const patience = 32;

/** Lets them run first. */
export async function patiently(): Promise<void> {
  for (let i = 0; i < patience; i++) await Promise.resolve();
}

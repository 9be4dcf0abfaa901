/** The longest delay that a timer takes, in ms. */
export const maxDelay = 2 ** 31 - 1;

/** In Node, a timer of ours does not keep the program alive. */
export function unref<T>(timer: T): T {
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

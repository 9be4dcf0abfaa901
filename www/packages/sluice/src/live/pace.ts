import type { Host } from "../host.js";

/** How long something may wait, in ms: about as long as a page is not drawn anew. */
const frame = 16;

/** How much in that time is not too much to be done one by one. */
const few = 4;

/**
 * Has done what messages bring: at once or, while they go on coming faster than a page can show it, once a frame, all of it
 * together. Whatever else is asked of the core comes after what came before it.
 */
export class Pace<T> {
  readonly #host: Host;
  readonly #run: (list: readonly T[]) => void;
  #held: T[] = [];
  /** When the present frame began. */
  #since = -Infinity;
  /** How much has come in it. */
  #count = 0;
  /** In the frame before it was much. */
  #dense = false;
  #timer: unknown;

  constructor(host: Host, run: (list: readonly T[]) => void) {
    this.#host = host;
    this.#run = run;
  }

  take(item: T): void {
    const { held, timers } = this.#host;
    const time = this.#host.now();
    const past = time - this.#since;
    if (past >= frame) {
      this.#release(); // the timer is late
      this.#dense = this.#count > few && past < 2 * frame;
      this.#since = time;
      this.#count = 0;
    }
    this.#count++;
    if (!this.#dense) return this.#run([item]);
    if (this.#held.push(item) > 1) return;
    held.add(this.#release);
    this.#timer = timers.setTimeout(this.#release, this.#since + frame - time);
  }

  #release = (): void => {
    const { held, timers } = this.#host;
    if (!held.delete(this.#release)) return;
    timers.clearTimeout(this.#timer);
    this.#run(this.#held.splice(0));
  };
}

import { turns } from "./turns.js";

/** The time of a test client. */
export interface TestClock {
  /** In ms. */
  readonly now: number;
  /**
   * Lets ms pass: what falls due runs in its order, each thing at its time, with all that follows from it.
   * Resolves when that is done.
   */
  tick(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands until it is told to go on, and its timers. */
export class VirtualClock implements TestClock {
  #now: number;
  #timers = new Map<number, Timer>();
  #last = 0;
  #end: number;
  /** Waited for before time passes. */
  #begun: () => Promise<unknown>;

  constructor(now: number, begun: () => Promise<unknown>) {
    this.#now = this.#end = now;
    this.#begun = begun;
  }

  get now(): number {
    return this.#now;
  }

  setTimeout = (run: () => void, delay: number): number => {
    this.#timers.set(++this.#last, { at: this.#now + Math.max(0, delay), run });
    return this.#last;
  };

  clearTimeout = (timer: unknown): void => {
    this.#timers.delete(timer as number);
  };

  tick = async (ms: number): Promise<void> => {
    const end = (this.#end += ms);
    await this.#begun();
    await turns();
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const [id, { at, run }] = due;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, at);
      run();
      await turns();
    }
    this.#now = Math.max(this.#now, end);
  };

  /** The first timer that falls due until then. */
  #due(end: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const timer of this.#timers) {
      if (timer[1].at <= end && (!first || timer[1].at < first[1].at)) first = timer;
    }
    return first;
  }
}

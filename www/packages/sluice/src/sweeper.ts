import { UsageError } from "./errors.js";
import { show } from "./options.js";
import { report } from "./record.js";
import { handleOf } from "./schema/functions.js";
import type { Timers } from "./timer.js";
import type { Writer } from "./wire.js";
import { writeSweep } from "./wire.gen.js";

/** When what nobody reads is let go. Its life ends at `fetchedAt + max((expiresAt - fetchedAt) * expiryMultiplier, minimum)`. */
export interface GcOptions {
  /** How long after a sweep the next one begins, in ms. Default 300 000. */
  readonly intervalMS?: number;
  /** Default 2. */
  readonly expiryMultiplier?: number;
  /** The least life, in ms. Default 120 000. */
  readonly minimum?: number;
  /** Gives the end of a life, in ms, in place of the formula. */
  readonly expiresAt?: (meta: { readonly fetchedAt: number; readonly date: number; readonly expiresAt: number }) => number;
}

/** At about how many things a step of a sweep looks: less than a millisecond's work. */
const stepBudget = 2000;

const DONE = 1;
const LEFT = 2;

/** Has the core sweep now and then, in small steps while the page has nothing else to do. */
export class Sweeper {
  #interval: number;
  #write: (w: Writer, call: number, budget: number) => void;
  #send: (write: (w: Writer) => void) => void;
  #timers: Timers;
  #timer: unknown;
  /** Drops what else is over; gives whether something is left that will be. */
  beside = (): boolean => false;

  constructor(client: number, gc: GcOptions | false = {}, timers: Timers, send: (write: (w: Writer) => void) => void) {
    const { intervalMS = 300_000, expiryMultiplier = 2, minimum = 120_000, expiresAt } = gc || {};
    for (const [name, value] of Object.entries({ intervalMS, expiryMultiplier, minimum })) {
      if (typeof value !== "number" || !(value >= 0)) throw new UsageError(`gc.${name} is ${show(value)}; give a number from 0`);
    }
    const ends = expiresAt && ((meta: Parameters<typeof expiresAt>[0]) => {
      try {
        return expiresAt(meta);
      } catch (error) {
        report(error); // and it stays
        return undefined;
      }
    });
    this.#timers = timers;
    this.#interval = gc ? intervalMS : Infinity;
    this.#write = (w, call, budget) => writeSweep(w, client, call, budget, expiryMultiplier, minimum, ends ? handleOf(ends) : 0);
    this.#send = send;
  }

  /** Writes a whole sweep. */
  write(w: Writer, call: number): void {
    this.#write(w, call, 0);
  }

  /** There is something that will have to be let go. */
  arm(): void {
    if (this.#interval !== Infinity) this.#timer ??= this.#timers.setTimeout(this.#step, this.#interval);
  }

  /** The core has made a step. */
  swept(flags: number): void {
    const left = this.beside();
    if (this.#timer !== undefined) return; // it was asked for besides
    if (!(flags & DONE)) this.#whenIdle();
    else if (left || flags & LEFT) this.arm();
  }

  stop(): void {
    this.#timers.clearTimeout(this.#timer);
    this.#interval = Infinity;
  }

  #step = (): void => {
    this.#timer = undefined;
    if (this.#interval !== Infinity) this.#send((w) => this.#write(w, 0, stepBudget));
  };

  #whenIdle(): void {
    if (typeof requestIdleCallback === "function") requestIdleCallback(this.#step);
    else this.#timers.setTimeout(this.#step, 0);
  }
}

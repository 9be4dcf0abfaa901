import type { Exports, Instance } from "./instance.js";
import { isRouteName } from "./request.js";
import { maxDelay, unref } from "./timer.js";
import { Reader, Writer } from "./wire.js";
import { readOperations, writeName, type Operations } from "./wire.gen.js";

/** What a core needs of the host. */
export interface CoreHost {
  readonly now: () => number;
  /** Runs the core outside of a command: `run` calls one export and gives what it returned. */
  enter(run: (exports: Exports) => number): void;
  /** A step is complete, and what it asked for noted. */
  stepped(): void;
  /** The core is dead; `message` says why. */
  died(message: string): void;
}

/** Every so many steps Go's scheduler is entered, so that its sweeper keeps up. */
const stepsPerPulse = 1024;

/** One running core, and its side of the two byte streams. It works in steps: one command, outcome or event each. */
export class Core {
  /** At work: no other step may begin. */
  busy = false;
  #instance: Instance;
  #operations: Operations;
  #host: CoreHost;
  #writer: Writer;
  #reader: Reader;
  #header: number;
  #names = new Map<string, number>();
  #steps = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(instance: Instance, operations: Operations, host: CoreHost) {
    const { exports } = instance;
    this.#instance = instance;
    this.#operations = operations;
    this.#host = host;
    this.#writer = new Writer(exports.mem, (n) => exports.input(n));
    this.#reader = new Reader(exports.mem);
    this.#header = exports.header();
  }

  /** The number of a name. Gives it one at need, inside a command. */
  name(w: Writer, name: string): number {
    if (!isRouteName(name)) {
      // Number 0 is for names that are not worth remembering: the core refuses calls of them.
      writeName(w, 0, name);
      return 0;
    }
    let number = this.#names.get(name);
    if (number === undefined) {
      number = this.#names.size + 1;
      this.#names.set(name, number);
      writeName(w, number, name);
    }
    return number;
  }

  /** Runs the command that `write` writes, if it writes one. */
  run(write: (w: Writer) => void): void {
    const w = this.#writer;
    w.start();
    write(w);
    if (w.length > 0) this.step((exports) => exports.dispatch(w.length, this.#host.now()));
  }

  /** Makes one step: `run` calls one export and gives what it returned. */
  step(run: (exports: Exports) => number): void {
    this.busy = true;
    let failure: string | undefined;
    try {
      if (run(this.#instance.exports) !== 0) failure = this.#reader.message(this.#header);
      else this.#apply();
    } catch (error) {
      failure = String(error);
    }
    this.busy = false;
    if (failure !== undefined) this.#host.died(failure);
    else if (++this.#steps % stepsPerPulse === 0) unref(setTimeout(() => this.#instance.pulse(), 0));
  }

  /** Has the core look at the time at `at`, instead of when it wanted to before. */
  setTimer(at: number): void {
    clearTimeout(this.#timer);
    const { now, enter } = this.#host;
    const delay = Math.min(Math.max(0, at - now()), maxDelay);
    this.#timer = unref(setTimeout(() => enter((exports) => exports.tick(now())), delay));
  }

  /** Ends it: nothing of the page reaches it any more. */
  kill(): void {
    clearTimeout(this.#timer);
    this.#instance.kill();
  }

  #apply(): void {
    this.#reader.open(this.#header);
    readOperations(this.#reader, this.#operations);
    this.#host.stepped();
  }
}

import type { Transfer } from "./call.js";
import { ApiError, UsageError } from "./errors.js";
import type { Exports, Instance, InstanceHost } from "./instance.js";
import { maxDelay, unref, type Timers } from "./timer.js";
import { Reader, Writer, copyBytes, encoder } from "./wire.js";

/** What a core needs of the host. */
export interface CoreHost extends InstanceHost {
  readonly timers: Timers;
  /** Takes over what a step has changed in the objects that are kept here, before what it asks for is done. */
  change(changes: Uint32Array, texts: readonly unknown[]): void;
  /** Does what the core has asked for in a step. */
  apply(operations: Reader): void;
}

/** Every so many steps Go's scheduler is entered, so that its sweeper keeps up. */
const stepsPerPulse = 1024;

/** One running core, and its side of the two byte streams. It works in steps: one command, outcome or event each. */
export class Core {
  /** At work: no other step may begin. */
  busy = false;
  #instance: Instance;
  #host: CoreHost;
  #writer: Writer;
  #inner: Writer | undefined;
  #asking = false;
  #reader: Reader;
  #header: number;
  #steps = 0;
  #timer: unknown;

  constructor(instance: Instance, host: CoreHost) {
    const { exports } = instance;
    this.#instance = instance;
    this.#host = host;
    this.#writer = new Writer(exports.mem, (n) => exports.input(n));
    this.#reader = new Reader(exports.mem);
    this.#header = exports.header();
  }

  /** Runs the command that `write` writes, if it writes one, as of `now`. */
  run(write: (w: Writer) => void, now = this.#host.now()): void {
    const w = this.#writer;
    w.start();
    write(w);
    if (w.length > 0) this.enter((exports) => exports.dispatch(w.length, now));
  }

  /** Makes one step: `run` calls one export and gives what it returned. */
  enter(run: (exports: Exports) => number): void {
    this.busy = true;
    let failure: string | undefined;
    try {
      if (run(this.#instance.exports) !== 0) failure = this.#reader.message(this.#header);
      else this.#take();
    } catch (error) {
      failure = String(error);
    }
    this.busy = false;
    this.#host.functions.thrown.length = 0;
    if (failure !== undefined) this.#host.died(failure);
    else if (++this.#steps % stepsPerPulse === 0) unref(setTimeout(() => this.#instance.pulse(), 0));
  }

  #take(): void {
    this.#reader.open(this.#header);
    const changes = this.#reader.changes(this.#header);
    if (changes.length > 0) this.#host.change(changes, this.#reader.texts(this.#header, this.#instance.spilled));
    this.#host.apply(this.#reader);
  }

  /** Gives it the outcome of a transfer, as of `now`. */
  settle({ request, answer, cause, wantBody }: Transfer, now: number): void {
    this.enter((exports) => {
      const give = (bytes: Uint8Array) => copyBytes(exports.mem, (n) => exports.body(n), (this.#instance.body = bytes));
      const copy = (text: string) => give(encoder.encode(text));
      if (!answer) return cause instanceof UsageError ? exports.unsendable(request, copy(cause.message), now) : exports.settle(request, cause instanceof ApiError ? cause.status : 0, 0, 0, 0, 0, now);
      const { status, ok, kind, note, retryAfter, text, bytes } = answer;
      const wanted = text !== "" && (wantBody || !ok);
      const length = bytes ? give(bytes) : wanted ? copy(text) : 0;
      return exports.settle(request, status, kind, note, retryAfter, length, now);
    });
    this.#instance.body = undefined;
  }

  /** Has the core answer what `write` asks in the middle of a step, while it runs a function of the user. */
  ask(write: (w: Writer) => void): void {
    if (this.#asking || this.#host.functions.depth === 0) return;
    const { exports } = this.#instance;
    const w = (this.#inner ??= new Writer(exports.mem, (n) => exports.inner(n)));
    this.#asking = true;
    try {
      w.start();
      write(w);
      if (exports.ask(w.length) === 0) this.#take(); // else the step fails
    } finally {
      this.#asking = false;
    }
  }

  /** Has the core look at the time at `at`, instead of when it wanted to before. */
  setTimer(at: number): void {
    const host = this.#host;
    host.timers.clearTimeout(this.#timer);
    const delay = Math.min(Math.max(0, at - host.now()), maxDelay);
    this.#timer = host.timers.setTimeout(() => host.enter((exports) => exports.tick(host.now())), delay);
  }

  /** Ends it: nothing of the page reaches it any more. */
  kill(): void {
    this.#host.timers.clearTimeout(this.#timer);
    this.#instance.kill();
  }
}

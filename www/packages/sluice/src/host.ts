import { Transfer, type ClientSide, type OpenCall } from "./call.js";
import { Calls, of } from "./calls.js";
import { CrashError, LoadError, abortError } from "./errors.js";
import { start, type Exports, type Instance } from "./instance.js";
import { loadModule, type WasmSource } from "./loader.js";
import { Mirror, type WatchEntry } from "./mirror.js";
import { Performer } from "./operations.js";
import { report, type MirrorRecord } from "./record.js";
import { maxDelay, monotonic, unref } from "./timer.js";
import { isRouteName } from "./request.js";
import { Transfers } from "./transfers.js";
import { Reader, Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** A command on its way to the core. */
interface Command {
  write(w: Writer): void;
  /** Called when the command can never reach a core. */
  fail: ((error: Error) => void) | undefined;
}

/** Every so many steps Go's scheduler is entered, so that its sweeper keeps up. */
const stepsPerPulse = 1024;
/**
 * How long to wait before a core is started again after it died, in ms, by how often it did lately.
 * If it dies more often than that, it is left dead until it has been so for a while.
 */
const backoff = [0, 100, 500, 2000, 5000];
/** What "lately" means, in ms. */
const crashWindow = 60_000;

/**
 * Runs one core for any number of clients: gives it commands and outcomes, and does what it asks
 * for. Effects are carried out in order, after the state change that asked for them is complete;
 * commands that arrive while the core runs wait for their turn.
 */
export class Host {
  readonly now: () => number;
  readonly mirror = new Mirror();
  ready: Promise<void>;
  #source: WasmSource | undefined;
  #instance: Instance | undefined;
  #loading = false;
  #writer!: Writer;
  #reader!: Reader;
  #header = 0;
  #busy = false;
  #flushing = false;
  #steps = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Command[] = [];
  #clients = new Map<number, ClientSide>();
  #calls = new Calls();
  #transfers: Transfers;
  #performer: Performer;
  #names = new Map<string, number>();
  #crashes: number[] = [];

  constructor(source: WasmSource | undefined, now: () => number) {
    this.#source = source;
    this.now = monotonic(now);
    this.#transfers = new Transfers({
      now: this.now,
      send: (write) => this.send(write),
      enter: (run) => this.#enter(run),
    });
    const side = {
      client: (id: number) => this.#clients.get(id),
      count: (record: MirrorRecord) => this.count(record),
      timer: (at: number) => this.#setTimer(at),
    };
    this.#performer = new Performer(side, this.#calls, this.#transfers, this.mirror);
    this.ready = this.#load(0);
  }

  get running(): boolean {
    return this.#instance !== undefined;
  }

  /** Adds a client; its core is made when there is one. */
  add(client: ClientSide): void {
    this.#clients.set(client.id, client);
    if (this.#instance) this.send((w) => client.open(w));
    else this.#want();
  }

  /** Ends a client: what waits for the core is answered here, the rest by the core. */
  remove(client: ClientSide): void {
    this.#clients.delete(client.id);
    for (const entry of this.mirror.entries.values()) {
      if (entry.client === client.id) this.mirror.entries.delete(entry.token);
    }
    if (this.#instance) this.send((w) => wire.writeClose(w, client.id));
    else for (const call of this.#calls.filter(of(client))) this.drop(call, abortError("closed"));
    client.idle();
    if (this.#clients.size === 0) this.#free();
  }

  /** Nobody is left: the core goes. A client that comes later gets a new one. */
  #free(): void {
    this.#instance?.kill();
    this.#instance = undefined;
    this.#waiting.length = 0;
    clearTimeout(this.#timer);
    this.#transfers.clear();
    for (const call of this.#calls.filter(() => true)) this.drop(call, abortError("closed"));
  }

  /** Has a command run: now, or when the core is there. */
  send(write: (w: Writer) => void, fail?: (error: Error) => void): void {
    if (this.#clients.size === 0 && !this.#instance) {
      fail?.(abortError("closed"));
      return;
    }
    if (!this.#instance || this.#busy) {
      const failure = this.#instance ? undefined : this.#want();
      if (failure) fail?.(failure);
      else this.#waiting.push({ write, fail });
      return;
    }
    this.#run(write);
    if (this.#waiting.length > 0) this.#drain();
    this.#flush();
  }

  /** Opens a call; `write` makes its command. */
  open(call: OpenCall, write: (w: Writer) => void): void {
    this.#calls.add(call);
    this.send(
      (w) => {
        if (!this.#calls.has(call)) return;
        call.sent = true;
        write(w);
      },
      (error) => this.drop(call, error),
    );
  }

  /** Begins the network of a call that waits for the core. */
  begin(call: OpenCall, route: number): void {
    call.early = new Transfer();
    this.#transfers.begin(call.early, call.client, route, call);
  }

  /** Settles a call that the core does not know. */
  drop(call: OpenCall, error: Error): void {
    if (call.early) call.early.controller.abort(error);
    this.#calls.reject(call.id, error);
  }

  /** Whether the call is still open and has not reached a core. */
  waits(call: OpenCall): boolean {
    return !call.sent && this.#calls.has(call);
  }

  /** The number of a name in the present core. Gives it one at need, inside a command. */
  name(w: Writer, name: string): number {
    if (!isRouteName(name)) {
      // Number 0 is for names that are not worth remembering: the core refuses calls of them.
      wire.writeName(w, 0, name);
      return 0;
    }
    let number = this.#names.get(name);
    if (number === undefined) {
      number = this.#names.size + 1;
      this.#names.set(name, number);
      wire.writeName(w, number, name);
    }
    return number;
  }

  /** Asks the core for the record of an entry. */
  bind(entry: WatchEntry): void {
    if (!this.#clients.has(entry.client)) return;
    this.mirror.entries.set(entry.token, entry);
    if (this.#instance) this.send((w) => this.#writeWatch(w, entry));
  }

  /** Tells the core whether somebody listens to a record: it keeps those that are listened to. */
  count(record: MirrorRecord): void {
    const listened = record.listeners.size > 0;
    const { id } = record;
    if (id === 0 || record.retained === listened) return;
    record.retained = listened;
    this.send((w) => (listened ? wire.writeRetain(w, id) : wire.writeRelease(w, id)));
  }

  #writeWatch(w: Writer, entry: WatchEntry): void {
    const name = this.name(w, entry.name);
    wire.writeWatch(w, entry.client, entry.token, name, entry.key, entry.variant, entry.query);
  }

  // Life of the core.

  /** Has a core started where there is none, unless it died too often lately: then it says so. */
  #want(): CrashError | undefined {
    if (this.#loading) return undefined;
    this.#crashes = this.#crashes.filter((at) => Date.now() - at < crashWindow);
    if (this.#crashes.length > backoff.length) return new CrashError(`${this.#crashes.length} times within a minute`);
    this.ready = this.#load(0);
    return undefined;
  }

  #load(delay: number): Promise<void> {
    this.#loading = true;
    const ready = this.#start(delay);
    ready.catch(() => {}); // who wants to know holds the promise
    return ready;
  }

  async #start(delay: number): Promise<void> {
    try {
      if (delay > 0) await new Promise((resolve) => unref(setTimeout(resolve, delay)));
      const module = await loadModule(this.#source);
      const instance: Instance = await start(module, {
        now: () => this.now(),
        flushed: (dead) => {
          if (this.#instance === instance) this.#enter(() => dead);
        },
        ended: (output) => {
          if (this.#instance !== instance) return;
          this.#die(output);
          this.#flush();
        },
      });
      const { exports } = instance;
      this.#writer = new Writer(exports.mem, (n) => exports.input(n));
      this.#reader = new Reader(exports.mem);
      this.#header = exports.header();
      this.#names.clear();
      this.#instance = instance;
      this.#loading = false;
    } catch (error) {
      this.#loading = false;
      const failed = error instanceof LoadError ? error : new LoadError("sluice.wasm does not start here", error);
      for (const command of this.#waiting.splice(0)) command.fail?.(failed);
      throw failed;
    }
    if (this.#clients.size === 0) this.#free(); // all closed meanwhile
    for (const client of this.#clients.values()) this.#run((w) => client.open(w));
    for (const entry of this.mirror.entries.values()) this.#run((w) => this.#writeWatch(w, entry));
    this.#drain();
    this.#flush();
  }

  /** The instance is dead: what was pending ends, and a new one takes over. */
  #die(message: string): void {
    const instance = this.#instance;
    if (!instance) return;
    instance.kill();
    this.#instance = undefined;
    clearTimeout(this.#timer);
    const waiting = this.#waiting.splice(0);
    const error = new CrashError(message, message);
    this.#transfers.clear();
    this.#performer.reset();
    this.mirror.orphan();
    this.mirror.changes(this.#performer.effects);
    for (const call of this.#calls.filter(({ sent }) => sent)) this.#calls.reject(call.id, error);
    for (const client of this.#clients.values()) client.idle();
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindow), now];
    const delay = backoff[this.#crashes.length - 1];
    if (delay !== undefined) {
      this.#waiting = waiting;
      this.ready = this.#load(delay);
    } else {
      this.ready = Promise.reject(error);
      this.ready.catch(() => {});
      for (const command of waiting) command.fail?.(error);
    }
  }

  // One step of the core.

  #run(write: (w: Writer) => void): void {
    const instance = this.#instance;
    if (!instance) {
      this.#waiting.push({ write, fail: undefined });
      return;
    }
    const w = this.#writer;
    w.start();
    write(w);
    if (w.length > 0) this.#step(instance, () => instance.exports.dispatch(w.length, this.now()));
  }

  #step(instance: Instance, run: () => number): void {
    this.#busy = true;
    let failure: string | undefined;
    try {
      if (run() !== 0) failure = this.#reader.message(this.#header);
      else this.#apply();
    } catch (error) {
      failure = String(error);
    }
    this.#busy = false;
    if (failure !== undefined) this.#die(failure);
    else if (++this.#steps % stepsPerPulse === 0) unref(setTimeout(() => instance.pulse(), 0));
  }

  #apply(): void {
    this.#reader.open(this.#header);
    wire.readOperations(this.#reader, this.#performer);
    this.mirror.changes(this.#performer.effects);
  }

  /** Runs the core outside of a command: an outcome, a timer, a page event. */
  #enter(run: (exports: Exports) => number): void {
    const instance = this.#instance;
    if (!instance) return;
    this.#step(instance, () => run(instance.exports));
    if (this.#waiting.length > 0) this.#drain();
    this.#flush();
  }

  #setTimer(at: number): void {
    clearTimeout(this.#timer);
    const delay = Math.min(Math.max(0, at - this.now()), maxDelay);
    this.#timer = unref(setTimeout(() => this.#enter((exports) => exports.tick(this.now())), delay));
  }

  #drain(): void {
    while (this.#instance && !this.#busy) {
      const command = this.#waiting.shift();
      if (!command) return;
      this.#run((w) => command.write(w));
    }
  }

  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    const { effects } = this.#performer;
    for (let i = 0; i < effects.length; i++) {
      try {
        effects[i]!();
      } catch (error) {
        report(error);
      }
    }
    effects.length = 0;
    this.#flushing = false;
  }
}

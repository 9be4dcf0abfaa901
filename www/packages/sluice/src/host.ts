import { Transfer, type ClientSide, type OpenCall } from "./call.js";
import { Calls, of } from "./calls.js";
import { Core, type CoreHost } from "./core.js";
import { CrashError, abortError } from "./errors.js";
import type { Exports } from "./instance.js";
import { Life } from "./life.js";
import type { WasmSource } from "./loader.js";
import { Mirror, type WatchEntry } from "./mirror.js";
import { Performer } from "./operations.js";
import { report, type MirrorRecord } from "./record.js";
import { monotonic } from "./timer.js";
import { Transfers } from "./transfers.js";
import type { Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** A command on its way to the core. */
interface Command {
  write(w: Writer): void;
  /** Called when the command can never reach a core. */
  fail: ((error: Error) => void) | undefined;
}

/**
 * Runs one core for any number of clients: gives it commands and outcomes, and does what it asks
 * for. Effects are carried out in order, after the state change that asked for them is complete;
 * commands that arrive while the core runs wait for their turn.
 */
export class Host {
  readonly now: () => number;
  readonly mirror = new Mirror();
  #life: Life;
  #core: Core | undefined;
  #flushing = false;
  #waiting: Command[] = [];
  #clients = new Map<number, ClientSide>();
  #calls = new Calls();
  #transfers: Transfers;
  #performer: Performer;

  constructor(source: WasmSource | undefined, now: () => number) {
    this.now = monotonic(now);
    const enter = (run: (exports: Exports) => number) => this.#enter(run);
    this.#transfers = new Transfers({ now: this.now, send: (write) => this.send(write), enter });
    const side = {
      client: (id: number) => this.#clients.get(id),
      count: (record: MirrorRecord) => this.count(record),
      timer: (at: number) => this.#core?.setTimer(at),
    };
    this.#performer = new Performer(side, this.#calls, this.#transfers, this.mirror);
    const host: CoreHost = {
      now: this.now,
      enter,
      stepped: () => this.mirror.changes(this.#performer.effects),
      died: (message) => this.#died(message),
    };
    this.#life = new Life(source, {
      now: this.now,
      flushed: (dead) => enter(() => dead),
      ended: (output) => {
        this.#died(output);
        this.#flush();
      },
      born: (instance) => (this.#core = new Core(instance, this.#performer, host)),
      takeOver: () => this.#takeOver(),
      failed: (error) => this.#fail(error),
    });
  }

  get ready(): Promise<void> {
    return this.#life.ready;
  }

  get running(): boolean {
    return this.#core !== undefined;
  }

  /** Adds a client; its core is made when there is one. */
  add(client: ClientSide): void {
    this.#clients.set(client.id, client);
    if (this.#core) this.send((w) => client.open(w));
    else this.#life.want();
  }

  /** Ends a client: what waits for the core is answered here, the rest by the core. */
  remove(client: ClientSide): void {
    this.#clients.delete(client.id);
    for (const entry of this.mirror.entries.values()) {
      if (entry.client === client.id) this.mirror.entries.delete(entry.token);
    }
    if (this.#core) this.send((w) => wire.writeClose(w, client.id));
    else for (const call of this.#calls.filter(of(client))) this.drop(call, abortError("closed"));
    client.idle();
    if (this.#clients.size === 0) this.#free();
  }

  /** Nobody is left: the core goes. A client that comes later gets a new one. */
  #free(): void {
    this.#core?.kill();
    this.#core = undefined;
    this.#waiting.length = 0;
    this.#transfers.clear();
    for (const call of this.#calls.filter(() => true)) this.drop(call, abortError("closed"));
  }

  /** Has a command run: now, or when the core is there. */
  send(write: (w: Writer) => void, fail?: (error: Error) => void): void {
    if (this.#clients.size === 0 && !this.#core) {
      fail?.(abortError("closed"));
      return;
    }
    if (!this.#core || this.#core.busy) {
      const failure = this.#core ? undefined : this.#life.want();
      if (failure) fail?.(failure);
      else this.#waiting.push({ write, fail });
      return;
    }
    this.#core.run(write);
    this.#drain();
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

  /** The number of a name in the present core, inside a command. */
  name(w: Writer, name: string): number {
    return this.#core!.name(w, name);
  }

  /** Asks the core for the record of an entry. */
  bind(entry: WatchEntry): void {
    if (!this.#clients.has(entry.client)) return;
    this.mirror.entries.set(entry.token, entry);
    if (this.#core) this.send((w) => this.#writeWatch(w, entry));
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
    wire.writeWatch(w, entry.client, entry.token, this.name(w, entry.name), entry.key, entry.variant, entry.query);
  }

  /** A core is there: it gets to know the clients, what they watch, and what waits for it. */
  #takeOver(): void {
    if (this.#clients.size === 0) this.#free(); // all closed meanwhile
    for (const client of this.#clients.values()) this.#core?.run((w) => client.open(w));
    for (const entry of this.mirror.entries.values()) this.#core?.run((w) => this.#writeWatch(w, entry));
    this.#drain();
    this.#flush();
  }

  /** The core is dead: what was pending ends, and a new one takes over. */
  #died(message: string): void {
    const core = this.#core;
    if (!core) return;
    core.kill();
    this.#core = undefined;
    const error = new CrashError(message, message);
    this.#transfers.clear();
    this.#performer.reset();
    this.mirror.orphan();
    this.mirror.changes(this.#performer.effects);
    for (const call of this.#calls.filter(({ sent }) => sent)) this.#calls.reject(call.id, error);
    for (const client of this.#clients.values()) client.idle();
    if (!this.#life.died(error)) this.#fail(error);
  }

  /** There will be no core for what waits for it. */
  #fail(error: Error): void {
    for (const command of this.#waiting.splice(0)) command.fail?.(error);
  }

  /** Runs the core outside of a command: an outcome, a timer, a page event. */
  #enter(run: (exports: Exports) => number): void {
    if (!this.#core) return;
    this.#core.step(run);
    this.#drain();
    this.#flush();
  }

  #drain(): void {
    while (this.#core && !this.#core.busy) {
      const command = this.#waiting.shift();
      if (!command) return;
      this.#core.run(command.write);
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

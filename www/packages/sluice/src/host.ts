import { Transfer, type ClientSide, type OpenCall } from "./call.js";
import { Calls } from "./calls.js";
import type { Core } from "./core.js";
import { CrashError, abortError } from "./errors.js";
import type { Exports } from "./instance.js";
import { Life, type LifeHost, type Running } from "./life.js";
import type { WasmSource } from "./loader.js";
import { Mirror, type WatchEntry } from "./mirror.js";
import { numberOf } from "./names.js";
import { foresee } from "./data/snapshot.js";
import { succeeded } from "./network.js";
import type { Performer } from "./operations/performer.js";
import type { OperationsHost } from "./operations/tables.js";
import { Queue } from "./queue.js";
import { report, tell, type MirrorRecord } from "./record.js";
import { monotonic, pageTimers, type Timers } from "./timer.js";
import type { UserCalls } from "./user-calls.js";
import { Transfers, type TransferHost } from "./transfers.js";
import type { DriedRequests } from "./data/carry.js";
import { ERROR_STEPS } from "./steps/meta.js";
import type { RequestsView } from "./steps/view.js";
import type { Reader, Writer } from "./wire.js";
import * as wire from "./wire.gen.js";

/** Numbers what is known beforehand; apart from the numbers of watches. */
let lastSeed = 0x8000_0000;

/**
 * Runs one core for any number of clients: gives it commands and outcomes, and does what it asks
 * for. Effects are carried out in order, after the state change that asked for them is complete;
 * commands that arrive while the core runs wait for their turn.
 */
export class Host implements LifeHost, OperationsHost, TransferHost {
  readonly now: () => number;
  readonly timers: Timers;
  readonly mirror = new Mirror();
  /** Told before the core is asked for anything: they give what they have put off. */
  readonly held = new Set<() => void>();
  /** Told after each step of the core, whatever it changed. */
  readonly observers = new Set<() => void>();
  readonly functions: UserCalls = {
    thrown: [],
    depth: 0,
    optimistic: (client, call, space, fetchedAt) => foresee(this.#clients.get(client)!.data, this.#calls.get(call)!.endpoint!, space, fetchedAt),
    value: (asked, text) => this.#performer!.flows.values.ask([...asked] as [number, number, number, number, number, number], text),
  };
  #life: Life;
  #core: Core | undefined;
  #flushing = false;
  #preparing = false;
  /** What is sent waits for what comes next. */
  #gathering = false;
  #queue = new Queue();
  #clients = new Map<number, ClientSide>();
  #calls = new Calls();
  #transfers = new Transfers(this);
  #running: Running | undefined;
  #performer: Performer | undefined;
  /** What is to be done when the core's step is complete. */
  #effects: (() => void)[] = [];

  constructor(source: WasmSource | undefined, now: () => number, timers = pageTimers) {
    this.now = monotonic(now);
    this.timers = timers;
    this.#life = new Life(source, this);
  }

  get ready(): Promise<void> {
    this.#life.hurry();
    return this.#life.ready;
  }

  /** The code that runs a core, when one has been there. */
  get code(): Running {
    return this.#running!;
  }

  get running(): boolean {
    return this.#core !== undefined;
  }

  /** Adds a client; its core is made when there is one. */
  add(client: ClientSide): void {
    this.#clients.set(client.id, client);
    if (this.#core) {
      client.begin(this.#running!);
      this.send((w) => client.open(w));
    } else this.#life.want();
  }

  /** Ends a client: what waits for the core is answered here, the rest by the core. */
  remove(client: ClientSide): void {
    this.#clients.delete(client.id);
    for (const entry of this.mirror.entries.values()) {
      if (entry.client !== client.id) continue;
      this.mirror.entries.delete(entry.token);
      if (!this.#core) this.mirror.clear(entry.record);
    }
    for (const call of this.#calls.filter((call) => call.client === client && (call.late || !this.#core))) this.drop(call, abortError("closed"));
    if (this.#core) this.send((w) => wire.writeClose(w, client.id));
    client.idle();
    this.#flush();
    if (this.#clients.size === 0) this.#free();
  }

  /** Nobody is left: the core goes. A client that comes later gets a new one. */
  #free(): void {
    this.#core?.kill();
    this.#core = undefined;
    this.#queue.clear();
    this.#transfers.clear();
    this.#performer?.flows.clear();
    for (const call of this.#calls.filter(() => true)) this.drop(call, abortError("closed"));
  }

  /** Has a command run: now, or when the core is there. */
  send(write: (w: Writer) => void, fail?: (error: Error) => void, call?: OpenCall, prepare?: () => boolean): void {
    tell(this.held);
    this.pass(write, fail, call, prepare);
  }

  /** The same of what has nothing to do with what was put off. `joins`: it may be part of the step before. */
  pass(write: (w: Writer) => void, fail?: (error: Error) => void, call?: OpenCall, prepare?: () => boolean, joins = this.#gathering): void {
    this.#queue.push({ write, fail, call, prepare, joins: joins && !prepare && !call?.early });
    if (this.#core) this.#proceed();
    else if (this.#clients.size === 0) this.failed(abortError("closed"));
    else {
      this.#life.want();
      // A call that can do without the core for now has its network begun right after this.
      queueMicrotask(() => {
        if (!call?.early) this.#life.hurry();
      });
    }
  }

  /** Opens a call; `write` makes its command. */
  open(call: OpenCall, write: (w: Writer) => void): void {
    this.#calls.add(call);
    this.send(
      (w) => {
        if (!this.#calls.has(call) || call.late) return;
        try {
          write(w);
          call.sent = true;
        } catch (error) {
          this.drop(call, error);
        }
      },
      (error) => this.drop(call, error),
      call,
    );
  }

  /**
   * The same of a call whose command depends on what is stored: `prepare` makes what writes it, when all
   * calls before have been made, or nothing if there is nothing to do.
   */
  openLate(call: OpenCall, prepare: () => ((w: Writer) => void) | undefined): void {
    let write: ((w: Writer) => void) | undefined;
    this.#calls.add(call);
    this.send(
      (w) => {
        call.sent = true;
        write?.(w);
      },
      (error) => this.drop(call, error),
      call,
      () => {
        try {
          if (this.#calls.has(call)) write = prepare();
        } catch (error) {
          this.drop(call, error);
        }
        if (!write) this.#calls.resolve(call.id, undefined);
        return write !== undefined && this.#calls.has(call);
      },
    );
  }

  /** Begins writes that become one commit. */
  together(writes: readonly { begin(): void }[]): void {
    tell(this.held);
    this.#gathering = true;
    this.pass((w) => wire.writeBatch(w, 1), undefined, undefined, undefined, false);
    for (const write of writes) write.begin();
    this.#gathering = false;
    this.pass((w) => wire.writeBatch(w, 0), undefined, undefined, undefined, true);
  }

  /** Asks the core something that it answers at once, and that changes nothing. There may be no core to ask. */
  ask(write: (w: Writer) => void): void {
    tell(this.held);
    if (!this.#core || this.#core.busy) return;
    this.#core.run(write);
    if (!this.#preparing) this.#flush();
  }

  /** The same of what can also be asked while a function of the user runs. */
  see(write: (w: Writer) => void): void {
    if (this.#core?.busy) this.#core.ask(write);
    else this.ask(write);
  }

  /** Begins the network of a call that waits for the core. The `latest` of its scope ends those that wait, as in the core. */
  begin(call: OpenCall, route: number, latest: boolean): void {
    const older = (other: OpenCall) => other.early !== undefined && !other.answered && other.scope === call.scope && this.waits(other);
    if (latest) for (const other of this.#calls.filter(older)) this.drop(other, abortError("superseded"));
    call.early = new Transfer();
    void this.#transfers.start(call.early, call.client, route, call).then(() => this.#answer(call));
  }

  /** Answers a call before the core is there, where the core is sure to give the same answer. */
  #answer(call: OpenCall): void {
    if (!this.waits(call)) return;
    const answer = call.early?.answer;
    if (answer && succeeded(answer) && this.#queue.spares(call)) {
      call.answered = answer;
      this.mirror.show(call);
      this.#calls.answer(call, answer.value);
      this.#flush();
    } else this.#life.hurry();
  }

  /** Settles a call that the core does not know. */
  drop(call: OpenCall, error: unknown): void {
    call.early?.controller.abort(error);
    this.#calls.reject(call.id, error);
  }

  /** Settles a call whose time is over before there is a core: after its functions for errors, if it has any. */
  expire(call: OpenCall, error: Error): void {
    if (!(call.meta && call.meta.steps & ERROR_STEPS)) return this.drop(call, error);
    call.late = true;
    void import("./running.js")
      .then(
        ({ mend }) => mend(call, error),
        () => Promise.reject(error),
      )
      .then(
        (value) => this.#calls.resolve(call.id, value),
        (thrown) => this.drop(call, thrown),
      );
  }

  /** Whether the call is still open and has not reached a core. */
  waits(call: OpenCall): boolean {
    return !call.sent && this.#calls.has(call);
  }

  /** Asks the core for the record of an entry. */
  bind(entry: WatchEntry): void {
    if (!this.#clients.has(entry.client)) return;
    this.mirror.entries.set(entry.token, entry);
    if (this.#core) this.send((w) => this.#writeWatch(w, entry));
    else for (const call of this.#queue.answered()) this.mirror.show(call);
  }

  /** Tells the core whether somebody listens to a record: it keeps those that are listened to. */
  count(record: MirrorRecord, run = (write: (w: Writer) => void) => this.send(write)): void {
    const listened = record.listeners.size > 0;
    const { id } = record;
    if (id === 0 || record.retained === listened) return;
    record.retained = listened;
    run((w) => (listened ? wire.writeRetain(w, id) : wire.writeRelease(w, id)));
  }

  #writeWatch(w: Writer, entry: WatchEntry): void {
    wire.writeWatch(w, entry.client, entry.token, numberOf(entry.name, w), entry.key, entry.variant, entry.query);
  }

  /**
   * A core is there: it gets to know the clients, what they watch, and what waits for it. Its clock
   * begins with what was answered before, which it takes as of then.
   */
  takeOver(core: Core, running: Running): void {
    this.#core = core;
    this.#running = running;
    this.#performer = running.performer(this, this.#calls, this.#transfers, this.mirror, this.#effects);
    for (const client of this.#clients.values()) client.begin(running);
    if (this.#clients.size === 0) this.#free(); // all closed meanwhile
    const run = (write: (w: Writer) => void) => this.#core?.run(write, 0);
    for (const client of this.#clients.values()) {
      run((w) => {
        client.open(w);
        if (!client.viewed) return;
        client.view ??= new running.RequestsView();
        wire.writeNameRecords(w, client.id);
      });
    }
    for (const entry of this.mirror.entries.values()) {
      run((w) => this.#writeWatch(w, entry));
      this.count(entry.record, run);
    }
    for (const { data } of this.#clients.values()) data.lookAgain(run);
    this.#proceed();
  }

  /** There is no core to be had for what waits. */
  failed(error: Error): void {
    this.#queue.fail(error);
  }

  /** The core is dead: what was pending ends, and a new one takes over. */
  died(message: string): void {
    const core = this.#core;
    if (!core) return;
    core.kill();
    this.#core = undefined;
    const error = new CrashError(message, message);
    this.#transfers.clear();
    this.#performer?.flows.clear();
    this.mirror.orphan();
    for (const call of this.#calls.filter(({ sent }) => sent)) this.#calls.reject(call.id, error);
    for (const client of this.#clients.values()) {
      client.data.orphan();
      this.#effects.push(() => client.live?.connection?.end(1006));
      this.#effects.push(client.requests.end(error));
      client.idle();
    }
    this.#life.died();
    this.#flush();
  }

  /** Takes over what a step has changed in the objects of clients. */
  change(changes: Uint32Array, texts: readonly unknown[]): void {
    let used = 0;
    for (let i = 0; i < changes.length; ) {
      const client = changes[i + 1]!; // each part begins with whose it is
      let end = (i += 3);
      for (; end < changes.length && (changes[end]! & 15) !== wire.CHANGE_CLIENT; end += 3) {
        if ((changes[end]! & 15) === wire.CHANGE_RESET) this.#effects.push(this.#clients.get(client)?.requests.end(abortError("reset")) ?? (() => {}));
      }
      used = this.#clients.get(client)?.data.core?.roots.apply(changes.subarray(i, end), texts, used) ?? used;
      i = end;
    }
  }

  /** Does what the core has asked for in a step. */
  apply(operations: Reader): void {
    this.#running!.readOperations(operations, this.#performer!);
  }

  /** Has the core take what is known of requests by name. What it knows by itself stays. */
  adopt(client: number, requests: DriedRequests): void {
    const promises = this.#clients.get(client)?.ssr === "client" ? 1 : 0;
    for (const [type, key, query, data, error, promised, variant = ""] of requests) {
      const token = ++lastSeed;
      this.mirror.seeds.set(token, { data, error });
      this.send((w) => wire.writeAdopt(w, client, token, type, key, variant, query | (data === null ? 0 : 2) | (error === null ? 0 : 4), promised * promises, query & 8 || type === "session" ? JSON.stringify(data) : ""));
    }
  }

  /** The requests of a client as a state, from when that is asked for; there may be no core to ask. */
  viewOf(client: ClientSide): RequestsView | undefined {
    client.viewed = true;
    if (!client.view && this.#core && this.#clients.has(client.id)) {
      client.view = new this.#running!.RequestsView();
      this.send((w) => wire.writeNameRecords(w, client.id));
    }
    return client.view;
  }

  clients(): Iterable<ClientSide> {
    return this.#clients.values();
  }

  client(id: number): ClientSide | undefined {
    return this.#clients.get(id);
  }

  timer(at: number): void {
    this.#core?.setTimer(at);
  }

  settle(transfer: Transfer, now: number): void {
    tell(this.held);
    this.#core?.settle(transfer, now);
    this.#proceed();
  }

  /** Runs the core outside of a command: a timer, a page event. */
  enter(run: (exports: Exports) => number): void {
    tell(this.held);
    this.#core?.enter(run);
    this.#proceed();
  }

  /** Runs what waits for the core, and then does what it has asked for. */
  #proceed(): void {
    while (this.#core) {
      const core = this.#core;
      if (core.busy || this.#preparing || this.#gathering) return;
      const command = this.#queue.shift();
      if (!command) break;
      const { call, write } = command;
      this.#preparing = true;
      const ready = !command.prepare || command.prepare();
      this.#preparing = false;
      if (!ready) continue;
      if (this.#core !== core) {
        this.#queue.unshift(command); // it died of what was asked
        continue;
      }
      core.run((w) => {
        write(w);
        while (this.#queue.joins()) this.#queue.shift()!.write(w);
      }, call?.answered && call.started);
      // Its answer was shown before anything that came after it was done: so it is for the core.
      if (call?.early && call.answered) this.#transfers.conclude(call.early, call.started, core);
    }
    this.#flush();
  }

  /** Carries out effects, and when there are none left has listeners told of what came of it all. */
  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    const effects = this.#effects;
    for (let i = 0; i < effects.length || this.mirror.changes(effects); i++) {
      try {
        effects[i]!();
      } catch (error) {
        report(error);
      }
    }
    effects.length = 0;
    tell(this.observers);
    this.#flushing = false;
    if (effects.length > 0) this.#flush(); // an observer has asked for something
  }
}

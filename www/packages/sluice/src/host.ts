import { Transfer, type ClientSide, type OpenCall } from "./call.js";
import { ApiError, CrashError, LoadError, NetworkError, TimeoutError, UsageError, abortError, isAbort, type AbortReason } from "./errors.js";
import { start, type Instance } from "./instance.js";
import { loadModule, type WasmSource } from "./loader.js";
import { Mirror, type WatchEntry } from "./mirror.js";
import { report } from "./record.js";
import { Reader, Writer, copyText } from "./wire.js";
import * as wire from "./wire.gen.js";

/** A command on its way to the core. */
interface Command {
  write(w: Writer): void;
  /** Called when the command can never reach a core. */
  fail: ((error: Error) => void) | undefined;
}

/** As abort/reason.go numbers them. */
const reasons = ["aborted", "aborted", "superseded", "reset", "closed", "timeout"] as const satisfies readonly AbortReason[];

/** Every so many steps Go's scheduler is entered, so that its sweeper keeps up. */
const stepsPerPulse = 1024;
/** How long to wait before a core is started again after it died, in ms, by how often it did lately. */
const backoff = [0, 100, 500, 2000, 5000];
/** What "lately" means, in ms. */
const crashWindow = 60_000;
/** The longest delay that a timer takes, in ms. */
const maxDelay = 2 ** 31 - 1;

/**
 * Runs one core for any number of clients: gives it commands and outcomes, and does what it asks
 * for. Effects are carried out in order, after the state change that asked for them is complete;
 * commands that arrive while the core runs wait for their turn.
 */
export class Host implements wire.Operations {
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
  #effects: (() => void)[] = [];
  #clients = new Map<number, ClientSide>();
  #calls = new Map<number, OpenCall>();
  #transfers = new Map<number, Transfer>();
  #names = new Map<string, number>();
  #crashes: number[] = [];

  constructor(source: WasmSource | undefined, now: () => number) {
    this.#source = source;
    this.now = now;
    this.ready = this.#load(0);
  }

  get running(): boolean {
    return this.#instance !== undefined;
  }

  /** Adds a client; its core is made when there is one. */
  add(client: ClientSide): void {
    this.#clients.set(client.id, client);
    if (this.#instance) this.send((w) => client.open(w));
  }

  /** Ends a client: what waits for the core is answered here, the rest by the core. */
  remove(client: ClientSide): void {
    this.#clients.delete(client.id);
    for (const entry of this.mirror.entries.values()) {
      if (entry.client === client.id) this.mirror.entries.delete(entry.token);
    }
    if (this.#instance) {
      this.send((w) => wire.writeClose(w, client.id));
      return;
    }
    for (const call of [...this.#calls.values()]) {
      if (call.client === client) this.drop(call, abortError("closed"));
    }
    client.idle();
  }

  /** Has a command run: now, or when the core is there. */
  send(write: (w: Writer) => void, fail?: (error: Error) => void): void {
    if (!this.#instance || this.#busy) {
      this.#waiting.push({ write, fail });
      if (!this.#instance && !this.#loading) this.ready = this.#load(0);
      return;
    }
    this.#run(write);
    if (this.#waiting.length > 0) this.#drain();
    this.#flush();
  }

  /** Opens a call; `write` makes its command. */
  open(call: OpenCall, write: (w: Writer) => void): void {
    this.#calls.set(call.id, call);
    this.send(
      (w) => {
        if (this.#calls.get(call.id) !== call) return;
        call.sent = true;
        write(w);
      },
      (error) => this.drop(call, error),
    );
  }

  /** Begins the network of a call that waits for the core. */
  begin(call: OpenCall, route: number): void {
    call.early = new Transfer();
    this.#transmit(call.early, call.client, route, call);
  }

  /** Settles a call that the core does not know. */
  drop(call: OpenCall, error: Error): void {
    if (call.early) call.early.controller.abort(error);
    this.#reject(call.id, 0, error);
  }

  /** Whether the call is still open and has not reached a core. */
  waits(call: OpenCall): boolean {
    return !call.sent && this.#calls.get(call.id) === call;
  }

  /** The number of a name in the present core. Gives it one at need, inside a command. */
  name(w: Writer, name: string): number {
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
    this.mirror.entries.set(entry.token, entry);
    if (this.#instance) this.send((w) => this.#writeWatch(w, entry));
  }

  #writeWatch(w: Writer, entry: WatchEntry): void {
    const name = this.name(w, entry.name);
    wire.writeWatch(w, entry.client, entry.token, name, entry.key, entry.variant, entry.query);
  }

  // Life of the core.

  #load(delay: number): Promise<void> {
    this.#loading = true;
    const ready = this.#start(delay);
    ready.catch(() => {}); // who wants to know holds the promise
    return ready;
  }

  async #start(delay: number): Promise<void> {
    try {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      const module = await loadModule(this.#source);
      const instance: Instance = await start(module, {
        now: () => this.now(),
        flushed: (dead) => {
          if (this.#instance === instance) this.#flushed(dead);
        },
        ended: (output) => {
          if (this.#instance === instance) this.#die(output);
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
    const error = new CrashError(message);
    this.#transfers.clear();
    this.mirror.orphan();
    this.mirror.changes(this.#effects);
    for (const call of [...this.#calls.values()]) {
      if (call.sent) this.#reject(call.id, 0, error);
    }
    for (const client of this.#clients.values()) client.idle();
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindow), now];
    const delay = backoff[this.#crashes.length - 1];
    if (delay !== undefined) {
      this.#waiting = waiting;
      this.ready = this.#load(delay);
    } else {
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
      if (run() !== 0) failure = "a panic while it changed its state";
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
    wire.readOperations(this.#reader, this);
    this.mirror.changes(this.#effects);
  }

  #flushed(dead: number): void {
    this.#step(this.#instance!, () => dead);
    this.#drain();
    this.#flush();
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
    for (let i = 0; i < this.#effects.length; i++) {
      try {
        this.#effects[i]!();
      } catch (error) {
        report(error);
      }
    }
    this.#effects.length = 0;
    this.#flushing = false;
  }

  // The network.

  #transmit(transfer: Transfer, client: ClientSide, route: number, call: OpenCall | undefined): void {
    if (transfer.cancelled) return;
    if (!transfer.begun) {
      transfer.begun = true;
      const measure = (upload: number) => (percent: number) => {
        if (transfer.request !== 0) this.send((w) => wire.writeProgress(w, transfer.request, upload, percent));
      };
      client.transmit(route, call, { upload: measure(1), download: measure(0) }, transfer.controller.signal).then(
        (answer) => {
          transfer.answer = answer;
          this.#arrived(transfer);
        },
        (cause: unknown) => {
          transfer.cause = cause;
          this.#arrived(transfer);
        },
      );
    } else if (transfer.done) {
      this.#arrived(transfer);
    }
  }

  #arrived(transfer: Transfer): void {
    transfer.done = true;
    const instance = this.#instance;
    if (!instance || this.#transfers.get(transfer.request) !== transfer) return;
    this.#step(instance, () => this.#settle(instance, transfer));
    this.#transfers.delete(transfer.request);
    if (this.#waiting.length > 0) this.#drain();
    this.#flush();
  }

  #settle({ exports }: Instance, transfer: Transfer): number {
    const { request, answer, cause } = transfer;
    const body = (text: string) => copyText(exports.mem, (n) => exports.body(n), text);
    if (!answer) {
      if (cause instanceof UsageError) return exports.unsendable(request, body(cause.message), this.now());
      return exports.settle(request, 0, 0, 0, 0, 0, this.now());
    }
    const { status, kind, note, retryAfter, text } = answer;
    const wanted = text !== "" && (transfer.wantBody || status < 200 || status > 299);
    const length = wanted ? body(text) : 0;
    return exports.settle(request, status, kind, note, retryAfter, length, this.now());
  }

  // What the core asks for: see jsbridge/wire/format.go.

  fetch(client: number, request: number, call: number, route: number, wantBody: number): void {
    const side = this.#clients.get(client);
    if (!side) return;
    const open = this.#calls.get(call);
    const transfer = open?.early ?? new Transfer();
    transfer.request = request;
    transfer.wantBody = wantBody === 1;
    this.#transfers.set(request, transfer);
    this.#effects.push(() => this.#transmit(transfer, side, route, open));
  }

  abort(request: number, reason: number): void {
    const transfer = this.#transfers.get(request);
    if (!transfer) return;
    this.#transfers.delete(request);
    const why = reasons[reason]!;
    if (why !== "timeout") transfer.reason = abortError(why);
    this.#aborted = transfer;
    this.#effects.push(() => {
      transfer.cancelled = true;
      if (transfer.begun) transfer.controller.abort(transfer.reason ?? new DOMException("sluice: the time is over", "TimeoutError"));
    });
  }

  /** The transfer of the last abort: its rejection follows and has the same error. */
  #aborted: Transfer | undefined;

  forget(request: number): void {
    this.#transfers.delete(request);
  }

  resolve(call: number, request: number, record: number): void {
    let value = this.#transfers.get(request)?.answer?.value;
    if (record !== 0) value = this.mirror.record(record).keep(value);
    const open = this.#close(call);
    open?.resolve(value);
  }

  rejectAbort(call: number, request: number, record: number, reason: number): void {
    const shared = this.#aborted?.request === request ? this.#aborted.reason : undefined;
    const why = reasons[reason]!;
    this.#reject(call, record, shared ?? abortError(why === "timeout" ? "aborted" : why));
  }

  rejectApi(call: number, request: number, record: number, status: number, code: string, message: string, params: string): void {
    const data = this.#transfers.get(request)?.answer?.value;
    const fields = { code, status, data, params: JSON.parse(params) as Record<string, unknown>, request: this.#requestOf(call) };
    this.#reject(call, record, new ApiError(message, fields));
  }

  rejectNetwork(call: number, request: number, record: number): void {
    this.#reject(call, record, new NetworkError(this.#requestOf(call), this.#transfers.get(request)?.cause));
  }

  rejectTimeout(call: number, _request: number, record: number, timeout: number): void {
    this.#reject(call, record, new TimeoutError(this.#requestOf(call), timeout));
  }

  rejectUsage(call: number, request: number, record: number, message: string): void {
    const cause = this.#transfers.get(request)?.cause;
    this.#reject(call, record, cause instanceof UsageError ? cause : new UsageError(message));
  }

  rejectCrash(call: number, _request: number, record: number, message: string): void {
    this.#reject(call, record, new CrashError(message));
  }

  record(record: number, pending: number, flags: number, fetchedAt: number, download: number, upload: number): void {
    const mirrored = this.mirror.record(record);
    mirrored.update(pending, flags, fetchedAt, download, upload);
    this.mirror.touch(mirrored);
  }

  gone(record: number): void {
    this.mirror.drop(record);
  }

  watched(token: number, record: number): void {
    const entry = this.mirror.entries.get(token);
    if (!entry) return;
    this.mirror.bind(entry, record);
    if (entry.record.listeners.size > 0) this.#effects.push(() => this.send((w) => wire.writeRetain(w, record)));
  }

  timer(at: number): void {
    clearTimeout(this.#timer);
    const delay = Math.min(Math.max(0, at - this.now()), maxDelay);
    this.#timer = unref(
      setTimeout(() => {
        const instance = this.#instance;
        if (!instance) return;
        this.#step(instance, () => instance.exports.tick(this.now()));
        this.#drain();
        this.#flush();
      }, delay),
    );
  }

  navigate(client: number): void {
    this.#effects.push(() => this.#clients.get(client)?.navigate());
  }

  tabs(client: number, note: number, user: string): void {
    this.#effects.push(() => this.#clients.get(client)?.tellTabs(note, user));
  }

  idle(client: number): void {
    this.#effects.push(() => this.#clients.get(client)?.idle());
  }

  #requestOf(call: number): OpenCall["request"] {
    return this.#calls.get(call)?.request ?? { name: "session" };
  }

  #reject(call: number, record: number, error: Error): void {
    if (record !== 0) this.mirror.record(record).error = error;
    const open = this.#close(call);
    if (!open) return;
    if (isAbort(error)) open.promise.catch(() => {}); // an abort that nobody waits for is no news
    open.reject(error);
  }

  #close(call: number): OpenCall | undefined {
    const open = this.#calls.get(call);
    if (!open) return undefined;
    this.#calls.delete(call);
    open.unlisten?.();
    return open;
  }
}

/** In Node, a timer of ours does not keep the program alive. */
function unref<T>(timer: T): T {
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

import type { RequestsView } from "./steps/view.js";
import type { OpenCall } from "./call.js";
import { blend, same, share } from "./share.js";

/** How far data may be shown: see the table of controller reads. */
export const ExpiryStatus = { Invalid: 1, InvalidIfStale: 2, Valid: 3 } as const;
export type ExpiryStatus = (typeof ExpiryStatus)[keyof typeof ExpiryStatus];

/** The state of a query: one frozen object, the same until something in it changes. */
export interface QuerySnapshot<T = unknown> {
  /** `null` until there is an answer. */
  readonly data: T | null;
  /** The error of the last outcome, else `null`. */
  readonly error: unknown;
  /** `pending > 0` */
  readonly loading: boolean;
  /** Requests in flight. */
  readonly pending: number;
  /** Nothing was ever asked, or everything was reset. */
  readonly pristine: boolean;
  /** The data is of a core that is gone, and has not been asked for again yet. */
  readonly stale: boolean;
  readonly expiryStatus: ExpiryStatus;
  /** In ms; 0 where the data does not expire. */
  readonly expiresAt: number;
  /** When the request of the data was sent, in ms; 0 without data. */
  readonly fetchedAt: number;
  /** 0–100, `null` when not measured. */
  readonly downloadProgress: number | null;
  readonly uploadProgress: number | null;
}

/** Something that listeners are told of. */
export interface Shown {
  readonly listeners: ReadonlySet<() => void>;
  /** What it shows may have changed since it was last read. */
  touched: boolean;
  /** Whether there is something to tell to listeners. They are told, then. */
  news(): boolean;
}

const PRISTINE = 1;
const KNOWN = 2;
const NO_DATA = 4;
const NO_ERROR = 8;

/** What JavaScript keeps of one record of the core: its values, its state, and who watches. */
export class MirrorRecord {
  /** Its number in the core; 0 when the core no longer has it. */
  id: number;
  data: unknown = null;
  error: unknown = null;
  pending = 0;
  pristine = true;
  known = false;
  stale = false;
  fetchedAt = 0;
  download = -1;
  upload = -1;
  readonly listeners = new Set<() => void>();
  touched = false;
  /** Of an endpoint's key: what else is shown of it, and changes with it. */
  readonly views = new Set<Shown>();
  /** Answers of mutations, which are not visible yet. */
  readonly held: unknown[] = [];
  /** Who shows the requests of its client as a state. */
  owner: RequestsView | undefined;
  /** Whether the core has been told that somebody listens. */
  retained = false;
  #snapshot: QuerySnapshot | undefined;
  /** The snapshot that listeners know of. */
  #told: QuerySnapshot | undefined;

  constructor(id: number) {
    this.id = id;
  }

  /** Takes over an answer. Parts that are equal to the present data keep their identity. */
  keep(value: unknown): unknown {
    return (this.data = this.data === null ? value : share(this.data, value));
  }

  /** The same of a value that others may hold. `undefined` is none. */
  blend(value: unknown): unknown {
    return (this.data = this.data === null ? (value ?? null) : blend(this.data, value ?? null));
  }

  /** The same for the value of an endpoint without schema: it is kept as it came, unless it is equal to the present one. */
  set(value: unknown): unknown {
    return (this.data = same(this.data, value) ? this.data : value);
  }

  /** Shows what a call was answered with before the core was there, as the core will give it. */
  show({ answered, started, download, upload }: OpenCall): void {
    if (!answered) return;
    answered.value = this.keep(answered.value);
    this.update(0, KNOWN | NO_ERROR, started, download ? 100 : -1, upload ? 100 : -1);
  }

  /** Takes over the state that the core gives. */
  update(pending: number, flags: number, fetchedAt: number, download: number, upload: number): void {
    if (flags & NO_DATA) this.data = null;
    if (flags & NO_ERROR) this.error = null;
    if (flags & (KNOWN | NO_DATA)) this.stale = false;
    this.pending = pending;
    this.pristine = (flags & PRISTINE) !== 0;
    this.known = (flags & KNOWN) !== 0;
    if (!this.stale) this.fetchedAt = fetchedAt;
    this.download = download;
    this.upload = upload;
  }

  /** The core has dropped the record: nothing is known of it any more. */
  clear(): void {
    this.#leave();
    this.data = this.error = null;
    this.update(0, PRISTINE, 0, -1, -1);
  }

  /** The core is gone: the data stays, as stale; nothing is in flight. */
  orphan(): void {
    this.#leave();
    // A core that died while it took over may not have known of the data yet.
    this.stale = this.stale || this.known || this.data !== null;
    this.update(0, PRISTINE, this.fetchedAt, -1, -1);
  }

  #leave(): void {
    this.id = 0;
    this.retained = false;
  }

  /** Adds a listener, who knows the present state. */
  listen(listener: () => void): void {
    if (this.listeners.size === 0) this.#told = this.get();
    this.listeners.add(listener);
  }

  /** Whether there is something to tell to listeners. They are told, then. */
  news(): boolean {
    if (this.listeners.size === 0) return false;
    const before = this.#told;
    this.#told = this.get();
    return this.#told !== before;
  }

  get(): QuerySnapshot {
    const shown = this.#snapshot;
    if (
      shown &&
      shown.data === this.data &&
      shown.error === this.error &&
      shown.pending === this.pending &&
      shown.pristine === this.pristine &&
      shown.stale === this.stale &&
      shown.expiryStatus === this.#expiryStatus() &&
      shown.downloadProgress === progress(this.download) &&
      shown.uploadProgress === progress(this.upload)
    ) {
      return shown;
    }
    return (this.#snapshot = Object.freeze({
      data: this.data,
      error: this.error,
      loading: this.pending > 0,
      pending: this.pending,
      pristine: this.pristine,
      stale: this.stale,
      expiryStatus: this.#expiryStatus(),
      expiresAt: 0,
      fetchedAt: this.fetchedAt,
      downloadProgress: progress(this.download),
      uploadProgress: progress(this.upload),
    }));
  }

  #expiryStatus(): ExpiryStatus {
    return this.known || this.stale ? ExpiryStatus.Valid : ExpiryStatus.Invalid;
  }
}

function progress(percent: number): number | null {
  return percent < 0 ? null : percent;
}

/** Calls every listener that is still there; one that throws is reported, the others are called. */
export function tell(listeners: ReadonlySet<() => void>): void {
  if (listeners.size === 0) return; // as before most commands: no list is made
  for (const listener of [...listeners]) {
    if (!listeners.has(listener)) continue;
    try {
      listener();
    } catch (error) {
      report(error);
    }
  }
}

/** Reports an error of a user's callback as an uncaught one. */
export function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else queueMicrotask(() => { throw error; });
}

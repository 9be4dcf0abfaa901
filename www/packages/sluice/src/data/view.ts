import type { SchemaNode } from "../schema/node.js";
import { skeleton } from "../schema/inspect.js";
import { ExpiryStatus, type MirrorRecord, type QuerySnapshot } from "../record.js";
import { BASE, VIEW, type Objects } from "./objects.js";

const STALE = 1;
const FAILED = 2;
const MISSING = 0;
const USABLE = 2;

/** What is stored of a question. */
export interface Stored {
  /** The data, or what a schema reads as while there is nothing. Reading it throws what the function of a query threw. */
  readonly data: unknown;
  /** There is something to show. */
  readonly usable: boolean;
  readonly status: ExpiryStatus;
  /** In ms. */
  readonly expiresAt: number;
  readonly error: unknown;
}

/** What a key shows through a schema, or what arguments find: what JavaScript keeps of a view of the core. */
export class View implements Stored {
  readonly listeners = new Set<() => void>();
  touched = false;
  /** Whether the core has been told that somebody listens. */
  retained = false;
  /** Its number in the core's store; -1 when there is no core that knows it. */
  root = -1;
  /** That of the key, if there is one. */
  record: MirrorRecord | undefined;
  #node: SchemaNode | undefined;
  #objects: Objects;
  #space: number;
  #invalidIfStale: boolean;
  #status!: ExpiryStatus;
  #expiresAt = 0;
  #usable = false;
  #failed = false;
  #stale = false;
  #snapshot: QuerySnapshot | undefined;
  #told: QuerySnapshot | undefined;
  /** What a core that is gone had stored: it is shown, as stale, until another core knows something. */
  #former: Stored | undefined;

  constructor(objects: Objects, node: SchemaNode | undefined, invalidIfStale = false, space = VIEW) {
    this.#objects = objects;
    this.#space = space;
    this.#node = node;
    this.#invalidIfStale = invalidIfStale;
    this.#empty();
  }

  /** What is shown of null arguments: nothing, for ever. */
  static none(objects: Objects, node: SchemaNode | undefined): View {
    const view = new View(objects, node);
    view.update(ExpiryStatus.Valid, MISSING, 0, Infinity);
    return view;
  }

  #empty(): void {
    this.update(this.#node ? ExpiryStatus.InvalidIfStale : ExpiryStatus.Invalid, MISSING, 0, this.#node ? 1 : 0);
  }

  /** Takes over what the core says beside the data. */
  update(status: number, presence: number, flags: number, expiresAt: number): void {
    this.touched = true;
    this.#status = status as ExpiryStatus;
    this.#usable = presence === USABLE;
    this.#stale = (flags & STALE) !== 0;
    this.#failed = (flags & FAILED) !== 0;
    this.#expiresAt = expiresAt;
    if (presence !== MISSING || this.#failed || (this.#node && status === ExpiryStatus.Invalid)) this.#former = undefined;
  }

  /** What the present core has stored. */
  get stored(): Stored {
    const { status, expiresAt } = this.#own();
    return this.#former ? { data: this.#nothing, usable: false, status, expiresAt, error: undefined } : this;
  }

  get data(): unknown {
    if (this.#former) return this.#former.data;
    if (!this.#node) return this.#usable ? this.record?.data : undefined;
    const value = this.#usable ? this.#objects.graph?.value(this.root, this.#space) : undefined;
    return value === undefined ? this.#nothing : value;
  }

  /** The data without optimistic layers. */
  get committed(): unknown {
    return this.#node ? (this.#objects.graph?.value(this.root, BASE) ?? this.#nothing) : this.data;
  }

  get usable(): boolean {
    return this.#former?.usable ?? this.#usable;
  }

  get status(): ExpiryStatus {
    return (this.#former ?? this.#own()).status;
  }

  get expiresAt(): number {
    return (this.#former ?? this.#own()).expiresAt;
  }

  get error(): unknown {
    if (this.#former) return this.#former.error;
    return this.#failed ? this.record?.error : undefined;
  }

  get #nothing(): unknown {
    return this.#node && skeleton(this.#node);
  }

  #own(): Pick<Stored, "status" | "expiresAt"> {
    const status = this.#status === ExpiryStatus.Valid && this.#invalidIfStale ? ExpiryStatus.InvalidIfStale : this.#status;
    return { status, expiresAt: this.#expiresAt };
  }

  /** The core is gone: what was shown stays, as stale. */
  orphan(): void {
    if (!this.#former && (this.#usable || this.#failed)) {
      const { usable, status, error } = this;
      this.#former = { data: this.get().data, usable, status, expiresAt: 1, error };
    }
    this.#leave();
  }

  /** The core has let go of it: it shows nothing to anybody. */
  close(): void {
    this.record?.views.delete(this);
    this.record = this.#former = undefined;
    this.#leave();
  }

  #leave(): void {
    this.root = -1;
    this.retained = false;
    this.#empty();
  }

  /** What was shown before is meant no more. */
  forget(): void {
    this.touched = true;
    this.#former = undefined;
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
    if (shown && !this.touched) return shown;
    this.touched = false;
    const next = this.#read();
    if (shown && compared.every((member) => Object.is(shown[member], next[member])) && isExpired(shown) === isExpired(next)) return shown;
    return (this.#snapshot = Object.freeze(next));
  }

  #read(): QuerySnapshot {
    const { pending = 0, pristine = true, fetchedAt = 0 } = this.record ?? {};
    const { status: expiryStatus, expiresAt } = this;
    const stale = this.#former !== undefined || this.#stale;
    let data: unknown;
    let error: unknown = this.error ?? null;
    try {
      data = this.data;
    } catch (thrown) {
      error = thrown;
    }
    return { data, error, loading: pending > 0, pending, pristine, stale, expiryStatus, expiresAt, fetchedAt, downloadProgress: null, uploadProgress: null };
  }
}

/** The members of a snapshot whose change makes another one. */
const compared = ["data", "error", "pending", "pristine", "stale", "expiryStatus"] as const;

/** Whether it was expired by command, or is not there: what is stale already may still become that. */
function isExpired({ expiresAt }: QuerySnapshot): boolean {
  return expiresAt <= 1;
}

import type { SchemaNode } from "../schema/node.js";
import { skeleton } from "../schema/inspect.js";
import { ExpiryStatus, MirrorRecord, type QuerySnapshot } from "../record.js";
import type { Graph } from "./graph.js";

const STALE = 1;
const FAILED = 2;
const USABLE = 2;

/** What a key shows through a schema, or what arguments find: what JavaScript keeps of a view of the core. */
export class View {
  readonly listeners = new Set<() => void>();
  /** Whether the core has been told that somebody listens. */
  retained = false;
  /** Its number in the core's store; -1 when there is no core that knows it. */
  root = -1;
  /** That of the key, if there is one. */
  record: MirrorRecord | undefined;
  status: ExpiryStatus = ExpiryStatus.InvalidIfStale;
  expiresAt = 1;
  #node: SchemaNode | undefined;
  #graph: Graph;
  #usable = false;
  #failed = false;
  #stale = false;
  #snapshot: QuerySnapshot | undefined;
  #told: QuerySnapshot | undefined;

  constructor(graph: Graph, node: SchemaNode | undefined) {
    this.#graph = graph;
    this.#node = node;
  }

  /** Takes over what the core says beside the data. */
  update(status: number, presence: number, flags: number, expiresAt: number): void {
    this.status = status as ExpiryStatus;
    this.#usable = presence === USABLE;
    this.#stale = (flags & STALE) !== 0;
    this.#failed = (flags & FAILED) !== 0;
    this.expiresAt = expiresAt;
  }

  /** The data, or what a schema reads as while there is nothing. */
  get data(): unknown {
    if (this.root < 0) return this.#snapshot?.data;
    if (!this.#node) return this.#usable ? this.record?.data : undefined;
    const value = this.#usable ? this.#graph.value(this.root) : undefined;
    return value === undefined ? skeleton(this.#node) : value;
  }

  /** There is something to show. */
  get usable(): boolean {
    return this.#usable;
  }

  get error(): unknown {
    return this.#failed ? this.record?.error : undefined;
  }

  /** The core is gone: what was shown stays, as stale. */
  orphan(): void {
    this.get();
    this.root = -1;
    this.retained = false;
    this.#stale = true;
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
    const { data } = this;
    const error = this.error ?? null;
    const { pending = 0, pristine = false, fetchedAt = 0 } = this.record ?? {};
    if (
      shown &&
      shown.data === data &&
      shown.error === error &&
      shown.expiryStatus === this.status &&
      shown.pending === pending &&
      shown.pristine === pristine &&
      shown.stale === this.#stale &&
      // What is stale already may still be expired by command.
      shown.expiresAt <= 1 === this.expiresAt <= 1
    ) {
      return shown;
    }
    return (this.#snapshot = Object.freeze({
      data,
      error,
      loading: pending > 0,
      pending,
      pristine,
      stale: this.#stale,
      expiryStatus: this.status,
      expiresAt: this.expiresAt,
      fetchedAt,
      downloadProgress: null,
      uploadProgress: null,
    }));
  }
}

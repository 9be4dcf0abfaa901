import type { Host } from "./host.js";
import type { WatchEntry } from "./mirror.js";
import { MirrorRecord, type QuerySnapshot } from "./record.js";
import { writeRelease } from "./wire.gen.js";

/** What a watch gives. Reading it never asks the core. */
export interface Watch<T = unknown> {
  /** The present state: one frozen object, the same until something in it changes. */
  get(): QuerySnapshot<T>;
  /** Calls the listener after each change. The function it returns ends that; it may be called twice. */
  subscribe(listener: () => void): () => void;
}

/** What names a request to watch. */
export interface WatchProps {
  /** Its name, or an action creator whose `toString` gives it. */
  readonly type: string | { toString(): string };
  /** Default: the request without a key. `1` and `"1"` are the same. */
  readonly requestKey?: string | number;
  /** Data where there is none is `[]` in place of `null`. */
  readonly multiple?: boolean;
  /** Data where there is none. */
  readonly defaultData?: unknown;
}

/** The state of a named request that is a mutation. */
export type MutationState = Pick<QuerySnapshot, "loading" | "pending" | "error" | "downloadProgress" | "uploadProgress">;

/** A watch that shows `data` where there is none. */
class DefaultWatch implements Watch {
  readonly data: unknown;
  #watch: Watch;
  #of: QuerySnapshot | undefined;
  #shown: QuerySnapshot | undefined;

  constructor(watch: Watch, data: unknown) {
    this.#watch = watch;
    this.data = data;
  }

  get(): QuerySnapshot {
    const snapshot = this.#watch.get();
    if (snapshot.data !== null) return snapshot;
    if (snapshot !== this.#of) this.#shown = Object.freeze({ ...(this.#of = snapshot), data: this.data });
    return this.#shown!;
  }

  subscribe(listener: () => void): () => void {
    return this.#watch.subscribe(listener);
  }
}

/** The watch of one named request. */
export class NamedWatch implements Watch {
  #host: Host;
  #entry: WatchEntry;
  #default: DefaultWatch | undefined;

  constructor(host: Host, entry: Omit<WatchEntry, "record">) {
    this.#host = host;
    this.#entry = { ...entry, record: new MirrorRecord(0) };
    host.bind(this.#entry);
  }

  /** The record's number in the core, 0 while there is none. */
  get record(): number {
    return this.#entry.record.id;
  }

  get listening(): boolean {
    return this.#entry.record.listeners.size > 0;
  }

  /** Lets go of the record: the core drops it if it holds nothing. The next read or listener asks for it again. */
  forget(): void {
    const { id } = this.#entry.record;
    if (id !== 0) this.#host.send((w) => writeRelease(w, id));
    this.#host.mirror.entries.delete(this.#entry.token);
  }

  /** The same, with data where there is none. */
  withDefault(data: unknown): Watch {
    if (this.#default?.data !== data) this.#default = new DefaultWatch(this, data);
    return this.#default!;
  }

  get(): QuerySnapshot {
    const { record } = this.#entry;
    // The core drops records that say nothing; one that is looked at again is asked for again.
    if (record.id === 0 && this.#host.running) this.#host.bind(this.#entry);
    return this.#entry.record.get();
  }

  subscribe(listener: () => void): () => void {
    this.get();
    this.#host.mirror.entries.set(this.#entry.token, this.#entry);
    const told = () => listener();
    this.#entry.record.listen(told);
    this.#host.count(this.#entry.record);
    let subscribed = true;
    return () => {
      if (!subscribed) return;
      subscribed = false;
      // The record may have changed hands meanwhile: the listener went along.
      const { record } = this.#entry;
      record.listeners.delete(told);
      this.#host.count(record);
    };
  }
}

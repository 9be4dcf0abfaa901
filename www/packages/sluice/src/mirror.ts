import type { OpenCall } from "./call.js";
import { Former } from "./data/state.js";
import { MirrorRecord, tell, type Shown } from "./record.js";

/** One watched name: it keeps its record over drops, restarts and the loading of the core. */
export interface WatchEntry {
  readonly token: number;
  readonly client: number;
  readonly name: string;
  readonly key: string;
  readonly variant: string;
  /** One text for these four. */
  readonly scope: string;
  /** 0 by the auto-abort rule, 1 a query, 2 none. */
  readonly query: number;
  record: MirrorRecord;
}

/** The records of one core as JavaScript keeps them. Reads never ask the core. */
export class Mirror {
  readonly entries = new Map<number, WatchEntry>();
  /** What is known of names beforehand, by the tokens of the commands that have the core adopt it. */
  readonly seeds = new Map<number, { readonly data: unknown; readonly error: unknown }>();
  #records = new Map<number, MirrorRecord>();
  #dirty = new Set<Shown>();
  #former: Former | undefined;
  #states = 0;

  /** The record of a number of the core's, made at need. */
  record(id: number): MirrorRecord {
    let record = this.#records.get(id);
    if (!record) this.#records.set(id, (record = new MirrorRecord(id)));
    this.#keep(record);
    return record;
  }

  /** A state is handed out: it has what is kept here as it is now. */
  freeze(): Former {
    const former = new Former();
    if (this.#former) this.#former.next = former;
    this.#states++;
    return (this.#former = former);
  }

  /** One of these is gone. */
  thaw(): void {
    if (--this.#states === 0) this.#former = undefined;
  }

  /** A record may change. */
  #keep(record: MirrorRecord): void {
    if (this.#former && !this.#former.has(record)) this.#former.set(record, [record.data, record.error]);
  }

  /** Notes that something a record shows may have changed. */
  touch(record: MirrorRecord): void {
    this.#dirty.add(record);
    record.owner?.touched(record);
    for (const view of record.views) this.touchView(view);
  }

  /** The same of something else that is shown. */
  touchView(view: Shown): void {
    view.touched = true;
    this.#dirty.add(view);
  }

  /** Shows what a call was answered with before the core was there, wherever it is watched. */
  show(call: OpenCall): void {
    for (const entry of this.entries.values()) {
      if (entry.scope !== call.scope) continue;
      entry.record.show(call);
      this.touch(entry.record);
    }
  }

  /** Binds an entry to the record that the core has for it. */
  bind(entry: WatchEntry, id: number): void {
    const before = entry.record;
    if (before.id === id) return;
    const known = this.#records.get(id);
    before.owner?.dropped(before);
    if (known) {
      for (const listener of before.listeners) known.listeners.add(listener);
      before.listeners.clear();
      entry.record = known;
      this.#dirty.add(known);
    } else {
      before.id = id;
      this.#records.set(id, before);
    }
  }

  drop(id: number): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.delete(id);
    this.clear(record);
    record.owner?.dropped(record);
  }

  /** Nothing is known of the record any more. */
  clear(record: MirrorRecord): void {
    this.#keep(record);
    record.clear();
    this.touch(record);
  }

  /** Forgets the core: what is shown stays, as stale. */
  orphan(): void {
    for (const record of this.#records.values()) {
      record.orphan();
      this.#dirty.add(record);
      record.owner?.dropped(record);
    }
    this.#records.clear();
  }

  /** Gives, for each record with news, what tells its listeners. Returns whether there are any. */
  changes(into: (() => void)[]): boolean {
    const before = into.length;
    for (const record of this.#dirty) if (record.news()) into.push(() => tell(record.listeners));
    this.#dirty.clear();
    return into.length > before;
  }
}

/** A component that counts itself. */
interface Entry {
  count: number;
  /** Shows the count in the component. */
  readonly show: (count: number) => void;
}

export interface ToldComponent {
  readonly name: string;
  /** How often it rendered, the first time included. */
  readonly count: number;
}

export interface ToldSnapshot {
  /** How many components count themselves now. */
  readonly mounted: number;
  /** Those that the last change has rendered again, by name. */
  readonly last: readonly ToldComponent[];
}

const none: ToldSnapshot = { mounted: 0, last: [] };

/** Who rendered how often, as an external store. What renders together is one change. */
export class Told {
  #snapshot = none;
  #again = new Set<string>();
  #scheduled = false;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();

  readonly get = (): ToldSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Adds a component; gives what takes it away. Names are those of one component each. */
  add(name: string, show: Entry["show"]): () => void {
    const entry = { count: 0, show };
    this.#entries.set(name, entry);
    this.#schedule();
    return () => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
      this.#schedule();
    };
  }

  /** Counts a render. */
  note(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    entry.show(++entry.count);
    if (entry.count > 1) this.#again.add(name);
    this.#schedule();
  }

  /** Begins again at one. */
  reset(): void {
    for (const entry of this.#entries.values()) entry.show((entry.count = 1));
    this.#snapshot = { ...this.#snapshot, last: [] };
    this.#tell();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#publish());
  }

  #publish(): void {
    this.#scheduled = false;
    const again = [...this.#again].map((name) => ({ name, count: this.#entries.get(name)?.count ?? 0 }));
    this.#again.clear();
    const last = again.length === 0 ? this.#snapshot.last : again.filter(({ count }) => count > 0);
    if (last === this.#snapshot.last && this.#entries.size === this.#snapshot.mounted) return;
    this.#snapshot = { mounted: this.#entries.size, last };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The counts of this page. */
export const told = new Told();

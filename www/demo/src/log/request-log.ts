import { abortReason, isAbort } from "sluice";

import { codeOf } from "../errors";

export type RequestState = "pending" | "answered" | "aborted" | "failed";

/** One request of this page, frozen: a new object for each state of it. */
export interface LogEntry {
  readonly id: number;
  readonly name: string;
  /** What was asked for, in a few characters. */
  readonly detail: string;
  readonly state: RequestState;
  /** Why it was aborted, how it failed. */
  readonly note: string;
  /** Milliseconds on the page's clock. */
  readonly startedAt: number;
  /** Milliseconds it took; undefined while pending. */
  readonly took: number | undefined;
}

export type Counts = Readonly<Record<RequestState, number>>;

export interface LogSnapshot {
  /** Newest first, the last 100. */
  readonly entries: readonly LogEntry[];
  /** Over all entries since the page was opened or the log cleared. */
  readonly counts: Counts;
}

const capacity = 100;
const none: LogSnapshot = { entries: [], counts: { pending: 0, answered: 0, aborted: 0, failed: 0 } };

/** What the page asked the server, as an external store. */
export class RequestLog {
  #snapshot = none;
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  readonly get = (): LogSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Records a request until the promise settles, and hands the promise back. */
  watch<T>(name: string, detail: string, promise: Promise<T>): Promise<T> {
    const id = this.begin(name, detail);
    promise.then(
      () => this.answer(id),
      (error: unknown) => this.fail(id, error),
    );
    return promise;
  }

  /** Records a request that starts now and returns its number. */
  begin(name: string, detail: string): number {
    const id = this.#nextId++;
    const entry: LogEntry = {
      id, name, detail, state: "pending", note: "", startedAt: performance.now(), took: undefined,
    };
    this.#publish([entry, ...this.#snapshot.entries].slice(0, capacity), undefined, "pending");
    return id;
  }

  answer(id: number): void {
    this.#settle(id, "answered", "");
  }

  /** An abort is no failure: its reason becomes the note. */
  fail(id: number, error: unknown): void {
    if (isAbort(error)) this.abort(id, abortReason(error) ?? "");
    else this.#settle(id, "failed", codeOf(error));
  }

  abort(id: number, reason: string): void {
    this.#settle(id, "aborted", reason);
  }

  /** Forgets everything but what is pending. */
  clear(): void {
    const pending = this.#snapshot.entries.filter((entry) => entry.state === "pending");
    this.#snapshot = { entries: pending, counts: { ...none.counts, pending: pending.length } };
    this.#tell();
  }

  #settle(id: number, state: RequestState, note: string): void {
    const entries = this.#snapshot.entries.map((entry) =>
      entry.id === id ? { ...entry, state, note, took: performance.now() - entry.startedAt } : entry,
    );
    this.#publish(entries, "pending", state);
  }

  #publish(entries: readonly LogEntry[], left: RequestState | undefined, entered: RequestState): void {
    const counts = { ...this.#snapshot.counts };
    if (left !== undefined) counts[left]--;
    counts[entered]++;
    this.#snapshot = { entries, counts };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The log of this page. */
export const requestLog = new RequestLog();

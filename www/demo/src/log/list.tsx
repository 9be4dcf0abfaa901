import type { ReactNode } from "react";

interface LogListProps<T> {
  /** What the list is of, for those who cannot see. */
  readonly label: string;
  /** Newest first. */
  readonly entries: readonly T[];
  /** What stands there while there are none. */
  readonly empty: string;
  readonly testid?: string;
  readonly row: (entry: T) => ReactNode;
}

/** A list of what has happened, which scrolls. */
export function LogList<T>({ label, entries, empty, testid, row }: LogListProps<T>) {
  if (entries.length === 0) return <p className="log-empty">{empty}</p>;
  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    <div className="log-scroll" tabIndex={0} role="region" aria-label={label}>
      <ol className="log-list" data-testid={testid}>
        {entries.map(row)}
      </ol>
    </div>
  );
}

import { useSyncExternalStore, type ReactNode } from "react";

import { count, duration } from "../format";
import { LogList } from "./list";
import { requestLog, type LogEntry, type RequestState } from "./request-log";
import { useServerCounts } from "./server-counts";

const states: readonly RequestState[] = ["pending", "answered", "aborted", "failed"];

/** The requests of this page, newest first. What is in it stands below them. */
export function LogPanel({ children }: { readonly children?: ReactNode }) {
  const { entries, counts } = useSyncExternalStore(requestLog.subscribe, requestLog.get);
  return (
    <section className="log" aria-labelledby="log-title">
      <div className="log-head">
        <h2 id="log-title">Requests</h2>
        <button type="button" className="quiet" onClick={() => requestLog.clear()} disabled={entries.length === 0}>
          Clear
        </button>
      </div>
      <dl className="log-counts">
        {states.map((state) => (
          <div key={state} data-state={state}>
            <dt>{state}</dt>
            <dd data-testid={`count-${state}`}>{count(counts[state])}</dd>
          </div>
        ))}
      </dl>
      <LogList label="List of requests" entries={entries} empty="Nothing has been asked since." row={(entry) => <LogRow key={entry.id} entry={entry} />} />
      {children}
    </section>
  );
}

/** What the server made of the searches. */
export function SearchCounts() {
  const { counts } = useSyncExternalStore(requestLog.subscribe, requestLog.get);
  const server = useServerCounts(counts.answered + counts.aborted + counts.failed);
  return (
    <p className="log-server">
      {server === undefined ? (
        "The server’s count of searches is not known yet."
      ) : (
        <>
          The server has answered <b data-testid="server-answered">{count(server.answered)}</b> searches and saw{" "}
          <b data-testid="server-cancelled">{count(server.cancelled)}</b> cancelled, of all visitors since it started.
        </>
      )}
    </p>
  );
}

function LogRow({ entry }: { readonly entry: LogEntry }) {
  return (
    <li className="log-row" data-state={entry.state} data-request={entry.name}>
      <span className="log-name">{entry.name}</span>
      <span className="log-detail">{entry.detail}</span>
      <span className="log-state">
        {entry.state}
        {entry.note !== "" && <small> {entry.note}</small>}
      </span>
      <span className="log-took">{entry.took === undefined ? "…" : duration(entry.took)}</span>
    </li>
  );
}

import { useSyncExternalStore } from "react";

import { duration } from "../format";
import { events } from "./clients";
import type { PassedEvent } from "./event-log";

const states = { onRequest: "pending", onSuccess: "answered", onError: "failed", onAbort: "aborted" } as const;

/** What went through the functions, newest first. */
export function EventsPanel() {
  const list = useSyncExternalStore(events.subscribe, events.get);
  return (
    <section className="log events" aria-labelledby="events-title">
      <div className="log-head">
        <h2 id="events-title">What passed through</h2>
        <button type="button" className="quiet" onClick={() => events.clear()} disabled={list.length === 0}>
          Clear
        </button>
      </div>
      {list.length === 0 ? (
        <p className="log-empty">Nothing has passed since.</p>
      ) : (
        // A scrolling region takes the focus, so that the keyboard can scroll it.
        <div className="log-scroll" tabIndex={0} role="region" aria-label="List of what passed through">
          <ol className="log-list" data-testid="events">
            {list.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function EventRow({ event: { hook, name, note, took } }: { readonly event: PassedEvent }) {
  return (
    <li className="log-row" data-state={states[hook]} data-event={`${hook} ${name}`}>
      <span className="log-name">{name}</span>
      <span className="log-detail">{note}</span>
      <span className="log-state">{hook}</span>
      <span className="log-took">{took !== undefined && duration(took)}</span>
    </li>
  );
}

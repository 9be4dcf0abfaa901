import { useSyncExternalStore } from "react";

import { duration } from "../format";
import { LogList } from "../log/list";
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
      <LogList label="List of what passed through" entries={list} empty="Nothing has passed since." testid="events" row={(event) => <EventRow key={event.id} event={event} />} />
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

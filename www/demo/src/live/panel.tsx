import { useSyncExternalStore } from "react";
import { useClient } from "sluice/react";

import { LogList } from "../log/list";
import { liveLog, type LiveEvent } from "./live-log";

const states: Readonly<Record<LiveEvent["what"], string>> = {
  connected: "answered",
  resumed: "answered",
  subscribed: "pending",
  event: "pending",
  session: "aborted",
  gap: "aborted",
  closed: "aborted",
  lost: "failed",
  "no answer": "failed",
  refused: "failed",
};

/** The connection over which others' changes come: its state, what happened to it, and a way to lose it. */
export function LivePanel() {
  const client = useClient();
  const { connected, events } = useSyncExternalStore(liveLog.subscribe, liveLog.get);
  return (
    <section className="log live" aria-labelledby="live-title">
      <div className="log-head">
        <h2 id="live-title">Live</h2>
        <p className="live-state" role="status" data-connected={connected}>
          {connected ? "Connected" : "Not connected"}
        </p>
        <button type="button" className="quiet" onClick={() => liveLog.clear()} disabled={events.length === 0}>
          Clear
        </button>
      </div>
      <p className="live-lead">
        Notes and who is here come over a WebSocket. Lose it, write a note in another tab, and see it come after all.
      </p>
      <div className="live-buttons">
        <button type="button" disabled={!connected} onClick={() => client.closeWebsocket(3000)} title="It is opened again after five seconds">
          Drop for 5 s
        </button>
        {/* The same button, so that the focus stays. */}
        <button type="button" onClick={() => (connected ? client.closeWebsocket() : client.openWebsocket())}>
          {connected ? "Disconnect" : "Connect"}
        </button>
      </div>
      <LogList
        label="What happened to the connection"
        entries={events}
        empty="Nothing has happened since."
        testid="live"
        row={({ id, what, topic, note }) => (
          <li key={id} className="log-row" data-state={states[what]} data-live={what}>
            <span className="log-name">{topic || "connection"}</span>
            <span className="log-detail">{note}</span>
            <span className="log-state">{what}</span>
          </li>
        )}
      />
    </section>
  );
}

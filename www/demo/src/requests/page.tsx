import { Provider } from "sluice/react";

import { useTitle } from "../page/title";
import { Asking } from "./asking";
import { Batch } from "./batch";
import { Caching } from "./caching";
import { clients } from "./clients";
import { EventsPanel } from "./events-panel";
import { Packing } from "./packing";
import { Polling } from "./polling";
import { Retrying } from "./retrying";

/** What may happen to a request, to be tried. */
export function Requests() {
  useTitle("Requests");
  return (
    <Provider client={clients().routes}>
      <main id="main" className="requests" tabIndex={-1}>
        <div className="requests-head">
          <h1>The life of a request</h1>
          <p>
            What can be asked of a request beside its data. Each button sends real ones to this server; “What passed through” is what
            the client’s functions onRequest, onSuccess, onError and onAbort were told. There are also <a href="/redux/">a page whose requests live in a Redux store</a> and{" "}
            <a href="/rendered">one that the server renders</a>.
          </p>
        </div>
        <div className="requests-tries">
          <Asking />
          <Batch />
          <Polling />
          <Caching />
          <Packing />
          <Retrying />
        </div>
        <EventsPanel />
      </main>
    </Provider>
  );
}

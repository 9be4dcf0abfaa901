import { useState } from "react";
import { isAbort } from "sluice";
import { useClient } from "sluice/react";

import type { ServerTime } from "../api";
import { describe } from "../errors";
import { Section } from "./section";
import { ServerTimeFigure } from "./server-time";
import { useWatch } from "./use-watch";

const requestKey = "asked";

/** A request that succeeds, fails, is aborted, or recovers from its error. */
export function Asking() {
  const client = useClient();
  const { data, error, loading } = useWatch<ServerTime>("getServerTime", requestKey);
  const [recover, setRecover] = useState(false);
  const [ended, setEnded] = useState("");

  function ask(refuse: boolean) {
    setEnded("");
    client
      .apiRequest<ServerTime>({
        name: "getServerTime",
        requestKey,
        data: { delay: 800, refuse },
        ...(recover && { onError: () => ({ data: { time: new Date(0).toISOString(), answered: 0 } }) }),
      })
      .then(
        () => setEnded("Answered."),
        (failure: unknown) => setEnded(isAbort(failure) ? "Aborted. What was shown before stays." : ""),
      );
  }

  return (
    <Section
      title="Success, error, abort"
      lead="Every request of this page goes through the same four functions. Ask again while one is under way: the newer one aborts it."
    >
      <ServerTimeFigure time={data} />
      <div className="try-buttons">
        <button type="button" className="primary" onClick={() => ask(false)}>
          Ask for the time
        </button>
        <button type="button" onClick={() => ask(true)}>
          Be refused
        </button>
        <button type="button" disabled={!loading} onClick={() => client.abortRequests([{ requestType: "getServerTime", requestKey }])}>
          Abort
        </button>
      </div>
      <label className="try-option">
        <input type="checkbox" checked={recover} onChange={(event) => setRecover(event.target.checked)} />
        onError gives an answer instead: midnight of 1970
      </label>
      <p className="try-state" role="status">
        {loading ? "Under way …" : ended}
      </p>
      <p className="try-state try-failed" role="alert">
        {error !== null && !loading && describe(error)}
      </p>
    </Section>
  );
}

import { useState } from "react";
import { useClient } from "sluice/react";

import type { Forecast } from "../api";
import { describe } from "../errors";
import { Section } from "./section";
import { tripOfTab } from "./trip";
import { useWatch } from "./use-watch";

const requestKey = "tried";

/** A request to a service that answers each third question: it is sent again until it is answered. */
export function Retrying() {
  const client = useClient();
  const [trip] = useState(tripOfTab);
  const { data, error, loading } = useWatch<Forecast>("getForecast", requestKey);

  function ask(attempts: number) {
    client.apiRequest({ name: "getForecast", requestKey, data: { trip }, retry: { attempts, delay: 400 } }).catch(() => undefined);
  }

  return (
    <Section title="Trying again" lead="The forecast answers each third question with the weather, the others with 503. A query with retry is sent again, later each time.">
      <p className="try-figure">
        {data === null ? (
          <span className="try-none">–</span>
        ) : (
          <>
            {data.weather} <small>at question {data.try} of this tab</small>
          </>
        )}
      </p>
      <div className="try-buttons">
        <button type="button" className="primary" onClick={() => ask(3)}>
          Ask up to three times
        </button>
        <button type="button" onClick={() => ask(1)}>
          Ask once
        </button>
      </div>
      <p className="try-state" role="status">
        {loading ? "Under way …" : data && error === null && "Answered."}
      </p>
      <p className="try-state try-failed" role="alert">
        {error !== null && !loading && describe(error)}
      </p>
    </Section>
  );
}

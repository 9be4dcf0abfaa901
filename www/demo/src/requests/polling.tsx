import { useEffect, useState } from "react";
import { useClient } from "sluice/react";

import type { ServerTime } from "../api";
import { Section } from "./section";
import { ServerTimeFigure } from "./server-time";
import { useWatch } from "./use-watch";

const requestKey = "polled";
const polled = [{ requestType: "getServerTime", requestKey }] as const;

/** A request that is made again and again, until it is stopped or the page is left. */
export function Polling() {
  const client = useClient();
  const { data } = useWatch<ServerTime>("getServerTime", requestKey);
  const [on, setOn] = useState(false);
  useEffect(() => () => client.stopPolling(polled), [client]);

  function toggle() {
    setOn(!on);
    if (on) client.stopPolling(polled);
    else client.apiRequest({ name: "getServerTime", requestKey, poll: 1 }).catch(() => undefined);
  }

  return (
    <Section title="Polling" lead="Asks again a second after each answer. A tab that nobody sees, or that is offline, waits.">
      <ServerTimeFigure time={data} />
      <div className="try-buttons">
        <button type="button" className={on ? "" : "primary"} onClick={toggle}>
          {on ? "Stop polling" : "Start polling"}
        </button>
      </div>
      <p className="try-state" role="status">
        {on ? "Polling." : data && "Stopped."}
      </p>
    </Section>
  );
}

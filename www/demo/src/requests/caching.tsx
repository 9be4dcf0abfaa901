import { useEffect, useState } from "react";
import { useClient } from "sluice/react";

import type { ServerTime } from "../api";
import { describe } from "../errors";
import { Section } from "./section";
import { ServerTimeFigure } from "./server-time";
import { useWatch } from "./use-watch";

const requestKey = "cached";
/** In seconds. */
const kept = 10;

/** A request whose answer may be given again for some seconds. */
export function Caching() {
  const client = useClient();
  const { data, error } = useWatch<ServerTime>("getServerTime", requestKey);
  const [until, setUntil] = useState(0);
  const [from, setFrom] = useState("");
  const left = useSecondsUntil(until);

  function ask() {
    client
      .apiRequest({
        name: "getServerTime",
        requestKey,
        cache: kept,
        onSuccess: ({ status }) => {
          setFrom(status === undefined ? "Given again, without a request." : "Answered by the server.");
          if (status !== undefined) setUntil(Date.now() + kept * 1000);
        },
      })
      .catch(() => setFrom(""));
  }

  function clear() {
    client.clearRequestsCache([{ requestType: "getServerTime", requestKey }]);
    setUntil(0);
    setFrom("The cache is empty; what is shown stays.");
  }

  return (
    <Section title="Cache" lead={`The answer is given again for ${kept} seconds, then the server is asked.`}>
      <ServerTimeFigure time={data} />
      <div className="try-fresh">
        <meter min={0} max={kept} value={left} aria-label="Seconds for which the answer is given again" />
        <span role="timer">{left > 0 ? `${left} s left` : "not in the cache"}</span>
      </div>
      <div className="try-buttons">
        <button type="button" className="primary" onClick={ask}>
          Ask, with a cache
        </button>
        <button type="button" disabled={left === 0} onClick={clear}>
          Clear cache
        </button>
      </div>
      <p className="try-state" role="status">
        {from}
      </p>
      <p className="try-state try-failed" role="alert">
        {error !== null && describe(error)}
      </p>
    </Section>
  );
}

/** The seconds until a time in ms, rounded up; 0 when it has come. */
function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    setNow(Date.now());
    if (until <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (until <= Date.now()) clearInterval(timer);
    }, 200);
    return () => clearInterval(timer);
  }, [until]);
  return Math.min(left, kept);
}

import { useEffect, useSyncExternalStore } from "react";
import { useDLE, useSubscription } from "sluice/react";

import { liveLog } from "../live/live-log";
import { lookAt } from "../store/endpoints";

/** The id of this page among those that look. */
const viewer = crypto.getRandomValues(new Uint32Array(3)).join("-");

/** Says that this page shows a country, for as long as it does, and shows who else has said so. */
export function Viewers({ code }: { readonly code: string }) {
  const { connected } = useSyncExternalStore(liveLog.subscribe, liveLog.get);
  const which = connected ? { code, viewer } : null;
  useSubscription(lookAt, which);
  const { data } = useDLE(lookAt, which);
  useLookingAway(code);
  const names = connected ? data?.names : undefined;
  return (
    <div className="viewers" role="status">
      {names === undefined || names.length === 0 ? (
        <span>{connected ? "Looking who is here …" : "Not connected: nobody sees that you are here."}</span>
      ) : (
        <>
          <span>{names.length === 1 ? "Only you are here." : `${names.length} are here, you among them:`}</span>
          {names.length > 1 && (
            <ul aria-label="Who is here">
              {tally(names).map(([name, times]) => (
                <li key={name} data-guest={name === ""}>
                  {name === "" ? "Guest" : name}
                  {times > 1 && ` × ${times}`}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

/** Names with how often they are there, guests at last. */
function tally(names: readonly string[]): readonly (readonly [name: string, times: number])[] {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].sort(([a], [b]) => Number(a === "") - Number(b === ""));
}

/** The country that this page shows. */
let shown: string | undefined;

// A page that is closed cannot wait for an answer. Of one that is lost the server hears nothing any more.
function useLookingAway(code: string): void {
  useEffect(() => {
    shown = code;
    const leave = () => {
      navigator.sendBeacon("/api/lookAway", new Blob([JSON.stringify({ code, viewer })], { type: "application/json" }));
    };
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      shown = undefined;
      // What is shown anew at once, as after a login, was not left: the word of it might come after that of the look.
      queueMicrotask(() => shown !== code && leave());
    };
  }, [code]);
}

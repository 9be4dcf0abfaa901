import type { ServerTime } from "../api";
import { count } from "../format";

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A time of the server, with the number that tells one answer from the next. */
export function ServerTimeFigure({ time }: { readonly time: ServerTime | null }) {
  return (
    <p className="try-figure">
      {time === null ? (
        <span className="try-none">–</span>
      ) : (
        <>
          <time dateTime={time.time}>{clock.format(new Date(time.time))}</time>{" "}
          <small>{time.answered > 0 ? `answer ${count(time.answered)} of this server` : "not of this server"}</small>
        </>
      )}
    </p>
  );
}

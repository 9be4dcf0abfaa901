import { useState } from "react";
import { ApiError, isAbort } from "sluice";

import { describe } from "../errors";
import { go } from "../page/location";
import { withNext } from "../page/next";

export interface Change {
  /** How many calls are under way. */
  readonly pending: number;
  /** What the last call came to, "" while it is not known or went wrong. */
  readonly done: string;
  /** What went wrong in it, "" if nothing did. */
  readonly error: string;
  /** Makes a change. `say` gives the sentence about its end. */
  readonly run: (send: () => Promise<unknown>, say: (failed: boolean) => string) => void;
}

/** Runs changes on the server and keeps what came of the last one. Who is not logged in any more goes to the login page. */
export function useChange(): Change {
  const [state, setState] = useState({ pending: 0, done: "", error: "" });
  function settle(done: string, error: string) {
    setState((now) => ({ pending: now.pending - 1, done, error }));
  }
  return {
    ...state,
    run(send, say) {
      setState((now) => ({ pending: now.pending + 1, done: "", error: "" }));
      send().then(
        () => settle(say(false), ""),
        (failure: unknown) => {
          const aborted = isAbort(failure);
          settle("", aborted ? "" : `${describe(failure)} ${say(true)}`.trim());
          if (failure instanceof ApiError && failure.code === "auth.required") go(withNext("/login", location.pathname));
        },
      );
    },
  };
}

import { useEffect, useRef } from "react";

import { requestLog } from "./request-log";

/** The part of what a hook of `sluice/react` gives that the log reads. */
export interface Progress {
  readonly loading: boolean;
  readonly error: unknown;
}

/**
 * Records the requests of a hook: an entry from loading to not loading. When the hook asks
 * for something else meanwhile, or its component goes, the entry is closed as aborted.
 */
export function useLogged(name: string, detail: string, { loading, error }: Progress): void {
  const open = useRef<{ id: number; detail: string } | null>(null);
  useEffect(() => {
    if (open.current !== null && open.current.detail !== detail) {
      requestLog.abort(open.current.id, "superseded");
      open.current = null;
    }
    if (loading) {
      open.current ??= { id: requestLog.begin(name, detail), detail };
    } else if (open.current !== null) {
      if (error) requestLog.fail(open.current.id, error);
      else requestLog.answer(open.current.id);
      open.current = null;
    }
  }, [name, detail, loading, error]);
  useEffect(
    () => () => {
      if (open.current !== null) requestLog.abort(open.current.id, "not shown any more");
      open.current = null;
    },
    [],
  );
}

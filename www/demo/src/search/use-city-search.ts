import { useCallback, useEffect, useRef, useState } from "react";
import { isAbort } from "sluice";
import { useClient } from "sluice/react";

import type { SearchResult } from "../api";
import { requestLog } from "../log/request-log";

export interface CitySearch {
  /** What the result belongs to, or "" while there is none. */
  readonly answeredQuery: string;
  readonly result: SearchResult | undefined;
  /** A newer query than the answered one is under way. */
  readonly loading: boolean;
  readonly error: unknown;
  /** Searches, superseding the search before it; a blank query ends searching. */
  readonly search: (query: string) => void;
}

interface State {
  readonly answeredQuery: string;
  readonly result: SearchResult | undefined;
  readonly loading: boolean;
  readonly error: unknown;
}

const idle: State = { answeredQuery: "", result: undefined, loading: false, error: undefined };

/** How many cities the list shows. */
export const listLength = 8;

/**
 * A search on every keystroke. There is no debounce and no bookkeeping of what is stale:
 * `searchCities` begins with a keyword of auto-abort, so a new call aborts the pending one,
 * in the page and on the server, and the promise of the older one rejects as superseded.
 */
export function useCitySearch(delay: number): CitySearch {
  const client = useClient();
  const [state, setState] = useState(idle);
  const pending = useRef<AbortController>(null);

  const search = useCallback(
    (query: string) => {
      const wanted = query.trim();
      if (wanted === "") {
        pending.current?.abort();
        setState(idle);
        return;
      }
      const controller = new AbortController();
      pending.current = controller;
      setState((before) => ({ ...before, loading: true, error: undefined }));
      const answer = client.apiRequest<SearchResult>({
        name: "searchCities",
        data: { query: wanted, limit: listLength, delay },
        signal: controller.signal,
      });
      requestLog.watch("searchCities", wanted, answer).then(
        (result) => setState({ answeredQuery: wanted, result, loading: false, error: undefined }),
        (error: unknown) => {
          if (!isAbort(error)) setState({ ...idle, error });
        },
      );
    },
    [client, delay],
  );

  useEffect(() => () => pending.current?.abort(), []);
  return { ...state, search };
}

import { useEffect, useState } from "react";
import { useClient } from "sluice/react";

import type { SearchStats } from "../api";

// A server notices an aborted search a moment after the page has forgotten it.
const settleTime = 400;

/**
 * How many searches the server has answered and how many it saw cancelled. It is asked
 * when the page has been quiet for a moment after `settled` changed; undefined until then.
 * The question itself is not in the log, and a failure leaves the last figures.
 */
export function useServerCounts(settled: number): SearchStats | undefined {
  const client = useClient();
  const [stats, setStats] = useState<SearchStats>();
  useEffect(() => {
    const timer = setTimeout(() => {
      client.apiRequest<SearchStats>({ name: "getSearchStats" }).then(setStats, () => undefined);
    }, settleTime);
    return () => clearTimeout(timer);
  }, [client, settled]);
  return stats;
}

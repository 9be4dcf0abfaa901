import { useMemo, useSyncExternalStore } from "react";
import type { QuerySnapshot } from "sluice";
import { useClient } from "sluice/react";

/** The state of a request that is made elsewhere: by a button, or by polling. */
export function useWatch<T>(type: string, requestKey: string): QuerySnapshot<T> {
  const client = useClient();
  const watch = useMemo(() => client.watch<T>({ type, requestKey }), [client, type, requestKey]);
  return useSyncExternalStore(watch.subscribe, watch.get, watch.get);
}

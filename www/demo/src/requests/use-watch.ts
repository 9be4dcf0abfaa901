import { useMemo, useSyncExternalStore } from "react";
import type { QuerySnapshot } from "sluice";
import { useClient } from "sluice/react";

/** The state of a request that is made elsewhere: by a button, or by polling. */
export function useWatch<T>(type: string, requestKey: string): QuerySnapshot<T> {
  const client = useClient();
  const { subscribe, get } = useMemo(() => {
    const watch = client.watch<T>({ type, requestKey });
    return { subscribe: (listener: () => void) => watch.subscribe(listener), get: () => watch.get() };
  }, [client, type, requestKey]);
  return useSyncExternalStore(subscribe, get, get);
}

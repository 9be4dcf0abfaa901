import { useEffect, useMemo } from "react";
import type { AnyEndpoint } from "sluice";
import type { Arguments } from "./types.js";

/**
 * The endpoint with a signal of its own, which is aborted when the arguments change and when the
 * component is unmounted: its requests end then, unless others wait for them too.
 */
export function useCancelling<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): E;
export function useCancelling(endpoint: AnyEndpoint, ...args: readonly unknown[]): AnyEndpoint {
  const key = args.length === 1 && args[0] === null ? undefined : (endpoint.key as (...args: readonly unknown[]) => string)(...args);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- one for each key
  const share = useMemo(() => ({ abort: new AbortController(), mounted: 0 }), [key]);
  useEffect(() => {
    share.mounted++;
    return () => {
      share.mounted--;
      // Strict mode mounts it again at once.
      queueMicrotask(() => {
        if (share.mounted === 0) share.abort.abort();
      });
    };
  }, [share]);
  return useMemo(() => {
    const { signal } = share.abort;
    return endpoint.extend({ signal: endpoint.signal ? AbortSignal.any([endpoint.signal, signal]) : signal });
  }, [endpoint, share]);
}

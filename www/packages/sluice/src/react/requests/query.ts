import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { getQuery, resetRequests, stopPolling } from "sluice/redux";
import type { QueryProps, QueryState } from "../../redux/select.js";
import type { RequestAction, RequestResult } from "../../redux/types.js";
import { aside, useAsk, type ActionCreator, type Asking } from "./ask.js";
import { useRequests, type RequestsDefaults } from "./context.js";
import { pairOf, refOf } from "./named.js";
import { inVain, onServer, wait, wasAsked } from "./suspend.js";
import { throwIf } from "./thrown.js";
import { watchersOf } from "./watchers.js";

/** Properties of {@link useRequestQuery}. Those of {@link RequestsDefaults} are the provider's where they are left out. */
export interface RequestQueryOptions<Data = unknown> extends Asking, Partial<RequestsDefaults> {
  readonly type: QueryProps<Data>["type"] | ActionCreator;
  readonly action?: ((...args: never[]) => RequestAction<unknown, Data>) | ActionCreator | undefined;
  /** Data is `[]` where there is none. */
  readonly multiple?: boolean | undefined;
  /** Data where there is none. */
  readonly defaultData?: Data | undefined;
}

/** What {@link useRequestQuery} gives. */
export interface RequestQueryResult<Data = unknown> extends QueryState<Data> {
  /** Dispatches the action. */
  readonly load: () => Promise<RequestResult<Data>>;
  /** Asks no further. */
  readonly stopPolling: () => void;
}

/** Shows a query, and loads it if it is told to: see {@link RequestsDefaults}. */
export function useRequestQuery<Data = unknown>(options: RequestQueryOptions<Data>): RequestQueryResult<Data> {
  const requests = useRequests();
  const { store } = requests;
  const { autoLoad = requests.autoLoad, autoReset = requests.autoReset, throwError = requests.throwError } = options;
  const { suspense = requests.suspense, suspenseSsr = requests.suspenseSsr, multiple, defaultData, requestKey } = options;
  const { type, requestKey: key } = pairOf(options.type, requestKey);
  const named = useMemo(() => ({ type, requestKey: key }), [type, key]);

  const select = () => getQuery<Data>(store.getState(), { ...named, multiple, defaultData });
  const query = useSyncExternalStore(store.subscribe, select, select);
  const load = useAsk<Data>(store, options);
  const loaded = useRef<unknown>(undefined);

  const resets = useLatest(autoReset);
  useEffect(() => {
    const leave = watchersOf(store).add(named);
    return () => {
      const reset = () => {
        loaded.current = undefined;
        store.dispatch(resetRequests([refOf(named)], true, false) as never);
      };
      leave(resets() ? reset : undefined);
    };
  }, [store, named, resets]);

  const asked = [options.action ?? options.type, ...(options.variables ?? [])];
  const askedNow = useLatest(asked);
  useEffect(() => {
    // The second mount in StrictMode is the same; and what it has waited for while it was rendered is there.
    if (!autoLoad || loaded.current === load) return;
    loaded.current = load;
    if (!wasAsked(store, named, askedNow())) aside(load());
  }, [store, named, autoLoad, load, askedNow]);

  const now = useCallback(() => load(), [load]);
  const stop = useCallback(() => void store.dispatch(stopPolling([refOf(named)]) as never), [store, named]);
  const result = useMemo(() => ({ ...query, load: now, stopPolling: stop }), [query, now, stop]);

  const waits = onServer ? suspenseSsr : suspense;
  const begins = waits && autoLoad && query.pristine && !query.loading && !inVain(store, named);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how components wait
  if (begins || (waits && query.loading)) throw wait(store, named, begins ? load : undefined, asked, autoLoad);
  if (throwError) throwIf(query.error, type, requestKey, autoReset);
  return result;
}

/** A function that gives a value as it was shown last. */
export function useLatest<T>(value: T): () => T {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return useCallback(() => latest.current, []);
}

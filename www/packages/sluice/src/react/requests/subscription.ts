import { useEffect, useMemo, useRef } from "react";
import { stopSubscriptions } from "sluice/redux";
import { useAsk, type Asking } from "./ask.js";
import { useRequests } from "./context.js";
import { pairOf } from "./named.js";
import { watchersOf } from "./watchers.js";

/** Properties of {@link useRequestSubscription}. */
export interface RequestSubscriptionOptions extends Asking {
  /** `false`: no subscription. Default `true`. */
  readonly active?: boolean;
}

/** Subscribes while the component is mounted, anew when the action or a variable changes. The last of a subscription's components ends it. */
export function useRequestSubscription({ active = true, ...asking }: RequestSubscriptionOptions): void {
  const { store } = useRequests();
  const { type, requestKey } = pairOf(asking.type, asking.requestKey);
  const named = useMemo(() => ({ type, requestKey }), [type, requestKey]);
  const subscribe = useAsk(store, asking);
  const subscribed = useRef<unknown>(undefined);

  useEffect(() => {
    if (!active) return undefined;
    const leave = watchersOf(store).add(named);
    return () =>
      leave(() => {
        subscribed.current = undefined;
        store.dispatch(stopSubscriptions([named.type + named.requestKey]) as never);
      });
  }, [store, named, active]);

  useEffect(() => {
    // Not for the second mount in StrictMode.
    if (!active || subscribed.current === subscribe) return;
    subscribed.current = subscribe;
    void subscribe();
  }, [subscribe, active]);
}

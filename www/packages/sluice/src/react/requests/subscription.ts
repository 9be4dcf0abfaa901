import { useEffect, useMemo } from "react";
import { stopSubscriptions } from "sluice/redux";
import { useAsk, type Asking } from "./ask.js";
import { useRequests } from "./context.js";
import { namedOf, watchersOf } from "./watchers.js";

/** Properties of {@link useRequestSubscription}. */
export interface RequestSubscriptionOptions extends Asking {
  /** `false`: no subscription. Default `true`. */
  readonly active?: boolean;
}

/** Subscribes while the component is mounted, anew when the action or a variable changes. The last of a subscription's components ends it. */
export function useRequestSubscription({ active = true, ...asking }: RequestSubscriptionOptions): void {
  const { store } = useRequests();
  const { type, requestKey } = namedOf(asking.type, asking.requestKey);
  const named = useMemo(() => ({ type, requestKey }), [type, requestKey]);
  const subscribe = useAsk(store, asking);

  useEffect(() => {
    if (!active) return undefined;
    const leave = watchersOf(store).add(named);
    return () => {
      if (leave()) store.dispatch(stopSubscriptions([named.type + named.requestKey]) as never);
    };
  }, [store, named, active]);

  useEffect(() => {
    if (active) void subscribe();
  }, [subscribe, active, named]);
}

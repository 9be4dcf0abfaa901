import { useEffect, useMemo, useSyncExternalStore } from "react";
import { getMutation, resetRequests } from "sluice/redux";
import type { MutationState } from "../../redux/select.js";
import type { RequestResult } from "../../redux/types.js";
import { useAsk, type Asking } from "./ask.js";
import { useRequests, type RequestsDefaults } from "./context.js";
import { pairOf, refOf } from "./named.js";
import { useLatest } from "./query.js";
import { throwIf } from "./thrown.js";
import { watchersOf } from "./watchers.js";

/** Properties of {@link useRequestMutation}. */
export interface RequestMutationOptions extends Asking, Partial<Pick<RequestsDefaults, "autoReset" | "throwError">> {}

/** What {@link useRequestMutation} gives. */
export interface RequestMutationResult<Data = unknown> extends MutationState {
  /** Dispatches the action, made of the variables and of what this is called with. Events do not count. */
  readonly mutate: (...more: unknown[]) => Promise<RequestResult<Data>>;
}

/** Shows a mutation. `autoReset`: when the last component that shows it is gone, it is forgotten; what is pending goes on. */
export function useRequestMutation<Data = unknown>(options: RequestMutationOptions): RequestMutationResult<Data> {
  const requests = useRequests();
  const { store } = requests;
  const { autoReset = requests.autoReset, throwError = requests.throwError, requestKey } = options;
  const { type, requestKey: key } = pairOf(options.type, requestKey);
  const named = useMemo(() => ({ type, requestKey: key }), [type, key]);

  const select = () => getMutation(store.getState(), named);
  const mutation = useSyncExternalStore(store.subscribe, select, select);
  const mutate = useAsk<Data>(store, options);

  const resets = useLatest(autoReset);
  useEffect(() => {
    const leave = watchersOf(store).add(named);
    return () => leave(resets() ? () => store.dispatch(resetRequests([refOf(named)], false) as never) : undefined);
  }, [store, named, resets]);

  const result = useMemo(() => ({ ...mutation, mutate }), [mutation, mutate]);
  if (throwError) throwIf(mutation.error, type, requestKey, autoReset);
  return result;
}

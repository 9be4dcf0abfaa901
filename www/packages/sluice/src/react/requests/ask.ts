import { useCallback, useEffect, useRef } from "react";
import { UsageError } from "sluice";
import type { RequestResult } from "../../redux/types.js";
import type { ReduxStore } from "./store.js";

/** Makes an action. */
export type ActionCreator = (...args: never[]) => unknown;

/** What hooks dispatch. */
export interface Asking {
  /** A request's type, or the action creator whose `toString()` gives it. */
  readonly type: string | ActionCreator | { toString(): string };
  /** Makes the action. Default: `type`, if that is a function. */
  readonly action?: ActionCreator | undefined;
  /** What the action is made with. Default: nothing. */
  readonly variables?: readonly unknown[] | undefined;
  /** Of the action's meta. */
  readonly requestKey?: string | number | null | undefined;
}

/** Makes the action of a hook and dispatches it: the same function until the creator or a variable changes. */
export function useAsk<Data>(store: ReduxStore, { type, action = type as ActionCreator, variables = none }: Asking): (...more: unknown[]) => Promise<RequestResult<Data>> {
  const stable = useStable(variables);
  return useCallback(
    (...more) => {
      if (typeof action !== "function") throw new UsageError(`${String(type)} has no action; give what makes it as action, or as type`);
      return store.dispatch(action(...([...stable, ...more.filter((value) => !isEvent(value))] as never[])) as never) as Promise<RequestResult<Data>>;
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the type is for a message
    [store, action, stable],
  );
}

const none: readonly unknown[] = [];

/** The list that was shown last, if this one has the same elements. */
function useStable(list: readonly unknown[]): readonly unknown[] {
  const shown = useRef(list);
  const before = shown.current;
  const stable = before.length === list.length && before.every((value, i) => Object.is(value, list[i])) ? before : list;
  useEffect(() => {
    shown.current = stable;
  });
  return stable;
}

/** What a handler is called with when it stands where React or the page wants one. */
function isEvent(value: unknown): boolean {
  return typeof value === "object" && value !== null && "currentTarget" in value && "preventDefault" in value;
}

/** A hook's promise that nobody else has: what it rejects with is not uncaught. */
export function aside(promise: unknown): void {
  void Promise.resolve(promise).catch(() => {});
}

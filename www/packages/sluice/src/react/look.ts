import { useMemo, useSyncExternalStore } from "react";
import type { AnyEndpoint, Denormalize, Schema } from "sluice";
import { useController } from "./context.js";
import { readerOf } from "./reader.js";
import type { Arguments } from "./types.js";

const never = () => () => {};

/** What arguments find in the store through a schema; `undefined` when there is nothing. Nothing is asked for. */
export function useQuery<S extends Schema>(schema: S, ...args: readonly unknown[]): Denormalize<S> | undefined {
  const controller = useController();
  const key = JSON.stringify(args);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the arguments by their content
  const view = useMemo(() => (isNull(args) ? undefined : controller.find(schema, args)), [controller, schema, key]);
  const subscribe = useMemo(() => (view ? (told: () => void) => controller.listen(view, told) : never), [controller, view]);
  const shown = () => view?.data as Denormalize<S> | undefined;
  return useSyncExternalStore(subscribe, shown, shown);
}

/** The error that is stored for an endpoint's arguments, `undefined` when there is none. Nothing is asked for. */
export function useError<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): unknown;
export function useError(endpoint: AnyEndpoint, ...args: readonly unknown[]): unknown {
  const controller = useController();
  const reader = isNull(args) ? undefined : readerOf({ controller, endpoint, args });
  useMemo(() => reader?.look(), [reader]);
  const shown = () => reader?.error;
  return useSyncExternalStore(reader?.subscribe ?? never, shown, shown);
}

function isNull(args: readonly unknown[]): boolean {
  return args.length === 1 && args[0] === null;
}

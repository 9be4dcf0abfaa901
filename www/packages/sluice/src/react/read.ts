import { useEffect, useMemo, useSyncExternalStore } from "react";
import { isAbort, nodeOf, skeleton, type AnyEndpoint, type ArgsOf, type DataOf } from "sluice";
import { useController } from "./context.js";
import { readerOf, type Asker, type Decision, type Reader, type Shown } from "./reader.js";
import { thenableOf } from "./thenable.js";
import type { Arguments, FetchThenable, ShownData } from "./types.js";

export type { FetchThenable } from "./types.js";

/** What {@link useDLE} gives. */
export interface DataResult<T> {
  /** While there is nothing to show, the values that the schema has itself. */
  readonly data: T;
  /** There is nothing to show, and it is being asked for. */
  readonly loading: boolean;
  readonly error: unknown;
}

/**
 * The data of an endpoint. Suspends while there is none to show, and throws the error when there is
 * one. Asks on mount and when the arguments change, if the data is not fresh; when it turns invalid,
 * is expired or reset. With `null` it asks nothing and gives the values that the schema has itself.
 * An answer that leaves nothing to show is thrown as `SchemaError`.
 */
export function useSuspense<E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): ShownData<E>;
export function useSuspense<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): DataOf<E>;
export function useSuspense(endpoint: AnyEndpoint, ...args: readonly unknown[]): unknown {
  const { reader, shown, asker } = useReading(endpoint, args, true, all);
  if (!reader) return bare(endpoint);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what suspends a component
  if (shown.phase === "wait") throw reader.ask(asker);
  if (shown.phase === "error") {
    if (reader.wants) void reader.ask(asker); // it will not be mounted, but asks as if
    throw shown.error;
  }
  return shown.data;
}

/** The data of an endpoint if it is there; nothing is asked for. */
export function useCache<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): DataOf<E>;
export function useCache(endpoint: AnyEndpoint, ...args: readonly unknown[]): unknown {
  const { shown } = useReading(endpoint, args, false, dataOnly);
  return shown.phase === "data" ? shown.data : bare(endpoint);
}

/** The same as {@link useSuspense}, without suspending or throwing. An aborted request is no error. */
export function useDLE<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): DataResult<DataOf<E>>;
export function useDLE(endpoint: AnyEndpoint, ...args: readonly unknown[]): DataResult<unknown> {
  const { reader, shown, asker } = useReading(endpoint, args, true, withoutAborts);
  const loading = reader !== undefined && shown.phase === "wait";
  if (loading && onServer) void reader.ask(asker); // effects do not run there
  const error = shown.phase === "error" ? shown.error : undefined;
  const data = shown.phase === "wait" || shown.data === undefined ? bare(endpoint) : shown.data;
  return useMemo(() => ({ data, loading, error }), [data, loading, error]);
}

/**
 * What `use()` takes: pending where {@link useSuspense} suspends, else fulfilled or rejected. The same
 * object while nothing changes; `undefined` with `null`.
 */
export function useFetch<E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): FetchThenable<ShownData<E>>;
export function useFetch<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): FetchThenable<ShownData<E>> | undefined;
export function useFetch(endpoint: AnyEndpoint, ...args: readonly unknown[]): FetchThenable<unknown> | undefined {
  const { reader, decision, shown, asker } = useReading(endpoint, args, true, all);
  return reader && thenableOf(reader, decision, shown, asker);
}

const onServer = typeof document === "undefined";

const nothing: Decision = { waitsPast: undefined, past: undefined };
const waiting: Shown = { phase: "wait" };
const never = () => () => {};

const all = (shown: Shown) => shown;
const dataOnly = (shown: Shown): Shown => (shown.phase === "wait" || (shown.phase === "error" && shown.data === undefined) ? waiting : { phase: "data", data: shown.data });
const withoutAborts = (shown: Shown): Shown => (shown.phase === "error" && isAbort(shown.error) ? { phase: "data", data: shown.data } : shown);

interface Reading {
  /** `undefined` with `null`. */
  readonly reader: Reader | undefined;
  readonly decision: Decision;
  readonly shown: Shown;
  readonly asker: Asker;
}

/** Shows a reader, and has it ask if the hook is one that does. */
function useReading(endpoint: AnyEndpoint, args: readonly unknown[], asks: boolean, pick: (shown: Shown) => Shown): Reading {
  const controller = useController();
  const given: Asker = { controller, endpoint, args };
  const reader = args.length === 1 && args[0] === null ? undefined : readerOf(given);
  const decision = useMemo(() => reader?.decide() ?? nothing, [reader]);
  const select = useMemo(() => selection(reader, decision, pick), [reader, decision, pick]);
  const shown = useSyncExternalStore(reader?.subscribe ?? never, select, select);
  const mounted = useMemo(() => ({ ...given }), [reader]); // eslint-disable-line react-hooks/exhaustive-deps -- kept up to date below
  useEffect(() => {
    Object.assign(mounted, given);
  });
  useEffect(() => (asks ? reader?.mount(mounted) : undefined), [reader, mounted, asks]);
  return { reader, decision, shown, asker: given };
}

/** What a hook shows: the same object until something in it changes. */
function selection(reader: Reader | undefined, decision: Decision, pick: (shown: Shown) => Shown): () => Shown {
  let last = waiting;
  return () => {
    const next = reader ? pick(reader.read(decision)) : waiting;
    return isSame(last, next) ? last : (last = next);
  };
}

function isSame(a: Shown, b: Shown): boolean {
  if (a.phase === "wait" || b.phase === "wait") return a.phase === b.phase;
  return a.phase === b.phase && a.data === b.data && (a as { error?: unknown }).error === (b as { error?: unknown }).error;
}

/** What an endpoint reads as while there is nothing. */
function bare({ schema }: AnyEndpoint): unknown {
  const node = schema === undefined ? undefined : nodeOf(schema);
  return node && skeleton(node);
}

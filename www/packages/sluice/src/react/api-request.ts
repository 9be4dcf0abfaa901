import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { UsageError, type ApiRequest, type Observer } from "sluice";
import { useClient } from "./context.js";

/**
 * What {@link useApiRequest} gives. A component is rendered again when a member changes that it has
 * read: one that does not look at `loading` does not notice a refetch.
 */
export interface ApiRequestResult<T> {
  /** The last answer, `null` until there is one. */
  readonly data: T | null;
  /** The last outcome's error, else `null`. Aborts are none. Also why nothing could be sent at all. */
  readonly error: unknown;
  /** A request is in flight, or about to be sent for the first time. */
  readonly loading: boolean;
  /** Sends the request again; the promise is that of the call. */
  readonly refetch: () => Promise<T>;
}

/**
 * Sends a named request when the component is mounted and whenever its name, requestKey or data
 * (compared as JSON) changes, and shows its state. Equal hooks share one call and its state;
 * changed data supersedes the hook's earlier call if the name is a query. Hooks and plain calls of
 * the same name do not abort one another. `null` sends nothing.
 *
 * While a server renders with a client of option `ssr: "server"`, the hook suspends until there is an answer or an
 * error; a page with `ssr: "client"` that was given the server's text shows the same, and sends nothing for it.
 */
export function useApiRequest<T = unknown>(request: ApiRequest<T> | null): ApiRequestResult<T> {
  const client = useClient();
  const observer = request && client.observe<T>(request);
  if (observer && request) observer.request = request;
  const waits = client.server && observer?.once();
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how components wait
  if (waits) throw waits;
  useLeaving(observer);
  const shown = useMemo(() => selection(observer), [observer]);
  return useSyncExternalStore(observer?.subscribe ?? never, shown, shown);
}

/** The user session: `useApiRequest({ name: "session" })`. `data` is `null` when nobody is logged in. */
export function useSession<U = Record<string, unknown>>(): ApiRequestResult<U> {
  return useApiRequest<U>(session as ApiRequest<never>);
}

const session: ApiRequest = { name: "session" };

const never = () => () => {};

const idle: ApiRequestResult<never> = Object.freeze({
  data: null,
  error: null,
  loading: false,
  refetch: () => Promise.reject(new UsageError("useApiRequest(null) has nothing to refetch")),
});

/** Picks from a snapshot what the hook shows: the same object until a member that somebody has read is another. */
function selection<T>(observer: Observer<T> | null): () => ApiRequestResult<T> {
  if (!observer) return () => idle;
  const read = new Set<keyof Shown<T>>();
  let shown: Shown<T> | undefined;
  let result: ApiRequestResult<T>;
  return () => {
    const { data, error, loading, pristine } = observer.get();
    const now: Shown<T> = {
      data,
      error: observer.failure ?? error,
      loading: loading || (pristine && observer.failure === undefined),
    };
    if (shown && [...read].every((name) => shown![name] === now[name])) {
      Object.assign(shown, now); // for who reads the others later
      return result;
    }
    const own = (shown = now);
    const member = <N extends keyof Shown<T>>(name: N): PropertyDescriptor => ({
      enumerable: true,
      get: () => {
        read.add(name);
        return own[name];
      },
    });
    const members = { data: member("data"), error: member("error"), loading: member("loading") };
    return (result = Object.freeze(Object.defineProperties({ refetch: observer.refetch }, members)) as ApiRequestResult<T>);
  };
}

type Shown<T> = { -readonly [N in Exclude<keyof ApiRequestResult<T>, "refetch">]: ApiRequestResult<T>[N] };

/** Tells an observer that this hook has moved on from it to another one. */
function useLeaving(observer: Observer | null): void {
  const last = useRef<Observer | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = observer;
    if (before && before !== observer) before.leave();
  }, [observer]);
}

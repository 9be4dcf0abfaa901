import { createContext, createElement, useContext, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from "react";
import { UsageError, type ApiRequest, type Client, type Observer } from "sluice";

const ClientContext = createContext<Client | undefined>(undefined);

/** Hands a client to the components below. Unmounting it does not close the client. */
export function Provider({ client, children }: { client: Client; children?: ReactNode }): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the nearest {@link Provider}; throws `UsageError` outside of one. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new UsageError("there is no client here; wrap the tree in <Provider client={createClient()}>");
  return client;
}

/** What {@link useApiRequest} gives. The object is the same until one of its members changes. */
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
 */
export function useApiRequest<T = unknown>(request: ApiRequest | null): ApiRequestResult<T> {
  const client = useClient();
  const observer = request && client.observe<T>(request);
  if (observer && request) observer.request = request;
  useLeaving(observer as Observer | null);
  const shown = useMemo(() => selection(observer), [observer]);
  return useSyncExternalStore(observer?.subscribe ?? never, shown, shown);
}

/** The user session: `useApiRequest({ name: "session" })`. `data` is `null` when nobody is logged in. */
export function useSession<U = Record<string, unknown>>(): ApiRequestResult<U> {
  return useApiRequest<U>(session);
}

const session: ApiRequest = { name: "session" };

const never = () => () => {};

const idle: ApiRequestResult<never> = Object.freeze({
  data: null,
  error: null,
  loading: false,
  refetch: () => Promise.reject(new UsageError("useApiRequest(null) has nothing to refetch")),
});

/** Picks from a snapshot what the hook shows, the same object while that is the same. */
function selection<T>(observer: Observer<T> | null): () => ApiRequestResult<T> {
  if (!observer) return () => idle;
  let result: ApiRequestResult<T> | undefined;
  return () => {
    const { data, error: answered, loading: sent, pristine } = observer.get();
    const error = observer.failure ?? answered;
    const loading = sent || (pristine && observer.failure === undefined);
    if (result?.data === data && result.error === error && result.loading === loading) return result;
    return (result = Object.freeze({ data, error, loading, refetch: observer.refetch }));
  };
}

/** Tells an observer that this hook has moved on from it to another one. */
function useLeaving(observer: Observer | null): void {
  const last = useRef<Observer | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = observer;
    if (before && before !== observer) before.leave();
  }, [observer]);
}

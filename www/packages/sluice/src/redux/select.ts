import { UsageError } from "sluice";
import { propertyName } from "./names.js";
import { pairOf } from "./pair.js";
import type { MutationRecord, QueryRecord, RequestsState, StateWithRequests, WebsocketState } from "./state.js";
import type { ActionType, RequestAction } from "./types.js";

/** What is shown of a query. */
export interface QueryState<Data = unknown> {
  /** Without any: `defaultData`, else `[]` if `multiple`, else `null`. */
  readonly data: Data;
  /** Requests in flight. */
  readonly pending: number;
  /** `pending > 0` */
  readonly loading: boolean;
  readonly error: unknown;
  /** Nothing was asked since the last reset. */
  readonly pristine: boolean;
  /** 0–100, `null` when not measured. */
  readonly downloadProgress: number | null;
  readonly uploadProgress: number | null;
}

/** What is shown of a mutation. */
export type MutationState = Pick<QueryState, "loading" | "pending" | "error" | "downloadProgress" | "uploadProgress">;

/** The type of a query: its text, or the action creator. */
type TypeOf<Data> = string | ((...args: never[]) => RequestAction<unknown, Data>) | { toString(): string };

export interface MutationProps {
  readonly type: ActionType;
  readonly requestKey?: string | number | null | undefined;
}

export interface QueryProps<Data = unknown> {
  readonly type: TypeOf<Data>;
  readonly requestKey?: string | number | null | undefined;
  /** Data is `[]` where there is none. */
  readonly multiple?: boolean | undefined;
  /** Data where there is none. */
  readonly defaultData?: Data | undefined;
}

/** What a record shows, by what is shown of its data. */
interface Shown<R> {
  readonly downloadProgress: number | null;
  readonly uploadProgress: number | null;
  readonly byData: ByData<R>;
}

const nothing: QueryRecord = { data: null, pending: 0, error: null, pristine: true };
const empty: readonly unknown[] = Object.freeze([]);
const shownOf = new WeakMap<object, Shown<unknown>>();

/**
 * What is known of a query: the same object until something that it shows changes, or what it shows in place of data. It
 * takes the same time however much there is in the store.
 */
export function getQuery<Data = unknown>(state: StateWithRequests, { type, requestKey, multiple, defaultData }: QueryProps<Data>): QueryState<Data> {
  const requests = requestsOf(state);
  const name = propertyName(requests, pairOf(type, requestKey));
  const record = Object.hasOwn(requests.queries, name) ? requests.queries[name]! : nothing;
  const data = record.data ?? defaultData ?? (multiple ? empty : null);
  return shown(requests, name, record, data, (progress) => ({
    data,
    pending: record.pending,
    loading: record.pending > 0,
    error: record.error,
    pristine: record.pristine,
    ...progress,
  })) as QueryState<Data>;
}

const idle: MutationRecord = { pending: 0, error: null };

/** What is known of a mutation, in the same way. */
export function getMutation(state: StateWithRequests, { type, requestKey }: MutationProps): MutationState {
  const requests = requestsOf(state);
  const name = propertyName(requests, pairOf(type, requestKey));
  const record = Object.hasOwn(requests.mutations, name) ? requests.mutations[name]! : idle;
  return shown(requests, name, record, null, (progress) => ({ loading: record.pending > 0, pending: record.pending, error: record.error, ...progress }));
}

/** The state of the socket. */
export function getWebsocketState(state: StateWithRequests): WebsocketState {
  return requestsOf(state).websocket;
}

/** {@link getQuery} for `useSelector` and the like. */
export function getQuerySelector<Data = unknown>(props: QueryProps<Data>): (state: StateWithRequests) => QueryState<Data> {
  return (state) => getQuery(state, props);
}

/** {@link getMutation} for `useSelector` and the like. */
export function getMutationSelector(props: MutationProps): (state: StateWithRequests) => MutationState {
  return (state) => getMutation(state, props);
}

type Progress = Pick<Shown<unknown>, "downloadProgress" | "uploadProgress">;

function shown<R extends object>({ downloadProgress, uploadProgress }: RequestsState, name: string, record: object, data: unknown, make: (progress: Progress) => R): R {
  const known = record !== nothing && record !== idle;
  const download = known ? at(downloadProgress, name) : null;
  const upload = known ? at(uploadProgress, name) : null;
  let found = shownOf.get(record) as Shown<R> | undefined;
  if (!found || found.downloadProgress !== download || found.uploadProgress !== upload) {
    found = { downloadProgress: download, uploadProgress: upload, byData: new ByData() };
    shownOf.set(record, found);
  }
  let result = found.byData.get(data);
  if (!result) found.byData.set(data, (result = Object.freeze(make({ downloadProgress: download, uploadProgress: upload }))));
  return result;
}

/** Results by the data that they show, which they do not keep alive. */
class ByData<R> {
  #objects = new WeakMap<object, R>();
  #others = new Map<unknown, R>();

  get(data: unknown): R | undefined {
    return isObject(data) ? this.#objects.get(data) : this.#others.get(data);
  }

  set(data: unknown, result: R): void {
    if (this.#others.size >= 100) this.#others.clear(); // defaults that are computed anew each time
    if (isObject(data)) this.#objects.set(data, result);
    else this.#others.set(data, result);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function at(progress: Readonly<Record<string, number>>, name: string): number | null {
  return Object.hasOwn(progress, name) ? progress[name]! : null;
}

function requestsOf(state: StateWithRequests): RequestsState {
  const { requests } = state as Partial<StateWithRequests>;
  if (!requests) throw new UsageError("the state has no requests; mount requestsReducer at requests");
  return requests;
}

import { ADD_WATCHER, JOIN_REQUEST, REMOVE_WATCHER, SET_DOWNLOAD_PROGRESS, SET_UPLOAD_PROGRESS, WEBSOCKET_CLOSED, WEBSOCKET_OPENED, abort, error, type RequestsAction } from "./actions.js";
import { propertyName } from "./names.js";
import type { RequestsOptions, Rules } from "./options.js";
import { pairOf } from "./pair.js";
import { changed, patchOf, patched } from "./patch.js";
import { isResponseAction } from "./request-action.js";
import { initialState, type MutationRecord, type QueryRecord, type RequestsState } from "./state.js";
import type { TypedRequest, ResponseAction } from "./types.js";

/** A pure reducer: an action's patch says what becomes of the state. */
export type RequestsReducer = (state: RequestsState | undefined, action: { readonly type: string }) => RequestsState;

export function reducerOf(rules: Rules, { ssr, keepDataOnError = false }: Pick<RequestsOptions, "ssr" | "keepDataOnError">): RequestsReducer {
  const initial = ssr === "server" ? { ...initialState, ssr: [] } : initialState;
  return (state = initial, action) => {
    const patch = patchOf(action);
    const before = state;
    state = builtIn(state, action as RequestsAction);
    if (!patch && rules.isRequest(action)) state = started(state, action, rules);
    if (!patch && isResponseAction(action)) state = ended(state, action, rules, keepDataOnError);
    if (state.ssr && ssr === "server") state = finished(state, before, action as RequestsAction);
    return patch ? patched(state, patch) : state;
  };
}

function builtIn(state: RequestsState, action: RequestsAction): RequestsState {
  switch (action.type) {
    case ADD_WATCHER:
      return watched(state, action.requestType, 1);
    case REMOVE_WATCHER:
      return watched(state, action.requestType, -1);
    case SET_DOWNLOAD_PROGRESS:
      return set(state, "downloadProgress", changed(state.downloadProgress, { [action.requestType]: action.progress }));
    case SET_UPLOAD_PROGRESS:
      return set(state, "uploadProgress", changed(state.uploadProgress, { [action.requestType]: action.progress }));
    case WEBSOCKET_OPENED:
      return { ...state, websocket: { pristine: false, connected: true } };
    case WEBSOCKET_CLOSED:
      return { ...state, websocket: { pristine: action.code === 1000, connected: false } };
    default:
      return state;
  }
}

function watched(state: RequestsState, name: string, difference: number): RequestsState {
  const count = (Object.hasOwn(state.watchers, name) ? state.watchers[name]! : 0) + difference;
  return set(state, "watchers", changed(state.watchers, { [name]: count > 0 ? count : null }));
}

/** On a server, each request that has ended is listed, and one more for each that joins to have its answer twice. */
function finished(state: RequestsState, before: RequestsState, action: RequestsAction | ResponseAction): RequestsState {
  if (isResponseAction(action)) {
    const { type, meta } = action.meta.requestAction;
    return action.type === abort(type) ? state : { ...state, ssr: [...state.ssr!, propertyName(before, pairOf(type, meta?.requestKey))] };
  }
  const { type, requestType, rehydrate } = action as Partial<Extract<RequestsAction, { type: typeof JOIN_REQUEST }>>;
  if (type !== JOIN_REQUEST || !rehydrate) return state;
  const name = typeof requestType === "object" && "requestType" in requestType ? propertyName(state, pairOf(requestType.requestType, requestType.requestKey)) : String(requestType);
  return { ...state, ssr: [...state.ssr!, name] };
}

/** A request of which the core has not said anything yet. */
function started(state: RequestsState, action: TypedRequest, rules: Rules): RequestsState {
  const { silent, cacheResponse, ssrResponse, ssrError } = action.meta ?? {};
  if (silent || (cacheResponse ?? ssrResponse ?? ssrError) !== undefined) return state;
  return updated(state, action, rules.isQuery(action), (record) => ({ ...record, pending: record.pending + 1, error: null, pristine: false }));
}

/** The end of a request that no core was there for. */
function ended(state: RequestsState, action: ResponseAction, rules: Rules, keepDataOnError: boolean): RequestsState {
  const { requestAction, cacheResponse, ssrResponse, ssrError } = action.meta;
  if ((cacheResponse ?? ssrResponse ?? ssrError) !== undefined) return state;
  const { type } = requestAction;
  return updated(state, requestAction, rules.isQuery(requestAction), (record) => {
    const pending = Math.max(0, record.pending - 1);
    if (action.type === abort(type)) return pending === 0 && record.data === null && record.error === null ? null : { ...record, pending };
    if (action.type === error(type)) {
      const cause = requestAction.payload ? action.payload : action.error;
      return { ...record, pending, error: cause, pristine: false, data: keepDataOnError ? record.data : null };
    }
    const response = (requestAction.payload ? action.payload : action.response) as { readonly data?: unknown } | undefined;
    return { ...record, pending, error: null, pristine: false, data: response?.data ?? null };
  });
}

/** Replaces the record of a request; `null` removes it. */
function updated(state: RequestsState, { type, meta }: TypedRequest, query: boolean, update: (record: QueryRecord) => QueryRecord | null): RequestsState {
  const pair = pairOf(type, meta?.requestKey);
  const name = propertyName(state, pair);
  const map = query ? state.queries : state.mutations;
  const known = Object.hasOwn(map, name) ? map[name] : undefined;
  const next = update({ data: null, pending: 0, error: null, pristine: true, type: pair.type, ...(pair.requestKey && { requestKey: pair.requestKey }), ...known });
  if (query) return set(state, "queries", changed(state.queries, { [name]: next }));
  return set(state, "mutations", changed(state.mutations, { [name]: next && mutationOf(next) }));
}

function mutationOf({ data: _data, pristine: _pristine, ...record }: QueryRecord): MutationRecord {
  return record;
}

function set<K extends keyof RequestsState>(state: RequestsState, member: K, value: RequestsState[K]): RequestsState {
  return state[member] === value ? state : { ...state, [member]: value };
}

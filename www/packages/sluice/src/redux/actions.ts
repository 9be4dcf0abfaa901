import type { RequestRef } from "sluice";
import { plainRef } from "./pair.js";
import type { ActionType } from "./types.js";

export const CLEAR_REQUESTS_CACHE = "CLEAR_REQUESTS_CACHE";
export const RESET_REQUESTS = "RESET_REQUESTS";
export const ABORT_REQUESTS = "ABORT_REQUESTS";
export const STOP_POLLING = "STOP_POLLING";
export const JOIN_REQUEST = "JOIN_REQUEST";
export const SET_DOWNLOAD_PROGRESS = "SET_DOWNLOAD_PROGRESS";
export const SET_UPLOAD_PROGRESS = "SET_UPLOAD_PROGRESS";
/** Brings what has changed without a request of the store: by others who use its client. */
export const SYNC_REQUESTS = "SYNC_REQUESTS";
export const ADD_WATCHER = "ADD_WATCHER";
export const REMOVE_WATCHER = "REMOVE_WATCHER";
export const WEBSOCKET_OPENED = "WEBSOCKET_OPENED";
export const WEBSOCKET_CLOSED = "WEBSOCKET_CLOSED";
export const GET_WEBSOCKET = "GET_WEBSOCKET";
export const OPEN_WEBSOCKET = "OPEN_WEBSOCKET";
export const CLOSE_WEBSOCKET = "CLOSE_WEBSOCKET";
export const STOP_SUBSCRIPTIONS = "STOP_SUBSCRIPTIONS";

/** Requests by name; `null` is all. */
type List = readonly RequestRef[] | null;

const plain = (list: List | undefined): List => list?.map(plainRef) ?? null;

/** Forgets cached answers; the data stays. */
export function clearRequestsCache(requests: List = null) {
  return { type: CLEAR_REQUESTS_CACHE, requests: plain(requests) } as const;
}

/** Removes what is known of requests. Without `abortPending` answers on their way arrive; without `resetCached` queries with a valid cache entry stay. */
export function resetRequests(requests: List = null, abortPending = true, resetCached = true) {
  return { type: RESET_REQUESTS, requests: plain(requests), abortPending, resetCached } as const;
}

/** Aborts what is pending; polling goes on. */
export function abortRequests(requests: List = null) {
  return { type: ABORT_REQUESTS, requests: plain(requests) } as const;
}

/** Asks no further; a running request finishes. */
export function stopPolling(requests: List = null) {
  return { type: STOP_POLLING, requests: plain(requests) } as const;
}

/** Dispatched, gives the promise of the newest pending request's result, `null` if none is. `rehydrate`, on a server: its answer is for two requests of the page. */
export function joinRequest(requestType: RequestRef, rehydrate = false) {
  return { type: JOIN_REQUEST, requestType: plainRef(requestType), rehydrate } as const;
}

/** `requestType` is a property name of the state; `progress` 0–100. */
export function setDownloadProgress(requestType: string, progress: number | null) {
  return { type: SET_DOWNLOAD_PROGRESS, requestType, progress } as const;
}

/** The same of what is sent. */
export function setUploadProgress(requestType: string, progress: number | null) {
  return { type: SET_UPLOAD_PROGRESS, requestType, progress } as const;
}

/** Counts somebody who shows a request, by its type and key as one name. */
export function addWatcher(requestType: ActionType) {
  return { type: ADD_WATCHER, requestType: String(requestType) } as const;
}

/** Ends that. */
export function removeWatcher(requestType: ActionType) {
  return { type: REMOVE_WATCHER, requestType: String(requestType) } as const;
}

export function websocketOpened() {
  return { type: WEBSOCKET_OPENED } as const;
}

export function websocketClosed(code: number) {
  return { type: WEBSOCKET_CLOSED, code } as const;
}

/** Dispatched, gives the socket, `null` if there is none. */
export function getWebsocket() {
  return { type: GET_WEBSOCKET } as const;
}

/** Opens the socket, in place of one that is open. `props` are for the subscriber's `onOpen`. */
export function openWebsocket(props: unknown = null) {
  return { type: OPEN_WEBSOCKET, props } as const;
}

/** 1000: it stays closed until it is opened; 3000–4999: it is opened again. */
export function closeWebsocket(code = 1000) {
  return { type: CLOSE_WEBSOCKET, code } as const;
}

/** Ends subscriptions by name (type and key); `null` is all. */
export function stopSubscriptions(subscriptions: readonly ActionType[] | null = null) {
  return { type: STOP_SUBSCRIPTIONS, subscriptions: subscriptions?.map(String) ?? null } as const;
}

/** The actions above. */
export type RequestsAction = ReturnType<
  | typeof clearRequestsCache
  | typeof resetRequests
  | typeof abortRequests
  | typeof stopPolling
  | typeof joinRequest
  | typeof setDownloadProgress
  | typeof setUploadProgress
  | typeof addWatcher
  | typeof removeWatcher
  | typeof websocketOpened
  | typeof websocketClosed
  | typeof getWebsocket
  | typeof openWebsocket
  | typeof closeWebsocket
  | typeof stopSubscriptions
>;

/** The type that tells of a success of requests of a type. */
export const success = (type: ActionType): string => `${String(type)}_SUCCESS`;
/** … of an error. */
export const error = (type: ActionType): string => `${String(type)}_ERROR`;
/** … of an abort. */
export const abort = (type: ActionType): string => `${String(type)}_ABORT`;

import { configureStore, type Middleware } from "@reduxjs/toolkit";
import { expect, onTestFinished, vi } from "vitest";
import { createClient, type Client } from "sluice";
import { createRequestsStore, getQuery, handleRequests, type RequestAction, type RequestsOptions, type RequestsState } from "sluice/redux";
import { wasm } from "../harness.js";

/** One call of the driver. The test answers it. */
export interface Answering {
  readonly request: unknown;
  readonly signal: AbortSignal;
  /** Where progress is measured. */
  readonly setDownloadProgress?: (percent: number) => void;
  succeed(data: unknown, more?: object): void;
  fail(error: unknown): void;
}

interface Options extends Partial<RequestsOptions> {
  readonly preloaded?: Partial<RequestsState>;
  /** The core is not there yet. */
  readonly loading?: boolean;
  /** Actions may have functions in their meta. Else the toolkit's checks are as they are by default. */
  readonly functions?: boolean;
}

/** A store whose requests a core carries out, and a driver in the test's hands. What the checks of Redux Toolkit find fails the test. */
export async function coreStore({ preloaded, loading = false, functions = true, ...options }: Options = {}) {
  const complaints = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const client: Client = options.client ?? createClient({ wasm });
  onTestFinished(() => {
    client.close();
    for (const complaint of complaints) {
      expect(complaint.mock.calls).toEqual([]);
      complaint.mockRestore();
    }
  });
  if (!loading) await client.ready;
  const calls: Answering[] = [];
  const driver = (request: unknown, _action: unknown, { signal, ...setters }: Pick<Answering, "signal" | "setDownloadProgress">) =>
    new Promise<{ data: unknown }>((resolve, reject) => {
      calls.push({ request, signal, ...setters, succeed: (data, more = {}) => resolve({ data, ...more }), fail: reject });
      signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  const actions: { readonly type: string; readonly [member: string]: unknown }[] = [];
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ driver, client, ...options });
  const recorder: Middleware = () => (next) => (action) => {
    actions.push(action as never);
    return next(action);
  };
  const made = configureStore({
    reducer: { requests: requestsReducer },
    middleware: (usual) =>
      usual({ serializableCheck: { warnAfter: 10_000, ...(functions && { ignoredActionPaths: [/^meta\./] }) }, immutableCheck: { warnAfter: 10_000 } }).concat(requestsMiddleware).concat(recorder),
    ...(preloaded && { preloadedState: { requests: { ...requestsReducer(undefined, { type: "" }), ...preloaded } } }),
  });
  const store = createRequestsStore(made);
  const dispatch = (type: string, meta = {}, request: unknown = { url: "/" }) => store.dispatchRequest({ type, request, meta } as RequestAction);
  return { store, client, dispatch, calls, actions, requestsPromise, types: () => actions.map(({ type }) => type), query: (type: string, requestKey?: string | number) => getQuery(store.getState(), { type, requestKey }) };
}

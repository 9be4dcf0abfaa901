import { applyMiddleware, combineReducers, legacy_createStore, type Middleware, type Reducer } from "redux";
import { expect, onTestFinished, vi } from "vitest";
import { createClient } from "sluice";
import { createRequestsStore, handleRequests, type DispatchRequest, type RequestsOptions, type RequestsState } from "sluice/redux";
import { wasm } from "../../harness.js";

// The applications beside this file are as they were written for redux-requests 1.7; only what they import is another.

/** Makes an action creator of which `toString` gives the type, as tools of such applications do. */
export function createAction<C extends (...args: never[]) => object>(type: string, creator: C): C {
  const made = (...args: never[]) => ({ type, ...creator(...args) });
  return Object.assign(made, { toString: () => type }) as unknown as C;
}

/** A client on a core that runs. */
export async function running(ssr: "server" | "client" | null = null) {
  const client = createClient({ wasm, ssr });
  onTestFinished(() => client.close());
  await client.ready;
  return client;
}

/** What is sent to the network of an application. */
export interface Answering {
  readonly url: string;
  readonly method: string;
  readonly params: unknown;
  cancelled: boolean;
  answer(data: unknown): void;
  fail(error: unknown): void;
}

/** A driver whose network is in the test's hands. */
export function heldDriver() {
  const calls: Answering[] = [];
  const driver = ({ url, method = "get", params }: { url: string; method?: string; params?: unknown }) => {
    let cancel!: () => void;
    const promise = new Promise<{ data: unknown }>((resolve, reject) => {
      const call: Answering = { url, method, params, cancelled: false, answer: (data) => resolve({ data }), fail: reject };
      cancel = () => {
        call.cancelled = true;
        reject("REQUEST_ABORTED");
      };
      calls.push(call);
    });
    return Object.assign(promise, { cancel });
  };
  /** The newest call of a URL. */
  const call = async (url: string) => {
    await vi.waitFor(() => expect(calls.map((one) => one.url)).toContain(url), { timeout: 10_000 }); // the core may have to start
    return calls.findLast((one) => one.url === url)!;
  };
  return { driver, calls, call, answer: async (url: string, data: unknown) => (await call(url)).answer(data), asked: () => calls.map((one) => one.url) };
}

/** An application's store, with reducers of its own; on the network of {@link heldDriver} unless it has a driver. */
export async function application<R extends Readonly<Record<string, Reducer>> = Record<never, never>>(options: Partial<RequestsOptions> = {}, reducers: R = {} as R, requests?: RequestsState) {
  const { driver, ...network } = heldDriver();
  const types: string[] = [];
  const note: Middleware = () => (next) => (action) => {
    types.push((action as { type: string }).type);
    return next(action);
  };
  const client = await running(options.ssr ?? null);
  const { requestsReducer, requestsMiddleware, requestsPromise } = handleRequests({ driver, client, cache: true, ...options });
  type State = { readonly requests: RequestsState } & { readonly [K in keyof R]: ReturnType<R[K]> };
  const reducer = combineReducers({ requests: requestsReducer, ...reducers }) as unknown as Reducer<State>;
  const store = createRequestsStore(legacy_createStore(reducer, requests && ({ requests } as State), applyMiddleware<DispatchRequest>(...requestsMiddleware, note)));
  return { store, types, requestsPromise, ...network };
}

import type { RequestsStore } from "sluice";
import { isRequestActionQuery, type Engine, type EngineFactory, type Patch, type Pass, type QueryRecord, type TypedRequest, type RequestEvent, type RequestsOptions, type StateWithRequests } from "sluice/redux";

/** A request that the test answers. */
export interface Sent {
  readonly action: TypedRequest;
  succeed(data: unknown, more?: object): void;
  fail(error: unknown, more?: { thrown?: boolean }): void;
  abort(): void;
}

/** Carries nothing out: the test says what happens. Keeps records as the core would. */
export class ScriptedEngine implements Engine {
  /** What was asked of it beside requests. */
  readonly calls: unknown[][] = [];
  readonly sent: Sent[] = [];
  readonly store: RequestsStore;
  readonly options: RequestsOptions;
  /** As before the core has been loaded: nothing is known to it. */
  loading = false;
  /** What the next request is answered with, without the network. */
  cached: { data: unknown } | undefined;
  #records = new Map<string, QueryRecord>();
  #open = new Map<Sent, string>();

  constructor(options: RequestsOptions, store: RequestsStore) {
    this.options = options;
    this.store = store;
  }

  request = (action: TypedRequest, tell: (event: RequestEvent) => void): void => {
    if (this.cached) {
      const { cached } = this;
      this.cached = undefined;
      tell({ kind: "request", action, cached, patch: {} });
      tell({ kind: "success", action, cached, patch: {}, response: cached });
      return;
    }
    const requestKey = String(action.meta?.requestKey ?? "");
    const name = action.type + requestKey;
    const fresh: QueryRecord = { data: null, pending: 0, error: null, pristine: true, type: action.type, ...(requestKey && { requestKey }) };
    const older = isRequestActionQuery(action) ? [...this.#open].filter(([, other]) => other === name).map(([sent]) => sent) : [];
    const change = (change: (record: QueryRecord) => Partial<QueryRecord>): { patch?: Patch } => {
      const record = this.#records.get(name) ?? { ...fresh, ...(this.store.getState() as StateWithRequests).requests.queries[name] };
      const next = { ...record, ...change(record) };
      this.#records.set(name, next);
      const { data: _data, pristine: _pristine, ...mutation } = next;
      if (this.loading) return {};
      return { patch: isRequestActionQuery(action) ? { queries: { [name]: next } } : { mutations: { [name]: mutation } } };
    };
    const end = (event: Record<string, unknown>, changes: (record: QueryRecord) => Partial<QueryRecord>) => {
      if (!this.#open.delete(sent)) return;
      tell({ action, ...event, ...change((record) => ({ pending: record.pending - 1, ...changes(record) })) } as RequestEvent);
    };
    const sent: Sent = {
      action,
      succeed: (data, more) => end({ kind: "success", response: { data, ...more } }, () => ({ data, error: null })),
      fail: (error, more) => end({ kind: "error", error, ...more }, () => ({ data: null, error })),
      abort: () => end({ kind: "abort" }, () => ({})),
    };
    this.#open.set(sent, name);
    this.sent.push(sent);
    tell({ kind: "request", action, ...change((record) => ({ pending: record.pending + 1, error: null, pristine: false })) });
    if (older.length > 0) queueMicrotask(() => older.forEach((sent) => sent.abort()));
  };

  poll = (...call: unknown[]): void => void this.calls.push(["poll", ...call]);
  local = this.#noted("local");
  join = (): Promise<null> => Promise.resolve(null);
  abort = this.#noted("abort");
  reset = this.#noted("reset");
  clearCache = this.#noted("clearCache");
  stopPolling = this.#noted("stopPolling");
  subscribe = this.#noted("subscribe");
  stopSubscriptions = this.#noted("stopSubscriptions");
  openWebsocket = this.#noted("openWebsocket");
  closeWebsocket = this.#noted("closeWebsocket");
  websocket = (): unknown => "the socket";

  /** The patch that it gives with what is asked of it next. */
  patch: Patch | undefined;

  get last(): Sent {
    return this.sent.at(-1)!;
  }

  #noted(name: string) {
    return (...given: [...unknown[], Pass]): void => {
      this.calls.push([name, ...given.slice(0, -1)]);
      (given.at(-1) as Pass)(this.patch);
    };
  }
}

/** Makes scripted engines, and gives the newest. */
export function scripted(prepare: (engine: ScriptedEngine) => void = () => {}): { readonly factory: EngineFactory; readonly engine: ScriptedEngine } {
  let engine!: ScriptedEngine;
  return {
    factory: (options, store) => {
      prepare((engine = new ScriptedEngine(options, store)));
      return engine;
    },
    get engine() {
      return engine;
    },
  };
}

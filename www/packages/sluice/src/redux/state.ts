/** What is known of a query. */
export interface QueryRecord {
  readonly data: unknown;
  /** Requests in flight. */
  readonly pending: number;
  readonly error: unknown;
  /** Nothing was asked since the last reset. */
  readonly pristine: boolean;
  /** Whose record it is. */
  readonly type?: string;
  readonly requestKey?: string;
  /** Its objects are normalised. */
  readonly normalized?: boolean;
}

/** What is known of a mutation. */
export interface MutationRecord {
  readonly pending: number;
  readonly error: unknown;
  /** Whose record it is. */
  readonly type?: string;
  readonly requestKey?: string;
}

export interface WebsocketState {
  /** It was never opened, or closed for good. */
  readonly pristine: boolean;
  readonly connected: boolean;
}

/** Values by the property names of requests: type + key, see {@link propertyName}. */
type ByName<T> = Readonly<Record<string, T>>;

/** What the reducer keeps, at `requests`. */
export interface RequestsState {
  readonly queries: ByName<QueryRecord>;
  readonly mutations: ByName<MutationRecord>;
  /** Normalised objects by their keys. */
  readonly normalizedData: ByName<unknown>;
  /** Answers that may be given again. */
  readonly cache: ByName<unknown>;
  /** 0–100, where it is measured. */
  readonly downloadProgress: ByName<number>;
  readonly uploadProgress: ByName<number>;
  /** By type: the keys that are kept, where their number is limited. */
  readonly requestsKeys: ByName<readonly string[]>;
  /** How many show a request. */
  readonly watchers: ByName<number>;
  /** Names of the requests that a server has finished; `null` where no server is. */
  readonly ssr: readonly string[] | null;
  readonly websocket: WebsocketState;
}

export const initialState: RequestsState = {
  queries: {},
  mutations: {},
  normalizedData: {},
  cache: {},
  downloadProgress: {},
  uploadProgress: {},
  requestsKeys: {},
  watchers: {},
  ssr: null,
  websocket: { pristine: true, connected: false },
};

/** The state of a store whose reducer of requests is at `requests`. */
export interface StateWithRequests {
  readonly requests: RequestsState;
}

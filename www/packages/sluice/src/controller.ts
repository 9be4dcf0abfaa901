import { questionOf, type Data } from "./data/data.js";
import type { View } from "./data/view.js";
import type { EndpointInterface } from "./endpoint/index.js";
import { SchemaError, isAbort } from "./errors.js";
import type { Host } from "./host.js";
import { ExpiryStatus, type QuerySnapshot } from "./record.js";
import type { Denormalize, DenormalizeNullable, Schema } from "./schema/index.js";
import { schemaAt } from "./schema/shorthand.js";
import { isSoft } from "./transfers.js";
import type { Watch } from "./watch.js";
import type { Writer } from "./wire.js";

/** What {@link Controller.getResponse} gives. */
export interface StoredResponse<T> {
  readonly data: T;
  readonly expiryStatus: ExpiryStatus;
  /** In ms. */
  readonly expiresAt: number;
}

/** Any endpoint, whatever its arguments. */
export type AnyEndpoint = EndpointInterface<never, unknown, unknown>;
/** The arguments of an endpoint. */
export type ArgsOf<E> = E extends (...args: infer A) => unknown ? A : never;
/** What a request of an endpoint gives. */
export type ResultOf<E> = E extends (...args: never) => Promise<infer R> ? R : never;
/** What is stored of an endpoint, whether or not it is usable. */
export type DataOf<E> = E extends { readonly schema: infer S } ? ([S] extends [undefined] ? ResultOf<E> | undefined : DenormalizeNullable<S>) : unknown;

/** The handle to a client's data. Every method may be detached. */
export class Controller {
  #data: Data;
  #host: Host;
  #ways: Ways;

  /** @internal */
  constructor(data: Data, host: Host, ways: Ways) {
    this.#data = data;
    this.#host = host;
    this.#ways = ways;
  }

  /**
   * Asks an endpoint, and stores what it answers. Reads of one key in flight are one request. Never
   * throws: whatever goes wrong rejects the promise.
   */
  fetch = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): Promise<ResultOf<E>> => {
    try {
      return this.#ways.fetch(endpoint, args, keyOf(endpoint, args)) as Promise<ResultOf<E>>;
    } catch (error) {
      return refused(error);
    }
  };

  /** Stores a response as if the endpoint had answered now. The response is the last argument. */
  setResponse = <E extends AnyEndpoint>(endpoint: E, ...argsAndResponse: readonly [...ArgsOf<E>, unknown]): Promise<void> => {
    const args = argsAndResponse.slice(0, -1);
    const response = argsAndResponse.at(-1);
    return this.#write(response, () => {
      const key = keyOf(endpoint, args);
      const body = endpoint.schema === undefined ? "" : jsonOf(response);
      return (w, call) => this.#data.writeResponse(w, call, endpoint, key, args, body);
    });
  };

  /** The same as {@link setResponse}. */
  receive = this.setResponse;

  /** Stores an error as if the endpoint had failed now. The error is the last argument. */
  setError = <E extends AnyEndpoint>(endpoint: E, ...argsAndError: readonly [...ArgsOf<E>, unknown]): Promise<void> => {
    const args = argsAndError.slice(0, -1);
    const error = argsAndError.at(-1);
    return this.#write(error, () => {
      const key = keyOf(endpoint, args);
      const soft = isSoft(endpoint, error);
      return (w, call) => this.#data.writeError(w, call, endpoint, key, soft);
    });
  };

  /** The same as {@link setError}. */
  receiveError = this.setError;

  /** Writes a value, or what a function makes of the present one, where a schema and arguments say. */
  set = <S extends Schema>(schema: S, args: unknown, value: unknown): Promise<void> =>
    this.#write(undefined, () => {
      const list = listOf(args);
      const node = schemaAt("set: schema", schema);
      let next = value;
      if (typeof value === "function") {
        const present = this.#data.ofSchema(schema, list).data;
        if (present === undefined) return undefined;
        next = (value as (present: unknown) => unknown)(present);
      }
      const text = jsonOf(next);
      return (w, call) => this.#data.writeSet(w, call, node, list, text);
    });

  /** What is stored for the key counts no more: readers ask again. Rows stay. */
  invalidate = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => {
    if (isNull(args)) return Promise.resolve();
    return this.#write(undefined, () => {
      const key = keyOf(endpoint, args);
      return (w, call) => this.#data.writeExpire(w, call, [key], false);
    });
  };

  /** The same for all keys for which `testKey` is true; an endpoint has one. */
  invalidateAll = (which: Which): Promise<void> => this.#expireAll(which, false);

  /** Makes all keys stale for which `testKey` is true. Data and errors stay. */
  expireAll = (which: Which): Promise<void> => this.#expireAll(which, true);

  #expireAll(which: Which, stale: boolean): Promise<void> {
    return this.#write(undefined, () => {
      const prefix = prefixOf(which);
      const keys = prefix === undefined ? this.#data.keys().filter((key) => which.testKey(key)) : prefix;
      return (w, call) => this.#data.writeExpire(w, call, keys, stale);
    });
  }

  /** Empties the store. What is in flight rejects with reason `"reset"`; mutations run on, unheard. */
  resetEntireStore = (): Promise<void> => this.#write(undefined, () => (w, call) => this.#data.writeReset(w, call));

  /** Ends what is in flight for a key, for all who wait for it. */
  abort = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => {
    if (isNull(args)) return Promise.resolve();
    return this.#write(undefined, () => {
      const key = keyOf(endpoint, args);
      return (w, call) => this.#data.writeAbort(w, call, key);
    });
  };

  /**
   * Has something written. `prepare` may throw, which rejects; it gives what writes the command, or
   * nothing if there is nothing to write.
   */
  #write(written: unknown, prepare: () => Command | undefined): Promise<void> {
    try {
      const command = prepare();
      return command ? this.#ways.write(written, command) : Promise.resolve();
    } catch (error) {
      return refused(error);
    }
  }

  /** The data if it is there and fresh, else the promise of {@link fetch}. */
  fetchIfStale = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): ResultOf<E> | Promise<ResultOf<E>> => {
    try {
      const view = this.#data.ofEndpoint(endpoint, args);
      if (view.usable && view.status !== ExpiryStatus.Invalid && this.#host.now() <= view.expiresAt) return view.data as ResultOf<E>;
    } catch {
      // fetch rejects with it
    }
    return this.fetch(endpoint, ...args);
  };

  /** What is stored for an endpoint's arguments, and what a reader has to do about it. */
  getResponse = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): StoredResponse<DataOf<E>> => {
    const { data, status, expiresAt } = this.#data.ofEndpoint(endpoint, args);
    return { data: data as DataOf<E>, expiryStatus: status, expiresAt };
  };

  /** The error that a reader of an endpoint's arguments is shown. */
  getError = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): unknown => this.#data.ofEndpoint(endpoint, args).error;

  /** What arguments find in the store through a schema. */
  get = <S extends Schema>(schema: S, args: unknown): Denormalize<S> | undefined => this.#data.ofSchema(schema, listOf(args)).data as Denormalize<S> | undefined;

  /** What is shown of an endpoint with arguments, as of now: the same object for the same question. @internal */
  look(endpoint: AnyEndpoint, args: readonly unknown[]): View {
    return this.#data.ofEndpoint(endpoint, args);
  }

  /** The same, as it was when it was looked at last: for who is told when it changes. @internal */
  seen(endpoint: AnyEndpoint, args: readonly unknown[]): View {
    return this.#data.seen(questionOf(endpoint, keyOf(endpoint, args), args));
  }

  /** The same of what arguments find through a schema. @internal */
  find(schema: Schema, args: readonly unknown[]): View {
    return this.#data.ofSchema(schema, args);
  }

  /** Calls a listener after each change of a view. The function it returns ends that. @internal */
  listen(view: View, listener: () => void): () => void {
    return watchOf(this.#data, view).subscribe(listener);
  }

  /** The client's clock, in ms. @internal */
  now(): number {
    return this.#host.now();
  }

  /** Watches an endpoint with arguments. */
  watch = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): Watch<DataOf<E>> => watchOf(this.#data, this.#data.ofEndpoint(endpoint, args)) as Watch<DataOf<E>>;
}

/** How a client's controller reaches the core. */
export interface Ways {
  fetch(endpoint: AnyEndpoint, args: readonly unknown[], key: string): Promise<unknown>;
  write(written: unknown, command: Command): Promise<void>;
}

type Command = (w: Writer, call: number) => void;

/** What says which keys are meant. */
export interface Which {
  testKey(key: string): boolean;
}

/** How the keys of an endpoint begin that has no rule of its own. */
function prefixOf(which: Which): string | undefined {
  const { options, name } = which as Partial<AnyEndpoint>;
  return typeof which === "function" && options && !options.testKey && options.path === undefined ? `${name} [` : undefined;
}

function isNull(args: readonly unknown[]): boolean {
  return args.length === 1 && args[0] === null;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw new SchemaError("the value", "", `cannot be written as JSON: ${cause instanceof Error ? cause.message : String(cause)}`, value);
  }
}

function refused(error: unknown): Promise<never> {
  const promise = Promise.reject<never>(error);
  if (isAbort(error)) promise.catch(() => {});
  return promise;
}

function keyOf(endpoint: AnyEndpoint, args: readonly unknown[]): string {
  return (endpoint.key as (...args: readonly unknown[]) => string)(...args);
}

/** A single argument that is no list may stand for itself. */
function listOf(args: unknown): readonly unknown[] {
  return Array.isArray(args) ? args : [args];
}

function watchOf(data: Data, view: View): Watch {
  return {
    get: (): QuerySnapshot => view.get(),
    subscribe: (listener) => {
      const told = () => listener();
      view.listeners.add(told);
      data.count(view);
      return () => {
        if (view.listeners.delete(told)) data.count(view);
      };
    },
  };
}

import type { Commands } from "./data/commands.js";
import type { Data } from "./data/data.js";
import { BASE } from "./data/objects.js";
import { isNull, keyOf, listOf, questionOf } from "./data/question.js";
import { jsonOf } from "./data/transmit.js";
import { snapshotOf } from "./data/snapshot.js";
import { State } from "./data/state.js";
import type { Stored, View } from "./data/view.js";
import type { Snapshot } from "./endpoint/options.js";
import { UsageError } from "./errors.js";
import type { Live as EndpointLive } from "./endpoint/options.js";
import type { Host } from "./host.js";
import type { AnyEndpoint, ArgsOf, DataOf, Given, Resolution, ResultOf, StateArgs, StoredResponse, WatchArgs } from "./infer.js";
import { commit, type Dispatch, type Methods } from "./managers/action.js";
import { ExpiryStatus, report, type QuerySnapshot } from "./record.js";
import type { Handler } from "./live/live.js";
import type { SubscriptionOptions } from "./live/types.js";
import { refused } from "./refused.js";
import type { Denormalize, Schema } from "./schema/index.js";
import { schemaAt } from "./schema/shorthand.js";
import { natureOf } from "./transfers.js";
import type { Watch } from "./watch.js";
import type { Prepare, Ways, Write } from "./ways.js";
import { formOf, type Which } from "./which.js";

/** The handle to a client's data. Every method may be detached. */
export class Controller {
  #data: Data;
  #host: Host;
  #ways: Ways;
  #batch: Write[] | undefined;

  /** Itself. */
  readonly controller = this;

  /** @internal */
  constructor(data: Data, host: Host, ways: Ways) {
    this.#data = data;
    this.#host = host;
    this.#ways = ways;
  }

  /** What writes for a core, while there is one. */
  get #commands(): Commands {
    return this.#data.core!.commands;
  }

  /** Has done what an action says, as the method for it. */
  dispatch: Dispatch = (action) => commit(this as unknown as Methods, action);

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
  setResponse = <E extends AnyEndpoint>(endpoint: E, ...argsAndResponse: readonly [...Given<ArgsOf<E>>, unknown]): Promise<void> => {
    const args = argsAndResponse.slice(0, -1);
    const response = argsAndResponse.at(-1);
    return this.#write(endpoint.name, response, () => {
      const key = keyOf(endpoint, args);
      const body = endpoint.schema === undefined && !endpoint.update ? "" : jsonOf(endpoint.name, response);
      return (w, call) => this.#commands.setResponse(w, call, endpoint, key, args, body);
    });
  };

  /** The same as {@link setResponse}. */
  receive = this.setResponse;

  /** Stores an error as if the endpoint had failed now. The error is the last argument. */
  setError = <E extends AnyEndpoint>(endpoint: E, ...argsAndError: readonly [...Given<ArgsOf<E>>, unknown]): Promise<void> => {
    const args = argsAndError.slice(0, -1);
    const error = argsAndError.at(-1);
    return this.#write(endpoint.name, error, () => {
      const key = keyOf(endpoint, args);
      const nature = natureOf(endpoint, error);
      return (w, call) => this.#commands.setError(w, call, endpoint, key, nature);
    });
  };

  /** The same as {@link setError}. */
  receiveError = this.setError;

  /**
   * Stores an answer from outside as that of the request `requestId`, else of the one of the key that was
   * issued at `fetchedAt` (default now), which is settled with it; else as an answer to one of then.
   */
  resolve = <E extends AnyEndpoint>(endpoint: E, answer: Resolution<E>): Promise<void> => {
    const { args, response, fetchedAt = this.#host.now(), error = false, requestId = 0 } = answer;
    return this.#write(endpoint.name, response, () => {
      const key = keyOf(endpoint, args);
      const body = error || (endpoint.schema === undefined && !endpoint.update) ? "" : jsonOf(endpoint.name, response);
      const flags = error ? 1 | (natureOf(endpoint, response) << 1) : 0;
      return (w, call) => this.#commands.resolve(w, call, endpoint, key, args, body, fetchedAt, flags, requestId);
    });
  };

  /**
   * Runs a function at once. What is written in it, until it returns, becomes one commit. If it throws,
   * nothing is written and the promise rejects with that. A batch in a batch is part of it.
   */
  batch = (run: () => void): Promise<void> => {
    const outer = this.#batch;
    const batch = (this.#batch = outer ?? []);
    const start = batch.length;
    try {
      run();
    } catch (error) {
      for (const write of batch.splice(start)) {
        write.promise.catch(() => {}); // the batch says so
        write.drop(error);
      }
      return refused(error);
    } finally {
      this.#batch = outer;
    }
    if (!outer) this.#ways.together(batch);
    const all = Promise.all(batch.slice(start).map((write) => write.promise)).then(() => {});
    if (outer) all.catch(() => {}); // so does the outer one
    return all;
  };

  /** Writes a value, or what a function makes of the present one, where a schema and arguments say. */
  set = <S extends Schema>(schema: S, args: unknown, value: unknown): Promise<void> => {
    const prepare = (next: () => unknown): Prepare => () => {
      const list = listOf(args);
      const node = schemaAt("set: schema", schema);
      const given = next();
      if (given === nothing) return undefined;
      const text = jsonOf("set", given);
      return (w, call) => this.#commands.set(w, call, node, list, text);
    };
    if (typeof value !== "function") return this.#write("set", value, prepare(() => value));
    const next = () => {
      const present = this.#data.see({ node: schemaAt("set: schema", schema), key: "", args: listOf(args), invalidIfStale: false }, BASE);
      return present?.usable ? (value as (present: unknown) => unknown)(present.data) : nothing;
    };
    return this.#writeLate("set", prepare(next));
  };

  /** What is stored for the key counts no more: readers ask again. Rows stay. */
  invalidate = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => {
    if (isNull(args)) return Promise.resolve();
    return this.#write(endpoint.name, undefined, () => {
      const key = keyOf(endpoint, args);
      return (w, call) => this.#commands.invalidate(w, call, key);
    });
  };

  /** The same for all keys for which `testKey` is true; an endpoint has one. */
  invalidateAll = (which: Which): Promise<void> => this.#expireAll(which, false);

  /** Makes all keys stale for which `testKey` is true. Data and errors stay. */
  expireAll = (which: Which): Promise<void> => this.#expireAll(which, true);

  #expire(keys: readonly string[] | string, stale: boolean): Promise<void> {
    return this.#write("expire", undefined, () => (w, call) => this.#commands.expire(w, call, keys, stale));
  }

  #expireAll(which: Which, stale: boolean): Promise<void> {
    const form = formOf(which);
    if (form !== undefined) return this.#expire(form, stale);
    return this.#writeLate("expire", () => {
      const keys = this.#data.core!.answers.keys().filter((key) => which.testKey(key));
      return (w, call) => this.#commands.expire(w, call, keys, stale);
    });
  }

  /** Empties the store. What is in flight rejects with reason `"reset"`; mutations run on, unheard. */
  resetEntireStore = (): Promise<void> => this.#write("reset", undefined, () => (w, call) => this.#commands.reset(w, call));

  /** Ends what is in flight for a key, for all who wait for it. */
  abort = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => {
    if (isNull(args)) return Promise.resolve();
    return this.#write(endpoint.name, undefined, () => {
      const key = keyOf(endpoint, args);
      return (w, call) => this.#commands.abort(w, call, key);
    });
  };

  /**
   * Asks for an endpoint's key every `pollFrequency` ms, counted from the answer, for as long as somebody is
   * subscribed. Each call needs one {@link unsubscribe}.
   */
  subscribe = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => this.#subscribe(endpoint, args, true);

  /** Ends one subscription of the endpoint's frequency, if there is one. */
  unsubscribe = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E> | readonly [null]): Promise<void> => this.#subscribe(endpoint, args, false);

  #subscribe(endpoint: AnyEndpoint, args: readonly unknown[], more: boolean): Promise<void> {
    if (isNull(args)) return Promise.resolve();
    try {
      const { pollFrequency = 0, name, live } = endpoint;
      const key = keyOf(endpoint, args);
      if (live) {
        this.#ways.live(`endpoint ${name}: live`)?.follow(key, more, () => this.#followed(endpoint, key, live as (...args: readonly unknown[]) => EndpointLive, args));
        if (!(pollFrequency > 0)) return Promise.resolve();
      }
      if (more && !(pollFrequency > 0)) throw new UsageError(`endpoint ${name}: there is no pollFrequency to subscribe with`);
      return this.#ways.subscribe(endpoint, args, (w, call) =>
        more ? this.#commands.subscribe(w, call, key, pollFrequency) : this.#commands.unsubscribe(w, call.id, key, pollFrequency),
      );
    } catch (error) {
      return refused(error);
    }
  }

  /** What an endpoint's `live` says of its arguments: each message is written, and what was missed, or answered before, is asked for again. */
  #followed(endpoint: AnyEndpoint, key: string, live: (...args: readonly unknown[]) => EndpointLive, args: readonly unknown[]): SubscriptionOptions & Handler {
    const { schema = endpoint.schema as Schema | undefined, ...rest } = live(...args);
    return {
      ...rest,
      write: (data) => (schema === undefined ? this.setResponse(endpoint, ...([...args, data] as never)) : this.set(schema, args, data)),
      began: () => this.#renew(endpoint, key, args, true),
      missed: () => this.#renew(endpoint, key, args, false),
    };
  }

  /** Has a key asked for again; where that is being done already, after that answer, which may be of before. */
  #renew(endpoint: AnyEndpoint, key: string, args: readonly unknown[], stale: boolean): void {
    const { pending } = this.look(endpoint, args).get();
    const expire = (stale: boolean) => void this.#expire([key], stale).catch(report);
    if (!stale || pending === 0) expire(stale);
    if (pending === 0) return;
    // Who waits for it is told first.
    const again = () => void this.#host.timers.setTimeout(() => expire(true), 0);
    (this.fetch as (endpoint: AnyEndpoint, ...args: readonly unknown[]) => Promise<unknown>)(endpoint, ...args).then(again, again);
  }

  /** The same with other ways to reach the core. @internal */
  over(change: (ways: Ways, host: Host) => Ways): Controller {
    return new Controller(this.#data, this.#host, change(this.#ways, this.#host));
  }

  /** Has something written, `written` by what `name` says. What `prepare` throws rejects. */
  #write(name: string, written: unknown, prepare: Prepare): Promise<void> {
    try {
      const command = prepare();
      return command ? this.#begin(this.#ways.write(name, written, command)) : Promise.resolve();
    } catch (error) {
      const promise = refused(error);
      this.#batch?.push({ promise, begin() {}, drop() {} });
      return promise;
    }
  }

  /** The same where what is written depends on what is stored when all calls before were made. */
  #writeLate(name: string, prepare: Prepare): Promise<void> {
    return this.#begin(this.#ways.writeLate(name, prepare));
  }

  #begin(write: Write): Promise<void> {
    if (this.#batch) this.#batch.push(write);
    else write.begin();
    return write.promise;
  }

  /** The data if it is there and fresh, else the promise of {@link fetch}. */
  fetchIfStale = <E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): ResultOf<E> | Promise<ResultOf<E>> => {
    try {
      const view = this.#data.ofEndpoint(endpoint, args).stored;
      if (view.usable && view.status !== ExpiryStatus.Invalid && this.#host.now() <= view.expiresAt) return view.data as ResultOf<E>;
    } catch {
      // fetch rejects with it
    }
    return this.fetch(endpoint, ...args);
  };

  /** What is committed: an immutable value, the same for as long as nothing changes. */
  getState = (): State => this.#data.state(0);

  /** The same with optimistic changes. */
  getView = (): State => this.#data.state(1);

  /** Reads in a state, as {@link getResponse} and the like do. */
  snapshot = (state: State, fetchedAt = 0): Snapshot => snapshotOf(this.#data, state, fetchedAt);

  /** What is stored for an endpoint's arguments, and what a reader has to do about it: in a state, the last argument, or at present. */
  getResponse = <E extends AnyEndpoint>(endpoint: E, ...args: StateArgs<E>): StoredResponse<DataOf<E>> => {
    const { data, status, expiresAt } = this.#stored(endpoint, args);
    return { data: data as DataOf<E>, expiryStatus: status, expiresAt };
  };

  /** The error that a reader of an endpoint's arguments is shown, likewise. */
  getError = <E extends AnyEndpoint>(endpoint: E, ...args: StateArgs<E>): unknown => this.#stored(endpoint, args).error;

  /** What arguments find in the store through a schema, likewise. */
  get = <S extends Schema>(schema: S, args: unknown, state?: State): Denormalize<S> | undefined =>
    (state ? this.snapshot(state).get(schema, args) : this.#data.ofSchema(schema, listOf(args)).stored.data) as Denormalize<S> | undefined;

  #stored(endpoint: AnyEndpoint, args: readonly unknown[]): Stored {
    const state = args.at(-1);
    if (!(state instanceof State)) return this.#data.ofEndpoint(endpoint, args).stored;
    const own = args.slice(0, -1);
    return isNull(own) ? this.#data.ofEndpoint(endpoint, own) : this.#data.within(questionOf(endpoint, keyOf(endpoint, own), own), state);
  }

  /** What is shown of an endpoint with arguments, as of now: the same object for the same question. @internal */
  look(endpoint: AnyEndpoint, args: readonly unknown[]): View {
    return this.#data.ofEndpoint(endpoint, args);
  }

  /** The same, as it was when it was looked at last: for who is told when it changes. @internal */
  seen(endpoint: AnyEndpoint, args: readonly unknown[]): View {
    return this.#data.entry(questionOf(endpoint, keyOf(endpoint, args), args)).view;
  }

  /** The same of what arguments find through a schema. @internal */
  find(schema: Schema, args: readonly unknown[]): View {
    return this.#data.ofSchema(schema, args);
  }

  /** Calls a listener after each change of a view. The function it returns ends that. @internal */
  listen(view: View, listener: () => void): () => void {
    return watchOf(this.#data, view).subscribe(listener);
  }

  /** Calls a listener whenever something may have been committed. The function it returns ends that. @internal */
  observe(listener: () => void): () => void {
    const { observers } = this.#host;
    observers.add(listener);
    return () => void observers.delete(listener);
  }

  /** The client's clock, in ms. @internal */
  now(): number {
    return this.#host.now();
  }

  /**
   * Has a listener, the last argument, called whenever what is shown of an endpoint's arguments, or
   * found through a schema, changes. Gives what ends that.
   */
  watch = <W extends AnyEndpoint | Schema>(what: W, ...argsAndListener: WatchArgs<W>): (() => void) => {
    const args = argsAndListener.slice(0, -1);
    return this.view(what, args).subscribe(argsAndListener.at(-1) as () => void);
  };

  /** @internal */
  view(what: AnyEndpoint | Schema, args: readonly unknown[]): Watch {
    const data = this.#data;
    return watchOf(data, isEndpoint(what) ? data.ofEndpoint(what, args) : data.ofSchema(what, args));
  }
}

/** Stands for a value where there is none to make one of. */
const nothing = Symbol();

function isEndpoint(what: AnyEndpoint | Schema): what is AnyEndpoint {
  return typeof what === "function" && typeof (what as Partial<AnyEndpoint>).testKey === "function";
}

function watchOf(data: Data, view: View): Watch {
  return {
    get: (): QuerySnapshot => data.snapshot(view),
    subscribe: (listener) => {
      const told = () => listener();
      data.snapshot(view);
      view.listen(told);
      data.count(view);
      return () => {
        if (view.listeners.delete(told)) data.count(view);
      };
    },
  };
}

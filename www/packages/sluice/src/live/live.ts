import { UsageError } from "../errors.js";
import type { Host } from "../host.js";
import type { Running } from "../life.js";
import { keyText, nameText } from "../request.js";
import type { RequestsStore } from "../steps/types.js";
import type { Writer } from "../wire.js";
import type { Connection } from "./connection.js";
import type { SubscriberOptions, SubscriptionHandlers, SubscriptionOptions, SubscriptionRequest, WebsocketState } from "./types.js";

/** What happens with messages: of one who subscribed. */
export interface Handler extends SubscriptionHandlers {
  /** Whose action it was, if it was one. */
  readonly by?: Listener;
  /** What else is done with the data, as part of one commit. */
  readonly write?: (data: unknown) => Promise<void>;
  /** What else, where events were missed. */
  readonly missed?: () => void;
  /** What is done when it begins: what was answered before is not told what came in between. */
  readonly began?: () => void;
  /** It is not to be called any more. */
  ended?: boolean;
}

/** What is stored under a type and a key. */
export interface Subscription {
  readonly id: number;
  readonly type: string;
  readonly key: string;
  action: SubscriptionRequest;
  payload: unknown;
  handlers: readonly Handler[];
  /** A core has known it. */
  known: boolean;
  /** It has a position in a stream that has had events. */
  begun: boolean;
}

/** One who subscribed, and what ends that. */
interface Joined {
  readonly handler: Handler;
  readonly end: () => void;
}

/** Who is told what happens: a Redux store. */
export interface Listener {
  readonly store: RequestsStore;
  /** The connection is active, or with a code, not any more. */
  connection(code: number | undefined): void;
  /** Is told of what messages change by an action of its; `begin` has it all applied, once. */
  apply(action: { readonly type: string; readonly meta: object }, begin: () => void): void;
}

let lastSubscription = 0;

/** What is subscribed by a client, and the state of its socket. */
export class Live {
  readonly options: SubscriberOptions;
  /** In the order of their registration. */
  readonly subscriptions = new Map<string, Subscription>();
  /** The same by their numbers, and by type and key in one. */
  readonly byId = new Map<number, Subscription>();
  readonly byName = new Map<string, Set<Subscription>>();
  readonly listeners = new Set<Listener>();
  state: WebsocketState = Object.freeze({ pristine: true, connected: false });
  /** Of the latest `openWebsocket`. */
  props: unknown = null;
  /** There is none before there is a core. */
  connection: Connection | undefined;
  readonly #followed = new Map<string, Joined & { count: number }>();
  readonly #client: number;
  readonly #host: Host;

  constructor(options: SubscriberOptions, client: number, host: Host) {
    this.options = options;
    this.#client = client;
    this.#host = host;
  }

  begin(running: Running): void {
    this.connection ??= new running.Connection(this, this.#client, this.#host);
  }

  /** Subscribes; gives what ends that. */
  subscribe(options: SubscriptionOptions & Handler): () => void {
    return this.#join(options).end;
  }

  #join({ type: given, requestKey, payload = null, ...rest }: SubscriptionOptions & Handler): Joined {
    const handler: Handler = rest;
    const type = nameText(given);
    const key = keyText(requestKey);
    const known = this.subscriptions.get(idOf(type, key));
    if (known && (payload === null || known.payload !== null)) {
      known.handlers = [...known.handlers, handler];
      this.#send((w, connection) => connection.join(w, known.id));
    } else this.#store(type, key, { type, subscription: payload, meta: { requestKey } }, payload, [...(known?.handlers ?? []), handler]);
    if (known?.begun) handler.began?.();
    const end = () => {
      const subscription = this.subscriptions.get(idOf(type, key));
      handler.ended = true;
      if (!subscription?.handlers.includes(handler)) return;
      if (subscription.handlers.length > 1) subscription.handlers = subscription.handlers.filter((other) => other !== handler);
      else this.#end([type + key], stopping([type + key]), [subscription]);
    };
    return { handler, end };
  }

  /**
   * Begins or ends, once for each time, what follows a key of an endpoint: one handler, however many follow it. What begins again at
   * once has not ended.
   */
  follow(key: string, more: boolean, options: () => SubscriptionOptions & Handler): void {
    const before = this.#followed.get(key);
    if (more) {
      const followed = before && !before.handler.ended ? before : { ...this.#join(options()), count: before?.count ?? 0 };
      followed.count++;
      this.#followed.set(key, followed);
    } else if (before?.count && --before.count === 0) {
      queueMicrotask(() => {
        if (before.count > 0 || this.#followed.get(key) !== before) return;
        this.#followed.delete(key);
        before.end();
      });
    }
  }

  /** Takes an action that asks for a subscription, in place of an earlier one of its type and key. */
  take(action: SubscriptionRequest, by: Listener): void {
    const meta = (action.meta ?? {}) as SubscriptionHandlers & { readonly requestKey?: string | number };
    const key = keyText(meta.requestKey);
    const payload = action.subscription === undefined ? (action.payload as SubscriptionRequest).subscription : action.subscription;
    const known = this.subscriptions.get(idOf(action.type, key));
    const others = known?.handlers.filter((other) => other.by !== by) ?? [];
    const said = payload === null && others.length > 0 ? known! : { action, payload };
    this.#store(action.type, key, said.action, said.payload, [...others, { ...meta, by }]);
  }

  #store(type: string, key: string, action: SubscriptionRequest, payload: unknown, handlers: readonly Handler[]): void {
    let subscription = this.subscriptions.get(idOf(type, key));
    if (subscription) Object.assign(subscription, { action, payload, handlers });
    else {
      subscription = { id: ++lastSubscription, type, key, action, payload, handlers, known: false, begun: false };
      this.subscriptions.set(idOf(type, key), subscription);
      this.byId.set(subscription.id, subscription);
      const named = this.byName.get(type + key) ?? new Set();
      this.byName.set(type + key, named.add(subscription));
    }
    const { id } = subscription;
    this.#send((w, connection) => connection.listen(w, id));
  }

  /** Ends subscriptions by their names, type and key; `null` is all. */
  stop(names: readonly string[] | null, action: object = stopping(names)): void {
    const keys = names ?? [...this.subscriptions.values()].map(({ type, key }) => type + key);
    this.#end(keys, action, keys.flatMap((name) => [...(this.byName.get(name) ?? [])]));
  }

  #end(keys: readonly string[], action: object, subscriptions: readonly Subscription[]): void {
    const tell = () => this.connection?.stopping(keys, action);
    if (this.connection) tell();
    else if (this.options.onStopSubscriptions) this.#host.ready.then(tell, () => {}); // nothing was sent, but who is told may use the core
    for (const subscription of subscriptions) {
      const { id, type, key, handlers } = subscription;
      if (!this.byId.delete(id)) continue;
      for (const handler of handlers) handler.ended = true;
      this.subscriptions.delete(idOf(type, key));
      const named = this.byName.get(type + key);
      if (named?.delete(subscription) && named.size === 0) this.byName.delete(type + key);
      this.#send((w, connection) => connection.unlisten(w, id));
    }
  }

  /** Opens a socket, in place of one that there is. */
  open(props: unknown = null): void {
    const again = this.connection?.closing ?? false;
    this.#send((w, connection) => {
      this.props = props;
      connection.reopen(w, again);
    });
  }

  /** Throws {@link UsageError} for a code that a socket cannot be closed with. */
  check(code: number): void {
    if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code <= 4999)) throw new UsageError(`closeWebsocket: the code is ${code}; give 1000, or 3000 to 4999`);
  }

  close(code: number): void {
    this.check(code);
    this.#send((w, connection) => connection.close(w, code));
  }

  /** Its client is closed. */
  end(): void {
    this.connection?.end(1000);
    for (const { handlers } of this.byId.values()) for (const handler of handlers) handler.ended = true;
    for (const map of [this.subscriptions, this.byId, this.byName]) map.clear();
  }

  #send(write: (w: Writer, connection: Connection) => void): void {
    this.#host.send(
      (w) => {
        if (this.connection) write(w, this.connection); // else it was closed before there was a core
      },
      () => {},
    );
  }
}

function stopping(names: readonly string[] | null): object {
  return { type: "STOP_SUBSCRIPTIONS", subscriptions: names };
}

function idOf(type: string, key: string): string {
  return JSON.stringify([type, key]);
}

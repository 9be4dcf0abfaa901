import type { Normalising, RequestFunction, RequestsStore } from "../steps/types.js";
import type { Schema } from "../schema/index.js";

/** What callbacks get of a socket. */
export type LiveSocket = Pick<WebSocket, "send" | "close" | "readyState" | "protocol">;

/** What makes sockets: the global `WebSocket`, or the like of it. */
export type WebSocketClass = new (url: string, protocols?: string | string[]) => LiveSocket & EventTarget;

/**
 * How a socket was closed: what its `CloseEvent` says. Where this side has closed it, or has given it up, none is waited for: then
 * `code` is that of the close, `reason` is "", and `wasClean` is whether `code` is 1000.
 */
export interface SocketClose {
  /** 1006 of one that was lost, or not made; 3000 of one whose other side was not heard in time. */
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** What goes wrong with a socket beside its native errors. */
export interface SubscriberError extends Error {
  /**
   * `parse`: a message is no JSON, or binary. `callback`: a function of the user's threw. `send`: the socket refused to send.
   * `protocol`: the server does not speak, or refuses, `sluice.v1`, or what it sends is not of it.
   */
  readonly kind: "parse" | "callback" | "send" | "protocol";
  /** Of `protocol`: `message.invalid`, `topic.unknown`, `topic.forbidden`, `auth.required`, `limit.subscriptions`, `internal`. */
  readonly code?: string;
  /** The native message, where there is one. */
  readonly event?: MessageEvent;
}

/** Events that a subscription has missed: those after `from`, up to `to`. */
export interface Gap {
  readonly type: string;
  readonly requestKey?: string;
  /** `expired`: the server keeps them no longer; `epoch`: it numbers anew; `slow`: the connection could not take them. */
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** A subscription as it is asked for: `{ type, subscription }`, or a Flux standard action. */
export interface SubscriptionRequest {
  readonly type: string;
  readonly subscription?: unknown;
  readonly payload?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** How waits for later attempts grow: attempt n waits d = min(max, reconnectTimeout · factor^(n−1)), drawn from [d·(1 − jitter), d]. */
export interface ReconnectBackoff {
  /** Default 2. */
  readonly factor?: number;
  /** In seconds. Default 60. */
  readonly max?: number;
  /** From 0 to 1. Default 0.5. */
  readonly jitter?: number;
}

/** The socket of a client. Times are in seconds. */
export interface SubscriberOptions {
  readonly url: string;
  readonly protocols?: string | readonly string[];
  /** Default `globalThis.WebSocket`. */
  readonly WS?: WebSocketClass;
  /** A connection is open. `props` are those of the `openWebsocket` that it is for, else `null`. */
  readonly onOpen?: RequestFunction<[store: RequestsStore, ws: LiveSocket, props: unknown], unknown>;
  /**
   * Once for each socket. It may call `openWebsocket`, which is done at once in place of the attempt that was to be; when it does so again
   * before a connection has lasted for `reconnectTimeout`, that waits as the attempt does.
   */
  readonly onClose?: RequestFunction<[event: SocketClose, store: RequestsStore, ws: LiveSocket | null], unknown>;
  /** The native event of an error, or a {@link SubscriberError}. Default: `reportError`. */
  readonly onError?: RequestFunction<[error: unknown, store: RequestsStore, ws: LiveSocket | null], unknown>;
  /** Each message that is JSON; with `resume` the data of each event. */
  readonly onMessage?: RequestFunction<[data: unknown, message: MessageEvent, store: RequestsStore], unknown>;
  /** What is sent for a subscription. Default: as it is. */
  readonly onSend?: RequestFunction<[message: unknown, action: SubscriptionRequest], unknown>;
  /** Whether a message is the server's word that it listens: until then nothing that is subscribed is sent. Default: it does once it is open. */
  readonly activateOn?: RequestFunction<[message: MessageEvent], boolean>;
  /** What is made of each message's data first. */
  readonly getData?: RequestFunction<[data: unknown], unknown>;
  /** Before subscriptions end. */
  readonly onStopSubscriptions?: RequestFunction<[keys: readonly string[], action: object, ws: LiveSocket | null, store: RequestsStore], unknown>;
  /** It is opened by `openWebsocket` only. Default `false`. */
  readonly lazy?: boolean;
  /** Whether a message is a heartbeat. Default: there are none; with `resume`, the server's pings. */
  readonly isHeartbeatMessage?: RequestFunction<[message: MessageEvent], boolean>;
  /** Without a heartbeat for so long, it is taken for dead. Default 20. */
  readonly heartbeatTimeout?: number;
  /** How long after a loss it is opened again; `null`: never. Default 5. */
  readonly reconnectTimeout?: number | null;
  /** Default: each attempt waits as long. */
  readonly reconnectBackoff?: boolean | ReconnectBackoff;
  /** Nothing is lost with a connection, if the server speaks `sluice.v1`, or it is said what. Default `false`. `pongTimeout`: default 5. */
  readonly resume?: boolean | { readonly pongTimeout?: number };
}

/** What becomes of a query's data by a message. Pure, and may run again. */
export type MessageUpdate = RequestFunction<[data: unknown, subscriptionData: unknown, message: MessageEvent], unknown>;

/** What happens with the messages of a subscription. */
export interface SubscriptionHandlers extends Pick<Normalising, "normalize"> {
  /** What is made of its data, after the socket's own `getData`. */
  readonly getData?: RequestFunction<[data: unknown], unknown>;
  readonly onMessage?: RequestFunction<[data: unknown, message: MessageEvent, store: RequestsStore], unknown>;
  /** Queries that are changed by it, by their names; those that have no data are left alone. */
  readonly mutations?: Readonly<Record<string, MessageUpdate>>;
  /** Events were missed. Queries that `mutations` names are asked for again. */
  readonly onGap?: RequestFunction<[gap: Gap, store: RequestsStore], unknown>;
}

/** What `client.subscription` takes. */
export interface SubscriptionOptions extends SubscriptionHandlers {
  /** The topic. */
  readonly type: string | { toString(): string };
  readonly requestKey?: string | number;
  /** What is sent. `null`, or nothing: it only listens. */
  readonly payload?: unknown;
  /** Through which the data is written, as by `controller.set(schema, [], data)`. */
  readonly schema?: Schema;
}

/** The state of a socket. */
export interface WebsocketState {
  /** It never was open, or was closed by 1000. */
  readonly pristine: boolean;
  readonly connected: boolean;
}

import { keyText } from "../request.js";
import { troubleOf } from "./error.js";
import type { LiveSocket, SubscriberOptions } from "./types.js";

/** What {@link graphqlSubscriber} takes. Times are in seconds. */
export interface GraphqlSubscriberOptions extends Pick<SubscriberOptions, "url" | "WS" | "lazy" | "heartbeatTimeout" | "reconnectTimeout"> {
  /** Whether the server's `ka` messages are heartbeats. Default `false`: it is not expected to send any. */
  readonly useHeartbeat?: boolean;
}

interface GraphqlMessage {
  readonly type?: string;
  readonly id?: string;
  readonly payload?: { readonly data?: object | null; readonly errors?: unknown } | null;
}

/**
 * Gives the option `subscriber` for a server of the `graphql-ws` subprotocol of subscriptions-transport-ws. A
 * subscription's payload is `{ query, variables }`; its messages are the members of `data`. The properties of
 * `openWebsocket` are sent as `{ token }`. What the server refuses goes to `onError`, `kind: "protocol"`.
 */
export function graphqlSubscriber({ useHeartbeat = false, ...options }: GraphqlSubscriberOptions): SubscriberOptions {
  const typeOf = (message: MessageEvent) => (JSON.parse(String(message.data)) as GraphqlMessage | null)?.type;
  const send = (ws: LiveSocket, message: object) => ws.send(JSON.stringify(message));
  return {
    ...options,
    protocols: "graphql-ws",
    onOpen: (_store, ws, props) => send(ws, { type: "connection_init", payload: { token: props } }),
    activateOn: (message) => typeOf(message) === "connection_ack",
    ...(useHeartbeat && { isHeartbeatMessage: (message: MessageEvent) => typeOf(message) === "ka" }),
    onSend: (payload, { type, meta }) => ({ type: "start", id: type + keyText(meta?.["requestKey"] as string | number | undefined), payload }),
    getData: (said) => {
      const { type, id, payload } = (said ?? {}) as GraphqlMessage;
      if (type === "connection_error" || type === "error" || payload?.errors) {
        throw troubleOf("protocol", `the GraphQL server refuses${id === undefined ? "" : ` ${id}`}`, { cause: payload?.errors ?? payload });
      }
      return type === "data" ? { type: id, ...payload?.data } : said;
    },
    onStopSubscriptions: (keys, _action, ws) => {
      if (ws) for (const id of keys) send(ws, { type: "stop", id });
    },
  };
}

// A page that keeps what happens to a client's socket. Its server is internal/e2eserver.
import { createClient, type Client, type SubscriberError, type SubscriberOptions } from "sluice";

export type Happening = readonly unknown[];

let socket: WebSocket;

/** Tells what a server that speaks `sluice.v1` answers, which a client keeps to itself. */
class HeardSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols);
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the newest is the one to look at
    socket = this;
    this.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const { op, n } = JSON.parse(data) as { op?: string; n?: number };
      if (op === "subscribed" || op === "gap" || op === "pong") page.happened.push([op, ...(op === "pong" ? [n] : [])]);
    });
  }
}

const page = {
  /** What happened, in order. */
  happened: [] as Happening[],
  client: undefined as unknown as Client,

  /** Makes the client. With `confirmed`, the server's answer to a ping makes the connection active. */
  start(options: Omit<Partial<SubscriberOptions>, "WS">, confirmed = false): void {
    page.client = createClient({
      navigate: () => undefined,
      subscriber: {
        url: `ws://${location.host}/ws`,
        WS: HeardSocket,
        reconnectTimeout: 0.05,
        onOpen(_store, ws, props) {
          page.happened.push(["open", props, ws.protocol, page.client.getWebsocketState().connected]);
          if (confirmed) ws.send('{"op":"ping","n":1}');
        },
        onClose: ({ code }) => page.happened.push(["close", code, page.client.getWebsocketState().pristine]),
        onError: (error) => {
          if (!(error instanceof Event)) page.happened.push(["error", (error as SubscriberError).kind, (error as SubscriberError).code]);
        },
        ...(confirmed && { activateOn: ({ data }) => String(data).includes('"pong"') }),
        ...options,
      },
    });
  },

  /** Subscribes; the data of its events happens. */
  listen(type: string, requestKey?: string, payload?: unknown): void {
    page.client.subscription({
      type,
      ...(requestKey !== undefined && { requestKey }),
      payload,
      onMessage: (data) => page.happened.push([type, data]),
      onGap: ({ reason, from, to }) => page.happened.push(["missed", reason, from, to]),
    });
  },

  /** Asks the server for a pong: what was sent before has been read by then. */
  ping: (n: number): void => socket.send(JSON.stringify({ op: "ping", n })),
};

export type LivePage = typeof page;

Object.assign(globalThis, { live: page });

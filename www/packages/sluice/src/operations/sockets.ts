import type { Connection } from "../live/connection.js";
import type { FrameOperations, SocketOperations, SubscriptionOperations } from "../wire.gen.js";
import type { Tables } from "./tables.js";

/** Does what is about sockets and what is subscribed over them, when the core's step is complete. */
export function sockets({ host, effects }: Tables): SocketOperations & SubscriptionOperations & FrameOperations {
  function later(client: number, run: (connection: Connection) => void): void {
    effects.push(() => {
      const connection = host.client(client)?.live?.connection;
      if (connection) run(connection);
    });
  }

  return {
    dial(client: number, socket: number): void {
      later(client, (connection) => connection.dial(socket));
    },

    hangUp(client: number, _socket: number, code: number): void {
      later(client, (connection) => connection.hangUp(code));
    },

    connection(client: number, active: number, code: number): void {
      later(client, (connection) => connection.connection(active === 1, code));
    },

    socketStep(client: number, _socket: number, closed: number, code: number): void {
      later(client, (connection) => (closed ? connection.closed(code) : connection.opened()));
    },

    say(client: number, _socket: number, subscription: number, how: number, sid: number, epoch: string, after: number): void {
      later(client, (connection) => connection.say(subscription, how === 1, sid, epoch, after));
    },

    signal(client: number, _socket: number, kind: number, n: number): void {
      const frame = kind === 0 ? { op: "unsubscribe", sid: n } : { op: kind === 1 ? "ping" : "pong", n };
      later(client, (connection) => connection.send(JSON.stringify(frame)));
    },

    hand(client: number, subscription: number, sid: number, id: number): void {
      host.client(client)?.live?.connection?.hand(subscription, sid, id, effects);
    },

    begun(client: number, subscription: number): void {
      later(client, (connection) => connection.begun(subscription));
    },

    missed(client: number, subscription: number, reason: string, from: number, to: number): void {
      later(client, (connection) => connection.missed(subscription, reason, from, to));
    },

    trouble(client: number, subscription: number, code: string, message: string): void {
      later(client, (connection) => connection.trouble(subscription, code, message));
    },
  };
}

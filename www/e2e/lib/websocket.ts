import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

/** A connection as its server has it. */
export interface Connection {
  /** With the query. */
  readonly path: string;
  /** Subprotocols that the page offered. */
  readonly protocols: readonly string[];
  /** Texts that came, in order. */
  readonly heard: string[];
  /** When it was made, in ms of `performance.now()`. */
  readonly at: number;
  readonly socket: WebSocket;
}

/** A WebSocket server of which the test decides what it says. */
export interface ScriptedServer {
  /** Such as `ws://127.0.0.1:41234`. */
  readonly url: string;
  /** All that were made, in order. */
  readonly connections: readonly Connection[];
  /** When an attempt was refused, in ms of `performance.now()`. */
  readonly refused: readonly number[];
  /** Has it refuse what comes from now on, or take it again. */
  refuse(on: boolean): void;
  stop(): Promise<void>;
}

/** Starts a server that takes connections, chooses the last subprotocol offered, and says nothing by itself. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered].at(-1) ?? false });
  const connections: Connection[] = [];
  const refused: number[] = [];
  let refuses = false;
  http.on("upgrade", (request: IncomingMessage, stream, head) => {
    if (refuses) {
      refused.push(performance.now());
      stream.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const protocols = request.headers["sec-websocket-protocol"]?.split(/\s*,\s*/) ?? [];
      const connection: Connection = { path: request.url!, protocols, heard: [], at: performance.now(), socket };
      socket.on("message", (data: Buffer) => connection.heard.push(data.toString()));
      connections.push(connection);
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    connections,
    refused,
    refuse: (on) => void (refuses = on),
    async stop() {
      for (const { socket } of connections) socket.terminate();
      const closed = once(http, "close");
      http.close();
      await closed;
    },
  };
}

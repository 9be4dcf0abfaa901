import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { DriverActions, RequestAction } from "../../src/index.js";

/** A request that has reached the server. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly seen: Seen[];
  /** Resolves when the connection of a request is closed before its answer was complete. */
  readonly broken: Promise<void>;
}

/** A server on this machine, until the test ends. It has read the body when it calls `answer`. */
export async function serve(answer: (seen: Seen, response: ServerResponse) => void): Promise<Served> {
  const seen: Seen[] = [];
  let tell!: () => void;
  const broken = new Promise<void>((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    response.on("close", () => void (response.writableFinished || tell()));
    response.setHeader("access-control-allow-origin", "*");
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      seen.push({ method: request.method!, path: request.url!, headers: request.headers, body: Buffer.concat(parts) });
      answer(seen.at(-1)!, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, broken };
}

/** A server that answers each request alike. */
export function answering(status: number, headers: Record<string, string>, body?: string | Uint8Array): Promise<Served> {
  return serve((_, response) => response.writeHead(status, headers).end(body));
}

/** A server that answers nothing. */
export function silent(): Promise<Served> {
  return serve(() => {});
}

export const json = { "content-type": "application/json" };

export const action: RequestAction = { type: "READ" };

/** What a driver is given, and what aborts it. */
export function actionsOf(setters: Omit<DriverActions, "signal"> = {}): DriverActions & { abort(reason?: unknown): void } {
  const controller = new AbortController();
  return { signal: controller.signal, ...setters, abort: (reason) => controller.abort(reason) };
}

/** Resolves when a condition holds; the test's time limit is its own. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

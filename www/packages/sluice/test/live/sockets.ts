import { onTestFinished, vi } from "vitest";
import type { SubscriberOptions } from "../../src/index.js";
import { createTestClient, type TestClient, type TestOptions } from "../../src/testing.js";
import { wasm } from "../harness.js";

/** A socket that is in the test's hands. */
export class ScriptedSocket extends EventTarget {
  readonly sent: string[] = [];
  readyState = 0;
  protocol = "";
  /** What it was closed with by this side. */
  closedWith: number | undefined;

  constructor(
    readonly url: string,
    readonly protocols?: string | string[],
  ) {
    super();
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new DOMException("it is not open", "InvalidStateError");
    this.sent.push(text);
  }

  close(code?: number): void {
    this.readyState = 2;
    this.closedWith = code;
  }

  /** The server takes the connection. */
  open(protocol = ""): void {
    this.readyState = 1;
    this.protocol = protocol;
    this.dispatchEvent(new Event("open"));
  }

  /** The server says something. */
  say(message: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: typeof message === "string" ? message : JSON.stringify(message) }));
  }

  /** It is closed, from without. */
  lose(code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  /** What was sent since this was asked for last. */
  takeSent(): unknown[] {
    return this.sent.splice(0).map((text) => JSON.parse(text) as unknown);
  }
}

export interface Scripted extends TestClient {
  /** All that were made. */
  readonly sockets: ScriptedSocket[];
  /** The newest. */
  readonly socket: ScriptedSocket;
  /** What onError was called with. */
  readonly errors: unknown[];
}

/** The option `subscriber` whose sockets are noted in a list. */
export function scripted(sockets: ScriptedSocket[], more: Partial<SubscriberOptions> = {}): SubscriberOptions {
  class WS extends ScriptedSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  return { url: "ws://host.example/ws", WS: WS as never, ...more };
}

/** A client whose sockets, network and clock are the test's. Its core is there. */
export async function live(subscriber: Partial<SubscriberOptions> = {}, options: TestOptions = {}): Promise<Scripted> {
  const sockets: ScriptedSocket[] = [];
  const errors: unknown[] = [];
  const made = createTestClient({ wasm, ...options, subscriber: scripted(sockets, { onError: (error) => void errors.push(error), ...subscriber }) });
  onTestFinished(() => made.client.close());
  await made.client.ready;
  await vi.waitFor(() => made.client.getWebsocketState());
  return {
    ...made,
    sockets,
    errors,
    get socket() {
      return sockets.at(-1)!;
    },
  };
}

import type { WebSocketClass } from "sluice";

/** Something that happened to the connection. */
export interface LiveEvent {
  readonly id: number;
  readonly what: "connected" | "lost" | "closed" | "no answer" | "subscribed" | "resumed" | "event" | "gap" | "session" | "refused";
  /** A topic, with its key. */
  readonly topic: string;
  readonly note: string;
}

export interface LiveSnapshot {
  readonly connected: boolean;
  /** Newest first, the last 60. */
  readonly events: readonly LiveEvent[];
}

/** A frame of the protocol `sluice.v1`, as far as the log reads it. */
interface Frame {
  readonly op: string;
  readonly sid?: number;
  readonly topic?: string;
  readonly key?: string;
  readonly after?: number;
  readonly last?: number;
  readonly id?: number;
  readonly reason?: string;
  readonly code?: string;
}

interface Asked {
  readonly topic: string;
  readonly after: number | undefined;
}

const capacity = 60;

/** Why something was missed. */
const gaps: Readonly<Record<string, string>> = {
  expired: "away for too long",
  epoch: "the server counts anew",
  slow: "too slow for the server",
};

/** What happened to a connection, read off its frames, as an external store. */
export class LiveLog {
  #snapshot: LiveSnapshot = { connected: false, events: [] };
  #nextId = 1;
  /** What was subscribed on this connection. */
  readonly #asked = new Map<number, Asked>();
  readonly #listeners = new Set<() => void>();

  readonly get = (): LiveSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  opened(): void {
    this.#asked.clear();
    this.#show("connected", "", "", true);
  }

  closed(code: number): void {
    const { connected } = this.#snapshot;
    if (!connected && code === 1000) return; // it had not come about
    this.#show(connected ? (code === 1000 ? "closed" : "lost") : "no answer", "", `code ${code}`, false);
  }

  sent(text: string): void {
    const { op, sid, topic, key, after } = JSON.parse(text) as Frame;
    if (op === "subscribe" && sid !== undefined) this.#asked.set(sid, { topic: [topic, key].filter(Boolean).join(" "), after });
  }

  received(text: string): void {
    const { op, sid = 0, id, last = 0, reason = "", code = "" } = JSON.parse(text) as Frame;
    const { topic = "", after } = this.#asked.get(sid) ?? {};
    if (op === "subscribed" && after === undefined) this.#show("subscribed", topic, `from id ${last} on`);
    else if (op === "subscribed") this.#show("resumed", topic, `after id ${after}, ${caughtUp(last - after!)}`);
    else if (op === "event") this.#show("event", topic, `id ${id}`);
    else if (op === "gap") this.#show("gap", topic, `${gaps[reason] ?? reason}: asked for again, on from id ${last}`);
    else if (op === "session") this.#show("session", "", reason);
    else if (op === "error") this.#show("refused", topic, code);
  }

  clear(): void {
    this.#set({ ...this.#snapshot, events: [] });
  }

  #show(what: LiveEvent["what"], topic: string, note: string, connected = this.#snapshot.connected): void {
    this.#set({ connected, events: [{ id: this.#nextId++, what, topic, note }, ...this.#snapshot.events].slice(0, capacity) });
  }

  #set(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
}

function caughtUp(events: number): string {
  if (events === 0) return "nothing missed";
  return events === 1 ? "1 event caught up" : `${events} events caught up`;
}

/** Makes `WebSocket`s whose frames are in the log. */
export function loggedSocket(log: LiveLog): WebSocketClass {
  return class extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("open", () => log.opened());
      this.addEventListener("message", ({ data }: MessageEvent<string>) => log.received(data));
    }

    override send(text: string): void {
      log.sent(text);
      super.send(text);
    }
  };
}

/** Of this page. */
export const liveLog = new LiveLog();

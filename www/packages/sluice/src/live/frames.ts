import type { Host } from "../host.js";
import * as wire from "../wire.gen.js";
import { troubleOf } from "./error.js";
import { Pace } from "./pace.js";

/** The subprotocol of resumable delivery. */
export const protocol = "sluice.v1";

/** An event of a stream. */
export interface StreamEvent {
  readonly socket: number;
  readonly sid: number;
  readonly id: number;
  readonly data: unknown;
  readonly message: MessageEvent;
}

/** Reads the frames of a server that speaks `sluice.v1`. */
export class Frames {
  readonly #client: number;
  readonly #host: Host;
  readonly #fail: (error: unknown) => void;
  readonly #pace: Pace<StreamEvent>;
  /** Those that the core has been told of. */
  readonly #told: StreamEvent[] = [];

  constructor(client: number, host: Host, fail: (error: unknown) => void) {
    this.#client = client;
    this.#host = host;
    this.#fail = fail;
    this.#pace = new Pace(host, (events) => this.#tell(events));
  }

  /** One that the core has been told of; those before it are to be handled by nobody. */
  event(sid: number, id: number): StreamEvent | undefined {
    for (;;) {
      const event = this.#told.shift();
      if (!event || (event.sid === sid && event.id === id)) return event;
    }
  }

  #tell(events: readonly StreamEvent[]): void {
    this.#host.pass((w) => {
      for (const { socket, sid, id } of events) wire.writeArrival(w, this.#client, socket, sid, id);
      this.#told.push(...events);
    });
    this.#told.length = 0; // the rest is to be handled by nobody
  }

  take(frame: unknown, message: MessageEvent, socket: number): void {
    const { op, sid, id, epoch, last, reason, n, code, message: text, retry, data } = (frame ?? {}) as Readonly<Record<string, unknown>>;
    const send = (write: (w: Parameters<typeof wire.writeArrival>[0], client: number) => void) => this.#host.send((w) => write(w, this.#client));
    if (op === "event" && whole(sid) && whole(id)) {
      this.#pace.take({ socket, sid, id, data, message });
    } else if ((op === "subscribed" || op === "gap") && whole(sid) && whole(last) && typeof epoch === "string") {
      send((w, client) => wire.writePosition(w, client, socket, sid, op === "gap" ? 1 : 0, epoch, last, textOf(reason)));
    } else if ((op === "ping" || op === "pong") && whole(n)) {
      send((w, client) => wire.writeBeat(w, client, socket, op === "pong" ? 1 : 0, n));
    } else if (op === "session") {
      send((w, client) => wire.writeSessionChanged(w, client, socket));
    } else if (op === "error" && (sid === undefined || whole(sid))) {
      send((w, client) => wire.writeFault(w, client, socket, sid ?? 0, textOf(code), textOf(text), retry === true ? 1 : 0));
    } else {
      this.#fail(troubleOf("protocol", "a frame is not of sluice.v1", { code: "message.invalid", event: message }));
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether a number is what the protocol counts with. */
function whole(n: unknown): n is number {
  return Number.isSafeInteger(n) && (n as number) >= 0;
}

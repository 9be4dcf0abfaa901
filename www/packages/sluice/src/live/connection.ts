import type { ClientSide } from "../call.js";
import { UsageError } from "../errors.js";
import type { Host } from "../host.js";
import { report, tell } from "../record.js";
import { facadeOf } from "../steps/facade.js";
import type { RequestsStore } from "../steps/types.js";
import type { Writer } from "../wire.js";
import * as wire from "../wire.gen.js";
import { troubleOf } from "./error.js";
import { Frames, protocol, type StreamEvent } from "./frames.js";
import type { Live } from "./live.js";
import { Messages } from "./messages.js";
import { read } from "./read.js";
import { writeOptions } from "./socket-options.js";
import type { LiveSocket, SocketClose, WebSocketClass } from "./types.js";

type Native = InstanceType<WebSocketClass>;

/** The `readyState` of a socket that is open. One that is about to close takes what is sent, and loses it. */
const OPEN = 1;

/** The socket of a client: does what the core asks for, and tells it what happens. */
export class Connection {
  readonly #live: Live;
  readonly #client: number;
  readonly #host: Host;
  readonly #side: ClientSide;
  readonly #messages: Messages;
  readonly #frames: Frames;
  #native: Native | undefined;
  /** Its number. */
  #socket = 0;
  /** What `onOpen` is given of it: those of the `openWebsocket` that it was made for. */
  #props: unknown = null;
  /** How it was closed, if that is what has happened to it. */
  #end: SocketClose | undefined;
  #active = false;
  /** There is to be a socket. */
  #wanted: boolean;
  /** The server speaks `sluice.v1`. */
  #framed = false;
  /** What has events handled that is the last thing to be done so far. */
  #handing: { readonly run: () => void; readonly events: [subscription: number, event: StreamEvent][] } | undefined;
  /** Ends what is heard of the present socket. */
  #deaf = new AbortController();
  /** It is being told that a socket is closed, or that none can be made. */
  closing = false;

  constructor(live: Live, client: number, host: Host) {
    this.#live = live;
    this.#client = client;
    this.#host = host;
    this.#side = host.client(client)!;
    this.#wanted = !live.options.lazy;
    this.#messages = new Messages(live, client, host, () => this.store, this.fail);
    this.#frames = new Frames(client, host, this.fail);
  }

  /** The socket, where something can be sent by it. */
  get ws(): LiveSocket | null {
    return this.#native?.readyState === OPEN ? this.#native : null;
  }

  /** What callbacks are given. */
  get store(): RequestsStore {
    for (const { store } of this.#live.listeners) return store;
    return (this.#side.store ??= facadeOf(this.#side.actions, this.#side.options));
  }

  /** Tells of an error: the native event of one, or what has gone wrong beside. */
  fail = (error: unknown): void => {
    try {
      const { onError } = this.#live.options;
      if (onError) onError(error, this.store, this.#native ?? null);
      else report(error);
    } catch (thrown) {
      report(thrown);
    }
  };

  /** Writes what the next Open says of the socket. */
  options(w: Writer): void {
    writeOptions(w, this.#live.options, this.#wanted);
  }

  /** A core is there: it gets to know what is subscribed. */
  again(w: Writer): void {
    for (const { id } of this.#live.subscriptions.values()) this.listen(w, id);
  }

  listen(w: Writer, id: number): void {
    const subscription = this.#live.byId.get(id);
    if (!subscription) return;
    wire.writeListen(w, this.#client, id, (subscription.payload === null ? 0 : 1) | (subscription.known ? 2 : 0));
    subscription.known = true;
  }

  /** Somebody else shares a subscription. */
  join(w: Writer, id: number): void {
    wire.writeListen(w, this.#client, id, 4);
  }

  unlisten(w: Writer, id: number): void {
    wire.writeUnlisten(w, this.#client, id);
  }

  /** `again`: it was asked for while it was told that a socket is closed. */
  reopen(w: Writer, again: boolean): void {
    this.#wanted = true;
    wire.writeDial(w, this.#client, again ? 1 : 0);
  }

  close(w: Writer, code: number): void {
    if (code === 1000) this.#wanted = false;
    wire.writeHangUp(w, this.#client, code);
  }

  /** Makes a socket. Where none can be made, it is said why, and what is subscribed stays. */
  dial(socket: number): void {
    const { url, protocols = [], resume, WS = globalThis.WebSocket } = this.#live.options;
    const asked = typeof protocols === "string" ? [protocols] : [...protocols];
    if (resume && !asked.includes(protocol)) asked.push(protocol);
    this.#framed = false;
    this.#socket = socket;
    this.#props = this.#live.props;
    this.#wanted = true;
    this.#native = this.#end = undefined;
    try {
      if (!WS) throw new UsageError("subscriber: there is no WebSocket here; give one by WS");
      this.#native = asked.length > 0 ? new WS(url, typeof protocols === "string" && asked.length === 1 ? protocols : asked) : new WS(url);
    } catch (error) {
      this.#host.send((w) => wire.writeSocketClosed(w, this.#client, socket, 0));
      this.closing = true;
      this.fail(error instanceof UsageError ? error : new UsageError(`subscriber: no socket for ${url}`, { cause: error }));
      this.closing = false;
      return;
    }
    this.#hear(this.#native, socket);
  }

  #hear(native: Native, socket: number): void {
    const { signal } = (this.#deaf = new AbortController());
    // Not every WebSocket knows of signals.
    const on = <E extends Event>(type: string, listener: (event: E) => void) => native.addEventListener(type, (event) => void (signal.aborted || listener(event as E)), { signal });
    on("open", () => {
      this.#framed = Boolean(this.#live.options.resume) && native.protocol === protocol;
      this.#host.send((w) => wire.writeSocketOpened(w, this.#client, socket, this.#framed ? 1 : 0));
    });
    on("message", (message: MessageEvent) => this.#take(message, socket));
    on("error", (event) => this.fail(event));
    on("close", ({ code: said, reason = "", wasClean = false }: CloseEvent) => {
      const code = said || 1006; // an event that was made without one has 0
      this.#deaf.abort();
      this.#end = { code, reason, wasClean };
      this.#host.send((w) => wire.writeSocketClosed(w, this.#client, socket, code));
    });
  }

  #take(message: MessageEvent, socket: number): void {
    const { activateOn, isHeartbeatMessage } = this.#live.options;
    const parsed = read(message.data);
    const asks = (ask: ((message: MessageEvent) => boolean) | undefined) => {
      try {
        return ask?.(message) === true;
      } catch (cause) {
        if (parsed) this.fail(troubleOf("callback", "a function of the subscriber threw", { cause, event: message }));
        return false;
      }
    };
    const confirms = !this.#active && asks(activateOn);
    const beats = isHeartbeatMessage ? asks(isHeartbeatMessage) : this.#framed && (parsed?.value as { op?: unknown } | null)?.op === "ping";
    if (confirms || beats) this.#host.send((w) => wire.writeHeard(w, this.#client, socket, (confirms ? 1 : 0) | (beats ? 2 : 0)));
    if (!this.#host.client(this.#client)) return; // closed by what it confirmed
    if (!parsed) {
      if (!confirms && !beats) this.fail(troubleOf("parse", "a message is no JSON", { event: message }));
    } else if (this.#framed) this.#frames.take(parsed.value, message, socket);
    else this.#messages.take(parsed.value, message);
  }

  /** The core wants the socket closed. */
  hangUp(code: number): void {
    this.#deaf.abort();
    try {
      this.#native?.close(code);
    } catch {
      this.#native?.close(); // a code that it does not take
    }
  }

  /** The connection is active, or not any more. */
  connection(active: boolean, code: number): void {
    this.#active = active;
    this.#live.state = Object.freeze({ pristine: !active && code === 1000, connected: active });
    this.closing = !active;
    tell(new Set([...this.#live.listeners].map((listener) => () => listener.connection(active ? undefined : code))));
    this.closing = false;
    if (active) this.#host.send((w) => wire.writeHeard(w, this.#client, this.#socket, 4));
  }

  /** Calls `onStopSubscriptions`. */
  stopping(keys: readonly string[], action: object): void {
    this.#guard("onStopSubscriptions", () => this.#live.options.onStopSubscriptions?.(keys, action, this.ws, this.store));
  }

  opened(): void {
    this.#guard("onOpen", () => this.#live.options.onOpen?.(this.store, this.#native!, this.#props));
  }

  #guard(name: string, run: () => unknown): void {
    try {
      run();
    } catch (cause) {
      this.fail(troubleOf("callback", `${name} threw`, { cause }));
    }
  }

  closed(code: number): void {
    const ws = this.#native ?? null;
    const end = this.#end ?? { code, reason: "", wasClean: code === 1000 };
    this.#native = this.#end = undefined;
    this.#wanted = code !== 1000 && this.#live.options.reconnectTimeout !== null;
    this.closing = true;
    try {
      this.#live.options.onClose?.(end, this.store, ws);
    } catch (error) {
      report(error);
    }
    this.closing = false;
  }

  /** Sends what a subscription is begun with. */
  say(id: number, framed: boolean, sid: number, epoch: string, after: number): void {
    const subscription = this.#live.byId.get(id);
    if (!subscription || !this.ws) return;
    const { type, key, action, payload } = subscription;
    const { onSend } = this.#live.options;
    let text: string;
    try {
      const said: unknown = payload === null || !onSend ? payload : onSend(payload, action);
      const frame = { op: "subscribe", sid, topic: type, ...(key !== "" && { key }), ...(said !== null && { payload: said }), ...(epoch !== "" && { epoch, after }) };
      text = JSON.stringify(framed ? frame : said);
    } catch (cause) {
      this.fail(troubleOf("callback", `the subscription ${type}${key} cannot be sent`, { cause }));
      return;
    }
    this.send(text);
  }

  /** Sends a text. One that is about to close is not used: what is subscribed is sent by the next one. */
  send(text: string): void {
    try {
      this.ws?.send(text);
    } catch (cause) {
      this.fail(troubleOf("send", "the socket has refused to send", { cause }));
    }
  }

  /** An event that the core has just been told of is to be handled: with those before it, if nothing is to be done in between. */
  hand(id: number, sid: number, number: number, effects: (() => void)[]): void {
    const event = this.#frames.event(sid, number);
    if (!event) return;
    if (this.#handing && effects.at(-1) === this.#handing.run) return void this.#handing.events.push([id, event]);
    const events: [number, StreamEvent][] = [[id, event]];
    const run = () => {
      this.#handing = undefined;
      if (this.#host.client(this.#client)) this.#messages.hand(events);
    };
    this.#handing = { run, events };
    effects.push(run);
  }

  /** A subscription, which had no position, has one, in a stream with events before it. */
  begun(id: number): void {
    const subscription = this.#live.byId.get(id);
    if (!subscription) return;
    subscription.begun = true;
    for (const { ended, began } of subscription.handlers) if (!ended) began?.();
  }

  missed(id: number, reason: string, from: number, to: number): void {
    const subscription = this.#live.byId.get(id);
    if (subscription) this.#messages.missed(subscription, reason, from, to);
  }

  trouble(id: number, code: string, message: string): void {
    const subscription = this.#live.byId.get(id);
    const of = subscription ? `${subscription.type}${subscription.key}: ` : "";
    this.fail(troubleOf("protocol", of + (message || code), { code }));
  }

  /** Its core or its client is gone, which cannot say so any more. */
  end(code: number): void {
    if (!this.#native) return;
    this.hangUp(1000);
    this.connection(false, code);
    this.closed(code);
  }
}

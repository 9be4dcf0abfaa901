import type { OpenCall, StandIn } from "./call.js";
import type { AnyEndpoint } from "./infer.js";
import type { Live } from "./live/live.js";
import type { Writer } from "./wire.js";

/** How a client's controller reaches the core. */
export interface Ways {
  /** `as` is carried out in the place of the endpoint. */
  fetch(endpoint: AnyEndpoint, args: readonly unknown[], key: string, as?: StandIn): Promise<unknown>;
  write(name: string, written: unknown, command: Command): Write;
  writeLate(name: string, prepare: Prepare): Write;
  /** What is subscribed over the socket; nothing on a server. Throws {@link UsageError} where there is none: `who` needs it. */
  live(who: string): Live | undefined;
  /** Begins several writes, which become one commit. */
  together(writes: readonly Write[]): void;
  /** Begins or ends a subscription: its call keeps endpoint and arguments. */
  subscribe(endpoint: AnyEndpoint, args: readonly unknown[], command: (w: Writer, call: OpenCall) => void, as?: StandIn): Promise<void>;
}

/** A write that has not begun. */
export interface Write {
  readonly promise: Promise<void>;
  begin(): void;
  /** Rejects it in place of that. */
  drop(error: unknown): void;
}

/** Writes a command whose call has that number. */
export type Command = (w: Writer, call: number) => void;

/** Makes a command, or nothing if there is nothing to do. May throw. */
export type Prepare = () => Command | undefined;

import type { ClientSide } from "../call.js";
import type { Calls } from "../calls.js";
import type { DriedRequests } from "../data/carry.js";
import type { Mirror } from "../mirror.js";
import type { MirrorRecord } from "../record.js";
import type { Flows } from "../steps/flows.js";
import type { Transfers } from "../transfers.js";
import type { UserCalls } from "../user-calls.js";
import type { Writer } from "../wire.js";

/** What operations need of the host. */
export interface OperationsHost {
  client(id: number): ClientSide | undefined;
  /** Tells the core whether somebody listens to a record. */
  count(record: MirrorRecord): void;
  timer(at: number): void;
  clients(): Iterable<ClientSide>;
  readonly functions: UserCalls;
  /** Has the core take what is known of requests by name. */
  adopt(client: number, requests: DriedRequests): void;
  send(write: (w: Writer) => void): void;
}

/** What operations work on. */
export interface Tables {
  readonly host: OperationsHost;
  readonly calls: Calls;
  readonly transfers: Transfers;
  readonly mirror: Mirror;
  readonly flows: Flows;
  /** What is to be done when the core's step is complete. */
  readonly effects: (() => void)[];
}

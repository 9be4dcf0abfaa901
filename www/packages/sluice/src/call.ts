import type { Data } from "./data/data.js";
import type { EndpointInterface } from "./endpoint/index.js";
import type { RequestBody } from "./body.js";
import type { FailedRequest } from "./errors.js";
import type { Running } from "./life.js";
import type { Live } from "./live/live.js";
import type { Answer } from "./network.js";
import type { Pipeline } from "./managers/pipeline.js";
import type { ClientOptions, FetchFunction, HeaderMap } from "./options.js";
import type { Flow } from "./steps/flow.js";
import type { CallMeta } from "./steps/meta.js";
import type { Actions } from "./steps/actions.js";
import type { RequestsStore } from "./steps/types.js";
import type { RequestsView } from "./steps/view.js";
import type { NamedConfig } from "./side.js";
import type { Writer } from "./wire.js";

/** A promise that the core will have settled, and what its request carries. */
export interface OpenCall {
  readonly id: number;
  readonly client: ClientSide;
  readonly request: FailedRequest;
  /** When the user called, in ms. */
  readonly started: number;
  readonly body: RequestBody;
  /** Of Controller.fetch: what is called, with what. */
  readonly endpoint?: Asked | undefined;
  readonly headers: HeaderMap | undefined;
  /** What it goes through beside its network. */
  readonly meta: CallMeta | undefined;
  /** Whether progress is shown. */
  readonly upload: boolean;
  readonly download: boolean;
  /** Of a direct write: the value or error that is kept here. */
  readonly written?: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly promise: Promise<unknown>;
  /** What is to be done once it is settled: listeners removed, timers cleared. */
  readonly onClose: (() => void)[];
  /** Whether its command has reached a core. */
  sent: boolean;
  /** Its time was over before. */
  late?: boolean;
  /** What names its record, where it waits for the core; of a logout or login nothing. */
  scope: string | undefined;
  /** The network of the call, where it was begun while the core was loading. */
  early: Transfer | undefined;
  /** What it was answered with before a core was there, which is still to hear of it. */
  answered: Answer | undefined;
}

/** An endpoint and its arguments. */
export interface Asked {
  readonly endpoint: EndpointInterface;
  readonly args: readonly unknown[];
  readonly as?: StandIn | undefined;
}

/** What is carried out in the place of an endpoint: one with another function, or with a network of its own. */
export type StandIn = EndpointInterface & { readonly via?: FetchFunction };

/** A request on the network. */
export class Transfer {
  readonly controller = new AbortController();
  /** Its number in the core; 0 until the core has taken it over. */
  request = 0;
  /** Whether the core is to see the body also of a success. */
  wantBody = false;
  begun = false;
  /** It is another attempt. */
  again = false;
  /** What it carries. */
  call: OpenCall | undefined;
  /** Whose request it is, if it is an endpoint's. */
  endpoint: EndpointInterface | undefined;
  /** What it was aborted with. */
  reason: DOMException | undefined;
  /** What came of it: an answer, or what `fetch` rejected with. */
  answer: Answer | undefined;
  cause: unknown;
  done = false;
  /** What goes through the functions of the user's. */
  flow: Flow | undefined;
}

/** Who is told how far a transfer is, in percent. */
export interface Meter {
  upload(percent: number): void;
  download(percent: number): void;
}

/** What the host knows of a client. */
export interface ClientSide {
  readonly id: number;
  readonly data: Data;
  /** Its socket, where it has one. */
  readonly live: Live | undefined;
  /** There is a core. */
  begin(running: Running): void;
  /** What requests of endpoints and their answers go through, if there are managers of the user's. */
  readonly pipeline: Pipeline | undefined;
  /** Writes the command that makes the client in a core. */
  open(w: Writer): void;
  /** Sends a request by its route, as core/effect.go numbers them. */
  transmit(route: number, call: OpenCall | undefined, meter: Meter, signal: AbortSignal, config?: NamedConfig): Promise<Answer>;
  readonly options: ClientOptions;
  readonly actions: Actions;
  /** What functions of its requests are given, from the first of them. */
  store: RequestsStore | undefined;
  /** Whether it gathers answers for a page, or goes on with those of a page. */
  readonly ssr: "server" | "client" | null;
  /** Its requests as a state, where somebody wants that. */
  view: RequestsView | undefined;
  /** Somebody does. */
  viewed: boolean;
  navigate(): void;
  readonly tabs: { tell(note: number, user: string): void };
  idle(): void;
  /** All is forgotten: gives what ends with an error what is in flight in JavaScript alone. */
  readonly requests: { end(error: unknown): () => void };
  readonly sweeper: { swept(flags: number): void };
}

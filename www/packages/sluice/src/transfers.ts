import type { ClientSide, OpenCall, Transfer } from "./call.js";
import { ApiError, UsageError } from "./errors.js";
import type { Exports } from "./instance.js";
import type { EndpointInterface } from "./endpoint/index.js";
import { copyBytes, copyText, type Writer } from "./wire.js";
import { writeFailed, writeProgress } from "./wire.gen.js";

/** What transfers need of the host. */
export interface TransferHost {
  readonly now: () => number;
  send(write: (w: Writer) => void): void;
  /** Runs the core: `run` calls one export and gives what it returned. Does nothing where there is no core. */
  enter(run: (exports: Exports) => number): void;
}

/** The requests that the core has on the network, by their numbers. */
export class Transfers {
  #host: TransferHost;
  #open = new Map<number, Transfer>();

  constructor(host: TransferHost) {
    this.#host = host;
  }

  get(request: number): Transfer | undefined {
    return this.#open.get(request);
  }

  /** Takes over a transfer as the one of a request. */
  add(request: number, transfer: Transfer): void {
    transfer.request = request;
    this.#open.set(request, transfer);
  }

  /** Its outcome is of no interest any more. */
  delete(request: number): void {
    this.#open.delete(request);
  }

  clear(): void {
    this.#open.clear();
  }

  /** Puts a transfer on the network or, if it was begun early and is over, gives its outcome to the core. */
  begin(transfer: Transfer, client: ClientSide, route: number, call: OpenCall | undefined): void {
    if (transfer.reason) return;
    if (!transfer.begun) {
      const start = () => this.start(transfer, client, route, call);
      const { pipeline } = client;
      if (!pipeline || !call?.endpoint) return void start();
      pipeline.begin(call, client.data.subscriptions.has(call.id), start, (cause) => {
        transfer.endpoint = call.endpoint?.endpoint;
        transfer.cause = cause;
        this.#arrived(transfer);
      });
    } else if (transfer.done) this.#arrived(transfer);
  }

  /** Puts a transfer on the network. Fulfilled when it is over, whatever came of it. */
  start(transfer: Transfer, client: ClientSide, route: number, call: OpenCall | undefined): Promise<void> {
    transfer.begun = true;
    transfer.endpoint = call?.endpoint?.endpoint;
    const measure = (upload: number) => (percent: number) => {
      if (this.#open.get(transfer.request) === transfer) this.#host.send((w) => writeProgress(w, transfer.request, upload, percent));
    };
    const arrived = () => {
      const { pipeline } = client;
      if (pipeline && call?.endpoint && this.#open.get(transfer.request) === transfer && !isAbortError(transfer.cause)) pipeline.answered(call, transfer, () => this.#arrived(transfer));
      else this.#arrived(transfer);
    };
    return client.transmit(route, call, { upload: measure(1), download: measure(0) }, transfer.controller.signal).then(
      (answer) => {
        transfer.answer = answer;
        arrived();
      },
      (cause: unknown) => {
        transfer.cause = cause;
        arrived();
      },
    );
  }

  #arrived(transfer: Transfer): void {
    transfer.done = true;
    this.conclude(transfer, this.#host.now(), this.#host);
  }

  /** Gives the outcome of a transfer, as of `now`, to the core, if it is that of one of its requests. */
  conclude(transfer: Transfer, now: number, core: Pick<TransferHost, "enter">): void {
    if (this.#open.get(transfer.request) !== transfer) return;
    if (!transfer.answer && transfer.endpoint) {
      const { endpoint, cause, request } = transfer;
      this.#host.send((w) => writeFailed(w, request, (isSoft(endpoint, cause) ? SOFT : 0) | (isAbortError(cause) ? ABORTED : 0) | (needsLogin(cause) ? LOGIN : 0)));
      this.#open.delete(request);
      return;
    }
    core.enter((exports) => settle(exports, transfer, now));
    this.#open.delete(transfer.request);
  }
}

function settle(exports: Exports, { request, answer, cause, wantBody }: Transfer, now: number): number {
  const copy = (text: string) => copyText(exports.mem, (n) => exports.body(n), text);
  if (!answer) {
    if (cause instanceof UsageError) return exports.unsendable(request, copy(cause.message), now);
    return exports.settle(request, 0, 0, 0, 0, 0, now);
  }
  const { status, ok, kind, note, retryAfter, text, bytes } = answer;
  if (bytes) return exports.settle(request, status, kind, note, retryAfter, copyBytes(exports.mem, (n) => exports.body(n), bytes), now);
  const wanted = text !== "" && (wantBody || !ok);
  return exports.settle(request, status, kind, note, retryAfter, wanted ? copy(text) : 0, now);
}

const SOFT = 1;
const ABORTED = 2;
const LOGIN = 4;

function needsLogin(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.code === "auth.required";
}

/** What an endpoint's policy says of an error. One that throws says nothing. */
export function isSoft(endpoint: EndpointInterface, error: unknown): boolean {
  try {
    return endpoint.errorPolicy?.(error) === "soft";
  } catch {
    return false;
  }
}

function isAbortError(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null | undefined)?.name === "AbortError";
}

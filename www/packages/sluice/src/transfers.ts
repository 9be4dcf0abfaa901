import { Transfer, type ClientSide, type OpenCall } from "./call.js";
import { ApiError, isAbort } from "./errors.js";
import { retryAfter } from "./network.js";
import { isTransient } from "./retry.js";
import type { EndpointInterface } from "./endpoint/index.js";
import type { Flow } from "./steps/flow.js";
import type { Writer } from "./wire.js";
import { writeAgain, writeArrived, writeFailed, writeProgress } from "./wire.gen.js";

/** What transfers need of the host. */
export interface TransferHost {
  readonly now: () => number;
  send(write: (w: Writer) => void): void;
  /** Gives the outcome of a transfer to the core, as of `now`. Does nothing where there is no core. */
  settle(transfer: Transfer, now: number): void;
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

  /** It is over. Its request may have another one, which stays. */
  drop(transfer: Transfer): void {
    if (this.#has(transfer)) this.#open.delete(transfer.request);
  }

  #has(transfer: Transfer): boolean {
    return this.#open.get(transfer.request) === transfer;
  }

  /** Their core is gone: what was not sent yet will not be. */
  clear(): void {
    for (const transfer of this.#open.values()) transfer.begun = true;
    this.#open.clear();
  }

  /** Puts a transfer on the network or, if it was begun early and is over, gives its outcome to the core. */
  begin(transfer: Transfer, client: ClientSide, route: number, call: OpenCall | undefined): void {
    if (transfer.reason) return;
    if (!transfer.begun) {
      const start = () => this.start(transfer, client, route, call);
      const { pipeline } = client;
      if (!pipeline || !call?.endpoint || transfer.again) return void start();
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
      if (this.#has(transfer)) this.#host.send((w) => writeProgress(w, transfer.request, upload, percent));
    };
    const arrived = () => {
      const { flow } = transfer;
      if (flow && call?.endpoint && !isAbort(transfer.cause)) {
        if (!this.#has(transfer)) return;
        flow.take(transfer);
        this.#host.send((w) => writeArrived(w, transfer.request, flow.failed ? 1 : 0));
        return;
      }
      this.#through(transfer, client, call);
    };
    const meter = { upload: measure(1), download: measure(0) };
    const { flow } = transfer;
    return (flow?.transmit(route, meter, transfer.controller.signal) ?? client.transmit(route, call, meter, transfer.controller.signal)).then(
      (answer) => {
        transfer.answer = answer;
        arrived();
      },
      (cause: unknown) => {
        transfer.cause = cause;
        if (this.#has(transfer)) this.#again(transfer);
        arrived();
      },
    );
  }

  /** Tells the core of an error that is kept here. If the request is to be sent again, the transfer is not its own any more. */
  #again({ endpoint, flow, request, cause }: Transfer): void {
    if (!(endpoint || flow?.call.meta?.driver) || !isTransient(cause)) return;
    const { params, headers } = cause as Partial<ApiError & Response>;
    const seconds = params?.["retryAfter"] ?? (headers && retryAfter(headers.get("retry-after"), this.#host.now));
    this.#host.send((w) => writeAgain(w, request, Number(seconds) || 0));
  }

  /** An endpoint's request has been through its steps: what came of them goes on to the core. */
  deliver(request: number, flow: Flow): void {
    const { call } = flow;
    let transfer = this.#open.get(request);
    if (!transfer) this.add(request, (transfer = new Transfer())); // it was never sent
    flow.give(transfer);
    this.#through(transfer, call.client, call);
  }

  /** Has an outcome go through the client's managers, and to the core. */
  #through(transfer: Transfer, client: ClientSide, call: OpenCall | undefined): void {
    const { pipeline } = client;
    if (pipeline && call?.endpoint && this.#has(transfer) && !isAbort(transfer.cause)) pipeline.answered(call, transfer, () => this.#arrived(transfer));
    else this.#arrived(transfer);
  }

  #arrived(transfer: Transfer): void {
    transfer.done = true;
    this.conclude(transfer, this.#host.now(), this.#host);
  }

  /** Gives the outcome of a transfer, as of `now`, to the core, if it is that of one of its requests. */
  conclude(transfer: Transfer, now: number, core: Pick<TransferHost, "settle">): void {
    if (!this.#has(transfer)) return;
    const failure = transfer.endpoint ? undefined : transfer.flow?.take(transfer);
    if (failure !== undefined) {
      this.#host.send((w) => writeFailed(w, transfer.request, failure | (needsLogin(transfer.cause) ? LOGIN : 0)));
      this.drop(transfer);
      return;
    }
    if (!transfer.answer && transfer.endpoint) {
      const { endpoint, cause, request } = transfer;
      this.#host.send((w) => writeFailed(w, request, natureOf(endpoint, cause) | (needsLogin(cause) ? LOGIN : 0)));
      this.drop(transfer);
      return;
    }
    core.settle(transfer, now);
    this.drop(transfer);
  }
}

const LOGIN = 4;

function needsLogin(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.code === "auth.required";
}

/** What counts of an error: 1 it is soft, 2 it is an AbortError, which leaves no trace. */
export function natureOf(endpoint: EndpointInterface, error: unknown): number {
  return (isSoft(endpoint, error) ? 1 : 0) | (isAbort(error) ? 2 : 0);
}

/** What an endpoint's policy says of an error. One that throws says nothing. */
export function isSoft(endpoint: EndpointInterface, error: unknown): boolean {
  try {
    return endpoint.errorPolicy?.(error) === "soft";
  } catch {
    return false;
  }
}

import { Transfer } from "../call.js";
import type { NetworkOperations } from "../wire.gen.js";
import { TIMEOUT, aborted } from "./aborted.js";
import type { Tables } from "./tables.js";

/** Flags of Fetch. */
const WANT_BODY = 1;
const WAITS = 2;

/** Puts requests on the network, and takes them off it. */
export function sending({ host, transfers, flows, effects }: Tables): NetworkOperations {
  /** Makes the transfer of a request: the next one, if it has one that has failed. */
  function transferOf(request: number, call: number, failed: Transfer | undefined): Transfer {
    const open = failed ? failed.call : flows.call(call);
    const transfer = (!failed && open?.early) || new Transfer();
    transfer.call = open;
    transfer.endpoint = open?.endpoint?.endpoint;
    transfer.flow = flows.of(request, call);
    if (failed) {
      transfer.again = true;
      transfer.flow?.again();
      if (!failed.done) effects.push(() => failed.controller.abort(aborted(TIMEOUT)));
    }
    transfers.add(request, transfer);
    return transfer;
  }

  return {
    fetch(client: number, request: number, call: number, route: number, flags: number): void {
      const side = host.client(client);
      if (!side) return;
      const known = transfers.get(request);
      const waits = (flags & WAITS) !== 0;
      const transfer = known && !waits ? known : transferOf(request, call, known);
      transfer.wantBody = (flags & WANT_BODY) !== 0;
      if (!waits) effects.push(() => transfers.begin(transfer, side, route, transfer.call));
    },

    abort(request: number, reason: number): void {
      const transfer = transfers.get(request);
      if (!transfer) return;
      const error = (transfer.reason = aborted(reason));
      effects.push(() => {
        transfers.drop(transfer);
        transfer.controller.abort(error);
      });
    },

    forget(request: number): void {
      transfers.delete(request);
    },
  };
}

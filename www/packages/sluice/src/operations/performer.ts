import type { Calls } from "../calls.js";
import type { Mirror } from "../mirror.js";
import { Flows } from "../steps/flows.js";
import type { Transfers } from "../transfers.js";
import { valueOf } from "../value.js";
import type { Operations } from "../wire.gen.js";
import { outcomes } from "./outcomes.js";
import { records } from "./records.js";
import { sending } from "./sending.js";
import { sockets } from "./sockets.js";
import { steps } from "./steps.js";
import { stored } from "./stored.js";
import { surroundings } from "./surroundings.js";
import type { OperationsHost } from "./tables.js";

/** What does operations, with the flows of requests that they are about. */
export type Performer = Operations & { readonly flows: Flows };

/**
 * Makes what does what the core asks for; see jsbridge/wire/format.go. What changes only tables here is done at
 * once; what others may notice (the network, listeners, the page) becomes an effect, to be carried
 * out when the core's step is complete.
 */
export function performer(host: OperationsHost, calls: Calls, transfers: Transfers, mirror: Mirror, effects: (() => void)[]): Performer {
  const flows = new Flows(host, calls, mirror, effects, (request) => {
    const { answer } = transfers.get(request) ?? {};
    return answer && valueOf(answer);
  });
  const tables = { host, calls, transfers, mirror, flows, effects };
  return {
    flows,
    ...surroundings(tables),
    ...outcomes(tables),
    ...sending(tables),
    ...steps(tables),
    ...records(tables),
    ...stored(tables),
    ...sockets(tables),
  };
}

import type { OpenCall } from "../call.js";
import { facadeOf } from "./facade.js";
import { Flow, RECOVERED } from "./flow.js";
import { STEP_ERROR, STEP_GET_DATA, STEP_GET_ERROR, STEP_SUCCESS } from "./meta.js";

/**
 * Has a call that ends with an error before there is a core go through its functions, as the core would have it. Gives
 * the data that one of them mends it with, which is not shown; else rejects with the error.
 */
export async function mend(call: OpenCall, error: unknown): Promise<unknown> {
  const { client, meta } = call;
  const flow = new Flow(call, meta!.store ?? (client.store ??= facadeOf(client.actions, client.options)));
  flow.fail(error);
  const run = async (first: number, last: number) => {
    for (let step = first; step <= last; step++) {
      if (meta!.steps & (1 << step) && (await flow.run(step, () => null)) === RECOVERED) return run(STEP_GET_DATA, STEP_SUCCESS + 1);
      if (flow.failed && first === STEP_GET_DATA) return;
    }
  };
  await run(STEP_GET_ERROR, STEP_ERROR + 1);
  if (flow.failed) throw flow.error;
  return flow.response!.data;
}

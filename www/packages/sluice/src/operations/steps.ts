import type { StepOperations } from "../wire.gen.js";
import type { Tables } from "./tables.js";

/** Has requests go through the functions of the user. */
export function steps({ transfers, flows, effects }: Tables): StepOperations {
  return {
    run(_client: number, request: number, call: number, record: number, step: number, aside: number, based: number, value: number): void {
      flows.run(request, call, record, step, aside === 1, based === 1, value);
    },

    action(_client: number, request: number, call: number, record: number, event: number, flags: number): void {
      flows.action(request, call, record, event, flags);
    },

    deliver(request: number, call: number): void {
      const flow = flows.of(request, call);
      if (flow) effects.push(() => transfers.deliver(request, flow));
    },

    ending(request: number): void {
      flows.ending(request);
    },

    over(request: number): void {
      flows.over(request);
    },

    retain(call: number): void {
      flows.retain(call);
    },

    let(call: number): void {
      flows.let(call);
    },
  };
}

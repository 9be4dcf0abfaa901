import type { Calls } from "../calls.js";
import type { ClientSide, OpenCall } from "../call.js";
import type { Mirror } from "../mirror.js";
import { report } from "../record.js";
import type { Writer } from "../wire.js";
import { writeEnded, writeRan } from "../wire.gen.js";
import { facadeOf } from "./facade.js";
import { Flow, WAITING } from "./flow.js";
import { Values } from "./values.js";

/** What flows need of the host. */
export interface FlowsHost {
  clients(): Iterable<ClientSide>;
  client(id: number): ClientSide | undefined;
  send(write: (w: Writer) => void): void;
}

/** What goes through the steps of requests, and what calls carry beyond their end. */
export class Flows {
  readonly values: Values;
  #host: FlowsHost;
  #calls: Calls;
  #mirror: Mirror;
  #effects: (() => void)[];
  #open = new Map<number, Flow>();
  #retained = new Map<number, { readonly call: OpenCall; uses: number }>();

  /** `answerOf` gives what came over the network for a request that has no steps. */
  constructor(host: FlowsHost, calls: Calls, mirror: Mirror, effects: (() => void)[], answerOf: (request: number) => unknown) {
    this.#host = host;
    this.#calls = calls;
    this.#mirror = mirror;
    this.#effects = effects;
    this.values = new Values(
      mirror,
      (request) => {
        const flow = this.#open.get(request);
        return flow ? flow.response?.data : answerOf(request);
      },
      (id) => this.call(id),
      (id) => host.client(id)?.options ?? {},
    );
  }

  get(request: number): Flow | undefined {
    return this.#open.get(request);
  }

  /** What a call carries, also if it has ended. */
  call(id: number): OpenCall | undefined {
    const call = this.#calls.get(id) ?? this.#retained.get(id)?.call;
    if (call) return call;
    for (const { data } of this.#host.clients()) {
      const subscription = data.subscriptions.get(id);
      if (subscription) return subscription.call;
    }
    return undefined;
  }

  /** That of a request that a call carries, made at need. */
  of(request: number, call: number): Flow | undefined {
    const known = this.#open.get(request);
    const open = known || request === 0 ? undefined : this.call(call); // 0: of no request
    if (!open?.meta) return known;
    const { client } = open;
    const polled = !this.#calls.get(call); // what has been answered is asked again
    const flow = new Flow(open, open.meta.store ?? (client.store ??= facadeOf(client.actions, client.options)), polled);
    this.#open.set(request, flow);
    return flow;
  }

  /** Has a step run, when the core's step is complete. */
  run(request: number, call: number, record: number, step: number, aside: boolean, based: boolean, value: number): void {
    const flow = this.of(request, call);
    if (!flow) return;
    const shown = record ? this.#mirror.record(record) : undefined;
    if (aside) {
      const { data, error } = shown ?? {};
      this.#effects.push(() => void flow.runAside(step, data, error));
      return;
    }
    const base = based ? this.values.get(value) : undefined; // its number is not meant for long
    const current = () => (based ? base : shown?.data);
    this.#effects.push(() => {
      const tell = (verdict: number) => {
        if (this.#open.get(request) === flow) this.#host.send((w) => writeRan(w, request, step, verdict));
      };
      if (this.#open.get(request) !== flow) return; // it has ended meanwhile, or its core has
      const verdict = flow.run(step, current);
      if (typeof verdict === "number") return tell(verdict);
      tell(WAITING);
      void verdict.then(tell);
    });
  }

  ending(request: number): void {
    this.#effects.push(() => queueMicrotask(() => this.#open.has(request) && this.#host.send((w) => writeEnded(w, request))));
  }

  over(request: number): void {
    this.#open.delete(request);
  }

  retain(id: number): void {
    const kept = this.#retained.get(id);
    const call = this.#calls.get(id);
    if (kept) kept.uses++;
    else if (call) this.#retained.set(id, { call, uses: 1 });
  }

  let(id: number): void {
    const kept = this.#retained.get(id);
    if (kept && --kept.uses === 0) this.#retained.delete(id);
  }

  /** Tells an event as an action. */
  action(request: number, call: number, record: number, event: number, flags: number): void {
    const flow = this.of(request, call);
    const told = flow?.call.meta?.told;
    if (!flow || !told) return;
    const polled = (flags & 2) !== 0;
    const patch = told.patch(event, polled);
    const shown = flags & 1 ? this.#mirror.record(record) : undefined;
    const hit = shown && { data: shown.data };
    if (shown && event === 2) flow.fail(shown.error);
    this.#effects.push(() => {
      try {
        told.tell({ flow, event, hit, polled, thrown: (flags & 4) !== 0, patch });
      } catch (error) {
        report(error);
      }
    });
  }

  clear(): void {
    this.values.clear();
    this.#open.clear();
    this.#retained.clear();
  }
}

import type { Host } from "../host.js";
import { targetsOf } from "../request.js";
import type { RequestMeta, RequestsStore } from "../steps/types.js";
import { writeRefetch, writeTarget } from "../wire.gen.js";
import { troubleOf } from "./error.js";
import type { StreamEvent } from "./frames.js";
import type { Handler, Live, Subscription } from "./live.js";
import { Pace } from "./pace.js";
import type { SubscriberError } from "./types.js";

interface Write {
  begin(): void;
  /** Has a store told of it, which calls `begin` where it takes over what there is. */
  tell?(begin: () => void): void;
}

/** The same while it is made. */
interface Change extends Pick<Write, "tell"> {
  run(): Promise<unknown>;
}

/** What is done with a message. */
export class Messages {
  readonly #live: Live;
  readonly #client: number;
  readonly #host: Host;
  readonly #store: () => RequestsStore;
  readonly #fail: (error: unknown) => void;
  readonly #pace: Pace<readonly Write[]>;

  constructor(live: Live, client: number, host: Host, store: () => RequestsStore, fail: (error: unknown) => void) {
    this.#live = live;
    this.#client = client;
    this.#host = host;
    this.#store = store;
    this.#fail = fail;
    this.#pace = new Pace(host, (writes) => this.#begin(writes.flat()));
  }

  /** Takes a message without an envelope: its `type` says whose it is. */
  take(value: unknown, message: MessageEvent): void {
    const data = this.#first(value, message);
    const type = (data?.value as { readonly type?: unknown } | null | undefined)?.type;
    if (typeof type !== "string") return;
    const writes = this.#handle([...(this.#live.byName.get(type) ?? [])], data!.value, message);
    if (writes.length > 0) this.#pace.take(writes);
  }

  /** Subscriptions are given events. What all of it changes becomes one commit, unless a function asks for more before that. */
  hand(events: readonly (readonly [subscription: number, event: StreamEvent])[]): void {
    const { held } = this.#host;
    const writes: Write[] = [];
    const begin = () => this.#begin(writes.splice(0));
    held.add(begin);
    for (const [id, { data, message }] of events) {
      const subscription = this.#live.byId.get(id);
      const given = subscription && this.#first(data, message);
      if (subscription) subscription.begun = true;
      if (given) writes.push(...this.#handle([subscription], given.value, message));
    }
    held.delete(begin);
    begin();
  }

  /** Stores that are to know of something are told first, so that the first action brings all of it. */
  #begin(writes: readonly Write[]): void {
    if (!this.#host.client(this.#client)) return; // closed meanwhile
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      if (writes.length > 1) this.#host.together(writes);
      else writes[0]?.begin();
    };
    for (const { tell } of writes) tell?.(begin);
    begin();
  }

  /** What is done with each message. Nothing follows if that fails. */
  #first(value: unknown, message: MessageEvent): { readonly value: unknown } | undefined {
    const { getData, onMessage } = this.#live.options;
    return this.#guard(message, () => {
      const data = getData ? getData(value) : value;
      if (!this.#host.client(this.#client)) return undefined; // closed by it
      onMessage?.(data, message, this.#store());
      return { value: data };
    });
  }

  #guard<T>(message: MessageEvent | undefined, run: () => T): T | undefined {
    try {
      return run();
    } catch (cause) {
      const known = (cause as Partial<SubscriberError> | null)?.kind === "protocol";
      this.#fail(known ? Object.assign(cause as Error, { event: message }) : troubleOf("callback", "a function of a subscription threw", { cause, ...(message && { event: message }) }));
      return undefined;
    }
  }

  /** Has all who subscribed handle a message. Gives what they change. */
  #handle(subscriptions: readonly Subscription[], data: unknown, message: MessageEvent): Write[] {
    const writes: Write[] = [];
    for (const subscription of subscriptions) {
      for (const handler of subscription.handlers) {
        if (!handler.ended) this.#guard(message, () => {
          const own = handler.getData ? handler.getData(data) : data;
          if (handler.ended) return; // by it
          handler.onMessage?.(own, message, handler.by?.store ?? this.#store());
          for (const { run, tell } of this.#writesOf(subscription, handler, own, message)) {
            writes.push({ begin: () => this.#watch(run, message), ...(tell && { tell: (begin) => this.#guard(message, () => tell(begin)) }) });
          }
        });
      }
    }
    return writes;
  }

  #watch(write: () => Promise<unknown>, message: MessageEvent): void {
    const failed = (cause: unknown) => this.#fail(troubleOf("callback", "what a message changes cannot be applied", { cause, event: message }));
    try {
      write().catch(failed);
    } catch (error) {
      failed(error); // the client was closed meanwhile
    }
  }

  #writesOf({ type }: Subscription, handler: Handler, data: unknown, message: MessageEvent): readonly Change[] {
    const { mutations, write, by } = handler;
    const side = this.#host.client(this.#client);
    if (!side) return []; // closed by its onMessage
    const normalize = handler.normalize ?? side.options.normalize ?? false;
    const out: Change[] = write ? [{ run: () => write(data) }] : [];
    if (mutations || normalize) {
      const updates = Object.entries(mutations ?? {}).map(([query, update]) => [query, { updateData: (before: unknown) => update(before, data, message), local: true }] as const);
      const meta: RequestMeta = { ...(mutations && { mutations: Object.fromEntries(updates) }), ...(normalize && { localData: data }) };
      out.push({ run: () => side.actions.local(meta), ...(by && { tell: (begin) => by.apply({ type: `${type}_MUTATION`, meta }, begin) }) });
    }
    return out;
  }

  /** Events were missed: what they would have changed is asked for again. */
  missed(subscription: Subscription, reason: string, from: number, to: number): void {
    const { type, key, handlers } = subscription;
    subscription.begun = true;
    const gap = { type, ...(key !== "" && { requestKey: key }), reason, from, to };
    for (const { ended, onGap, by } of handlers) if (!ended) this.#guard(undefined, () => onGap?.(gap, by?.store ?? this.#store()));
    const queries = [...new Set(handlers.flatMap(({ mutations }) => Object.keys(mutations ?? {})))];
    if (queries.length > 0) {
      this.#host.send((w) => {
        for (const { name, key, flags } of targetsOf(queries)) writeTarget(w, name, key, flags);
        writeRefetch(w, this.#client);
      });
    }
    for (const { ended, missed } of handlers) if (!ended) missed?.();
  }
}

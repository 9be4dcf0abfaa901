import type { Controller } from "../controller.js";
import type { AnyEndpoint } from "../infer.js";
import { report } from "../record.js";
import { actionTypes, passive, type Action, type Manager, type Methods, type Middleware } from "./action.js";
import { insideOf } from "./pipeline.js";

/** What keeps a key up to date while somebody is subscribed to it. It is made for the first one who is. */
export interface Subscription {
  /** One more, with a frequency in ms. */
  add(frequency?: number): void;
  /** One less. Gives whether none is left. */
  remove(frequency?: number): boolean;
  /** Ends it. */
  cleanup(): void;
}

export type SubscriptionClass = new (action: Pick<Action, "args" | "key"> & { readonly endpoint: AnyEndpoint }, controller: Controller) => Subscription;

type Raw = Readonly<Record<"subscribe" | "unsubscribe", Methods[string]>>;

/** Has the core ask for a key again and again. */
export class PollingSubscription implements Subscription {
  #poll: (frequency: number, more: boolean) => void;
  #held: number[] = [];

  constructor({ endpoint, args = [] }: Pick<Action, "args"> & { readonly endpoint: AnyEndpoint }, controller: Controller) {
    const { subscribe, unsubscribe } = (insideOf(controller)?.raw ?? controller) as Raw;
    this.#poll = (pollFrequency, more) => void (more ? subscribe : unsubscribe)(endpoint.extend({ pollFrequency }), ...args).catch(report);
    this.add(endpoint.pollFrequency);
  }

  add(frequency = 0): void {
    this.#held.push(frequency);
    this.#poll(frequency, true);
  }

  remove(frequency = 0): boolean {
    const at = this.#held.indexOf(frequency);
    if (at >= 0) {
      this.#held.splice(at, 1);
      this.#poll(frequency, false);
    }
    return this.#held.length === 0;
  }

  cleanup(): void {
    for (const frequency of [...this.#held]) this.remove(frequency);
  }
}

/** Something that is so or not, and tells when that changes. */
export interface Condition {
  get(): boolean;
  subscribe(changed: () => void): () => void;
}

/** What keeps polls from being sent. Default: what the page says. */
export interface PageConditions {
  readonly visible?: Condition;
  readonly online?: Condition;
}

/** Keeps up to date what is subscribed to. */
export class SubscriptionManager implements Manager {
  /** @internal */
  readonly page: PageConditions;
  #Subscription: SubscriptionClass;
  #held = new Map<string, Subscription>();

  constructor(Subscription: SubscriptionClass = PollingSubscription, page: PageConditions = {}) {
    this.#Subscription = Subscription;
    this.page = page;
  }

  /** @internal */
  get [passive](): boolean {
    return this.#Subscription === PollingSubscription && this.constructor === SubscriptionManager;
  }

  getMiddleware(): Middleware {
    return (api) => (next) => (action) => {
      const { type, endpoint, args = [], key = "" } = action;
      const more = type === actionTypes.SUBSCRIBE_TYPE;
      if (!more && type !== actionTypes.UNSUBSCRIBE_TYPE) return next(action);
      const { pollFrequency } = endpoint!;
      if (this.#Subscription === PollingSubscription) {
        const { subscribe, unsubscribe } = insideOf(api).raw as Raw;
        return pollFrequency ? (more ? subscribe : unsubscribe)(endpoint!, ...args) : next(action);
      }
      const held = this.#held.get(key);
      if (!more) {
        if (held?.remove(pollFrequency)) this.#held.delete(key);
      } else if (held) held.add(pollFrequency);
      else this.#held.set(key, new this.#Subscription({ endpoint: endpoint!, args, key }, api));
      return Promise.resolve();
    };
  }

  cleanup(): void {
    for (const subscription of this.#held.values()) subscription.cleanup();
    this.#held.clear();
  }
}

import { needLength } from "../schema/check.js";
import { actionTypes, passive, type Action, type Manager, type Middleware } from "./action.js";
import { insideOf } from "./pipeline.js";

/** For how long what endpoints answer is fresh that do not say so themselves, in ms. */
export interface Lengths {
  /** Default 60,000. */
  readonly dataExpiryLength?: number;
  /** Default 1,000. */
  readonly errorExpiryLength?: number;
}

/** Carries out requests. */
export class NetworkManager implements Manager {
  /** @internal */
  readonly lengths: Lengths;
  /** Of the clients that have it. @internal */
  readonly settling: (() => Promise<void>)[] = [];

  constructor(lengths: Lengths = {}) {
    for (const name of ["dataExpiryLength", "errorExpiryLength"]) needLength("NetworkManager", lengths, name);
    this.lengths = lengths;
  }

  /** @internal */
  get [passive](): boolean {
    return this.constructor === NetworkManager;
  }

  getMiddleware(): Middleware {
    return (api) => (next) => (action) => (action.type === actionTypes.FETCH_TYPE ? this.start(action, () => insideOf(api).perform(action)) : next(action));
  }

  /** When a request is carried out: at once. */
  protected start(_action: Action, run: () => Promise<unknown>): Promise<unknown> {
    return run();
  }

  /** Resolves when nothing is in flight, at once if so. */
  async allSettled(): Promise<void> {
    await Promise.all(this.settling.map((settled) => settled()));
  }
}

/** Carries out reads when the page has nothing else to do, or after half a second. Mutations do not wait. */
export class IdlingNetworkManager extends NetworkManager {
  protected override async start({ endpoint }: Action, run: () => Promise<unknown>): Promise<unknown> {
    if (!endpoint!.sideEffect) {
      await new Promise((resolve) => {
        if (typeof requestIdleCallback === "function") requestIdleCallback(resolve, { timeout: 500 });
        else setTimeout(resolve, 0);
      });
    }
    return run();
  }
}

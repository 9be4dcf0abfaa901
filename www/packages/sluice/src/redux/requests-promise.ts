import { abortAction, errorAction, successAction } from "./response-action.js";
import type { TypedRequest, RequestResult, ResponseAction } from "./types.js";

/** What {@link RequestsPromise} rejects with. */
export interface FailedRequests {
  readonly successActions: readonly ResponseAction[];
  /** Of errors and aborts. */
  readonly errorActions: readonly ResponseAction[];
}

interface Settle {
  readonly resolve: (actions: readonly ResponseAction[]) => void;
  readonly reject: (failed: FailedRequests) => void;
}

/**
 * Resolves with what told of the requests' successes when none is outstanding any more, or rejects with
 * {@link FailedRequests}. Without any request within a task after somebody has begun to wait, resolves with `[]`.
 */
export class RequestsPromise extends Promise<readonly ResponseAction[]> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #outstanding = 0;
  #begun = false;
  #awaited = false;
  #successes: ResponseAction[] = [];
  #errors: ResponseAction[] = [];
  #failed = false;
  #resolve: Settle["resolve"];
  #reject: Settle["reject"];

  constructor() {
    let settle!: Settle;
    super((resolve, reject) => (settle = { resolve, reject }));
    this.#resolve = settle.resolve;
    this.#reject = settle.reject;
    super.then(undefined, () => {}); // nobody may be listening
  }

  override then<A = readonly ResponseAction[], B = never>(
    resolved?: ((actions: readonly ResponseAction[]) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.#awaited) {
      this.#awaited = true;
      setTimeout(() => {
        if (!this.#begun) this.#resolve([]);
      });
    }
    return super.then(resolved, rejected);
  }

  /** Counts a request whose promise is `promise`. */
  count(action: TypedRequest, promise: Promise<unknown>): void {
    const { dependentRequestsNumber = 0, isDependentRequest = false } = action.meta ?? {};
    const end = (result: RequestResult) => this.end(result, dependentRequestsNumber, isDependentRequest);
    this.begin(dependentRequestsNumber);
    promise.then(
      (data) => end({ action: successAction(action, { data }) }),
      (error: unknown) => end((error as Partial<Error> | null | undefined)?.name === "AbortError" ? { action: abortAction(action), isAborted: true } : { action: errorAction(action, error), error }),
    );
  }

  /** Nothing more comes: places that were reserved stay empty. */
  close(): void {
    if (this.#begun && this.#outstanding > 0) this.#reject({ successActions: this.#successes, errorActions: this.#errors });
  }

  /** A request begins. `dependents` will follow from it: their places are reserved. */
  begin(dependents: number): void {
    this.#begun = true;
    this.#outstanding += 1 + dependents;
  }

  /** A request has ended. */
  end(result: RequestResult, dependents: number, isDependent: boolean): void {
    const { action } = result;
    // The error may be `undefined`, and a response may have a member of that name.
    const failed = result.isAborted === true || ("error" in result && !("data" in result));
    this.#failed ||= failed;
    if (action) (failed ? this.#errors : this.#successes).push(action);
    // A dependent request frees the place that was reserved for it; none follow from a failed one.
    this.#outstanding -= 1 + (isDependent ? 1 : 0) + (failed ? dependents : 0);
    if (this.#outstanding > 0) return;
    if (this.#failed) this.#reject({ successActions: this.#successes, errorActions: this.#errors });
    else this.#resolve(this.#successes);
  }
}

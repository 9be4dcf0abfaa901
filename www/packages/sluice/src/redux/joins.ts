import type { RequestRef } from "sluice";
import { pairOf, type Pair } from "./pair.js";
import type { TypedRequest, RequestResult } from "./types.js";

interface Pending extends Pair {
  readonly result: Promise<RequestResult>;
}

/** A request that is pending, and how it ends. */
interface Open {
  readonly result: Promise<RequestResult>;
  readonly resolve: (result: RequestResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What is pending, for those who want to wait for it. */
export class Joins {
  #pending = new Set<Pending>();

  /** A request begins, which is pending until its end is told. */
  open({ type, meta }: TypedRequest): Open {
    let ends!: Pick<Open, "resolve" | "reject">;
    const result = new Promise<RequestResult>((resolve, reject) => (ends = { resolve, reject }));
    const pending = { ...pairOf(type, meta?.requestKey), result };
    this.#pending.add(pending);
    const ended = () => void this.#pending.delete(pending);
    result.then(ended, ended);
    return { result, ...ends };
  }

  /** The newest of what a reference names. A text is a type without key, else a type and key that spell it. */
  newest(ref: RequestRef): Promise<RequestResult> | null {
    if (typeof ref === "object" && "requestType" in ref) {
      const { type, requestKey } = pairOf(ref.requestType, ref.requestKey);
      return this.#last((pending) => pending.type === type && (ref.anyKey === true || pending.requestKey === requestKey));
    }
    const name = String(ref);
    return this.#last((pending) => pending.type === name && !pending.requestKey) ?? this.#last(({ type, requestKey }) => type + requestKey === name);
  }

  #last(matches: (pending: Pending) => boolean): Promise<RequestResult> | null {
    return [...this.#pending].filter(matches).pop()?.result ?? null;
  }
}

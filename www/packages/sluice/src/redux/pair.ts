import type { RequestRef } from "sluice";

/** What a request is known by. */
export interface Pair {
  readonly type: string;
  /** `""`: none. */
  readonly requestKey: string;
}

/** The pair of a type and a key as they are given in actions and properties. An action creator stands for its `toString()`. */
export function pairOf(type: { toString(): string }, requestKey?: string | number | null): Pair {
  return { type: String(type), requestKey: String(requestKey ?? "") };
}

/** A reference to requests as it stands in an action: without functions. */
export function plainRef(ref: RequestRef): RequestRef {
  return typeof ref === "object" && "requestType" in ref ? { ...ref, requestType: String(ref.requestType) } : String(ref);
}

import type { RequestRef } from "sluice";
import type { ActionType } from "./types.js";

/** What a request is known by. */
export interface Pair {
  readonly type: string;
  /** `""`: none. */
  readonly requestKey: string;
}

/** The pair of a type and a key as they are given in actions and properties. */
export function pairOf(type: ActionType, requestKey?: string | number | null): Pair {
  return { type: textOf(type), requestKey: String(requestKey ?? "") };
}

/** The text that a type, or an action creator, stands for. */
export function textOf(type: ActionType): string {
  return typeof type === "string" ? type : type.toString();
}

/** A reference to requests as it stands in an action: without functions. */
export function plainRef(ref: RequestRef): RequestRef {
  return typeof ref === "object" && "requestType" in ref ? { ...ref, requestType: textOf(ref.requestType) } : textOf(ref);
}

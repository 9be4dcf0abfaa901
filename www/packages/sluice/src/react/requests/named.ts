import type { Pair } from "../../redux/pair.js";

export { pairOf, type Pair } from "../../redux/pair.js";

/** A request as actions refer to it. */
export function refOf({ type, requestKey }: Pair): { requestType: string; requestKey?: string } {
  return { requestType: type, ...(requestKey && { requestKey }) };
}

/** Text that no other request has. */
export function idOf({ type, requestKey }: Pair): string {
  return `${type.length} ${type}${requestKey}`;
}

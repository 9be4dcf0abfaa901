import { abortError } from "../errors.js";

/** As abort/reason.go numbers them. */
const reasons = [undefined, "aborted", "superseded", "reset", "closed"] as const;
export const TIMEOUT = reasons.length;

/** The error of what the core aborts. A timeout has no abort reason: its call gets a {@link TimeoutError}. */
export function aborted(reason: number): DOMException {
  const why = reasons[reason];
  return why ? abortError(why) : new DOMException("sluice: the time is over", "TimeoutError");
}

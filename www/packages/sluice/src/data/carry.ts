import { isPlain } from "../schema/check.js";
import { same } from "../share.js";

/** What is kept here for records, by their numbers: the name of a value is `v` and its key, of an error `e` and that. */
export type Kept = readonly (readonly [record: number, name: string])[];

/** Whether JSON carries a value over as it is. */
export function isCarried(value: unknown): boolean {
  try {
    return same(value, JSON.parse(JSON.stringify(value)));
  } catch {
    return false;
  }
}

/** An error as JSON carries it over. */
export function dried(error: unknown): unknown {
  if (!(error instanceof Error || isPlain(error))) return { message: String(error) };
  const { name, message } = error as Error;
  return { ...(name !== "Error" && { name }), message, ...Object.fromEntries(Object.entries(error).filter(([, value]) => isCarried(value))) };
}

/** What {@link dried} has made one of. */
export function revived(dry: object): Error {
  return Object.assign(new Error((dry as Partial<Error>).message), dry);
}

/** Under which name what is known of requests by name is kept. */
export const NAMED = "n";

/** What is known of them. `promised` is how many calls will be answered with it; `variant`, of requests of hooks, is their data. */
export type DriedRequests = readonly (readonly [type: string, key: string, query: number, data: unknown, error: unknown, promised: number, variant?: string])[];

import type { ClientOptions } from "./options.js";
import { keywords } from "./wire.gen.js";

/** A choice that may be left to the core's rule, as core/call.go numbers it. */
export const BY_RULE = 0;
export const YES = 1;
const NO = 2;

/** Whether a name is a query: the core's rule decides, unless the user's predicate does. */
export function queryChoice({ autoAbort }: ClientOptions, name: string): number {
  return choice(typeof autoAbort === "function" ? Boolean(autoAbort(name)) : undefined);
}

export function choice(made: boolean | undefined): number {
  return made === undefined ? BY_RULE : made ? YES : NO;
}

/** The rule of core/autoabort.go, for calls that the core cannot judge yet. */
export function matchesRule({ autoAbort = keywords }: ClientOptions, name: string): boolean {
  return Array.isArray(autoAbort) && (autoAbort as readonly string[]).some((word) => name.startsWith(word) && !/^[a-z]/.test(name.slice(word.length)));
}

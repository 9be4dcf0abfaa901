import { UsageError } from "../errors.js";
import { show } from "../options.js";

/** Throws {@link UsageError} unless the definition is right. */
export function needs(right: unknown, what: string, value: unknown, give: string): asserts right {
  if (!right) throw new UsageError(`${what} is ${show(value)}; give ${give}`);
}

/** Checks the options that are functions where they are given. */
export function needFunctions(where: string, options: object, names: readonly string[]): void {
  for (const name of names) {
    const given = (options as Readonly<Record<string, unknown>>)[name];
    needs(given === undefined || typeof given === "function", `${where}: ${name}`, given, "a function");
  }
}

/** Refuses what is no length of time. */
export function needLength(where: string, options: object, name: string): void {
  const length = (options as Readonly<Record<string, unknown>>)[name];
  needs(length === undefined || (typeof length === "number" && length >= 0), `${where}: ${name}`, length, "milliseconds, 0 or more");
}

/** Whether a value is an object made by a literal or by JSON. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is a text that tables can be named by: no core could tell texts with different lone surrogates from each other. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}

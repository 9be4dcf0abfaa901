import { isPlain } from "../schema/check.js";

/** The name of the one member of an object that stands for a value which JSON does not have; see package normal. */
const RESERVED = "\0";

/** Values that have no text: what stands for them is their number. */
const objects: unknown[] = [];
const numbers = new Map<unknown, number>();

/** Objects that were made here, and are not to be made over again. */
const made = new WeakSet<object>();

/** Data as text: values that JSON does not have are kept here. Throws what cannot be written, like a cycle. */
export function toText(data: unknown): string {
  return JSON.stringify({ data }, function (this: Readonly<Record<string, unknown>>, name) {
    const own = this[name]; // not what toJSON makes of it
    if (typeof own === "string" || typeof own === "boolean" || own === null || Array.isArray(own)) return own;
    if (typeof own === "number" && Number.isFinite(own)) return own;
    if (own instanceof Date) return mark({ [RESERVED]: ["d", own.getTime()] });
    if (!isPlain(own)) return apart(own);
    return !made.has(own) && Object.keys(own).some((key) => key.startsWith(RESERVED)) ? renamed(own) : own;
  }).slice(8, -1);
}

function apart(value: unknown): object {
  let number = numbers.get(value);
  if (number === undefined) numbers.set(value, (number = objects.push(value) - 1));
  return mark({ [RESERVED]: ["o", number] });
}

function renamed(object: object): object {
  return mark(Object.fromEntries(Object.entries(object).map(([key, value]) => [key.startsWith(RESERVED) ? RESERVED + key : key, value])));
}

function mark<T extends object>(object: T): T {
  made.add(object);
  return object;
}

/** What {@link toText} has made a text of. */
export function fromText(text: string): unknown {
  const data: unknown = JSON.parse(text);
  return text.includes("\\u0000") ? revived(data) : data;
}

function revived(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map(revived);
  if (Object.hasOwn(data, RESERVED)) {
    const [kind, what] = revived((data as Record<string, unknown>)[RESERVED]) as [string, number];
    return kind === "d" ? new Date(what) : objects[what];
  }
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key.startsWith(RESERVED) ? key.slice(1) : key, revived(value)]));
}

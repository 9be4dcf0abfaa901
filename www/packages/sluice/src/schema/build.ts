import { report } from "../record.js";
import { freeze, freezeMembers } from "./freeze.js";
import type { Member } from "./members.js";
import type { SchemaNode } from "./node.js";
import type { UnionSchema } from "./nodes.js";

/** Who knows the objects that references lead to. */
export interface Resolver {
  /** The object of a row of an entity or a collection, or the list of all rows; `undefined` when there is none to show. */
  row(node: SchemaNode, row: number): unknown;
  /** The value of a query that stands inside an object, whose inner value is stored as `raw`. */
  query(node: SchemaNode, raw: unknown): unknown;
}

type Members = Record<string, unknown>;

/**
 * Makes the value of a place from `raw`, what the core has stored there: parsed JSON in which a
 * reference is the number of a row, in a union `[number, "type"]`. It belongs to the store: what is
 * plain in it is handed out, frozen, and the same can be built again when what it refers to changed.
 *
 * `before` is what was made last time, of `rawBefore`: what is equal to it is it again. What is made
 * here is frozen.
 */
export function build(node: SchemaNode, raw: unknown, to: Resolver, before?: unknown, rawBefore?: unknown): unknown {
  const { kind, items } = node;
  if (typeof raw === "number" && (kind === "entity" || kind === "collection" || kind === "all")) return to.row(node, raw);
  if (raw === null || raw === undefined) return raw;
  if (kind === "query") return to.query(node, raw);
  if (kind === "invalidate") return build(items!, raw, to);
  if (kind === "adder") {
    // What it was given: a list, values by name, or one item.
    const lists = items!.items!;
    if (Array.isArray(raw) && typeof raw[1] !== "string") return settled(fillList([], lists.items!, raw, to, before, rawBefore), before);
    return build(lists.kind === "values" && typeof raw === "object" && !Array.isArray(raw) ? lists : lists.items!, raw, to, before, rawBefore);
  }
  if (typeof raw !== "object") return raw;
  if (Array.isArray(raw)) {
    if (kind === "union") return ofType(node as UnionSchema, raw, to);
    return kind === "array" || kind === "all" ? settled(fillList([], items!, raw, to, before, rawBefore).slice(), before) : freeze(raw); // a slice has no room to spare
  }
  if (kind === "values") return settled(fillValues({}, items!, raw as Members, to, before, rawBefore), before);
  if (kind !== "object") return freeze(raw);
  const out: Members = freezeMembers({ ...raw });
  for (const link of node.layout.links) {
    const { name } = link;
    const stored = own(raw, name);
    if (stored !== undefined) put(out, name, buildMember(link, stored, to, own(before, name), own(rawBefore, name)));
  }
  return settled(out, before);
}

/** The same for a member. A function that throws is reported, and the member is `undefined`. */
export function buildMember({ node, fn }: Member, raw: unknown, to: Resolver, before?: unknown, rawBefore?: unknown): unknown {
  if (node) return build(node, raw, to, before, rawBefore);
  if (raw === rawBefore) return before;
  try {
    return raw === null ? raw : fn!(freeze(raw));
  } catch (error) {
    report(error);
    return undefined;
  }
}

const none: readonly unknown[] = [];

/** Puts the items of a list into an array. Those that are missing are dropped, `null` stays. */
export function fillList(out: unknown[], items: SchemaNode, raw: readonly unknown[], to: Resolver, before?: unknown, rawBefore?: unknown): unknown[] {
  const former = Array.isArray(before) ? (before as unknown[]) : none;
  const formerRaw = Array.isArray(rawBefore) ? (rawBefore as unknown[]) : none;
  for (let i = 0; i < raw.length; i++) {
    const value = build(items, raw[i], to, former[out.length], formerRaw[i]);
    if (value !== undefined) out.push(value);
  }
  return out;
}

/** Puts the members of values into an object. Those that are missing are dropped. */
export function fillValues(out: Members, items: SchemaNode, raw: Members, to: Resolver, before?: unknown, rawBefore?: unknown): Members {
  for (const name of Object.keys(raw)) {
    const value = build(items, raw[name], to, own(before, name), own(rawBefore, name));
    if (value != null) put(out, name, value);
  }
  return out;
}

/** A member of an object, and not of its prototype. */
export function own(object: unknown, name: string): unknown {
  return typeof object === "object" && object && Object.hasOwn(object, name) ? (object as Members)[name] : undefined;
}

/** Sets a member, whatever its name. One that a class only computes stays as it is. */
export function put(object: object, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else Reflect.set(object, name, value);
}

/** What was made last time if it has the same content, else the new object, frozen. */
function settled(value: object, before: unknown): object {
  return typeof before === "object" && before && equal(value, before) ? before : Object.freeze(value);
}

/** Whether two objects, or two lists, have the same members. */
export function equal(a: object, b: object): boolean {
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]);
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && Object.is((a as Members)[name], (b as Members)[name]));
}

function ofType({ options }: UnionSchema, [row, type]: readonly unknown[], to: Resolver): unknown {
  const node = options.types.get(type as string);
  return node && to.row(node, row as number);
}

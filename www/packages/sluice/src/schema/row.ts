import { share } from "../share.js";
import { buildMember, fillList, fillValues, own, put, type Resolver } from "./build.js";
import { freeze, freezeMembers } from "./freeze.js";
import type { SchemaNode } from "./node.js";

// How the objects of rows are made, in steps, so that rows may refer to each other in circles: first
// `splitRow` and `openRow` for all of them, then `closeRow` for all of them, when the resolver knows
// what was opened. A row is that of an entity, the list or the values of a collection, or the list of all rows.

type Members = Record<string, unknown>;

/** What a row has stored where its links are: what is needed to link it again. */
export type Refs = readonly unknown[];

const noRefs: Refs = [];

/**
 * Takes the references out of what the core has stored for a row, freshly parsed; that belongs to the
 * row from then on. What is equal to the same part of the row's former object becomes that part.
 */
export function splitRow(node: SchemaNode, stored: object, before?: object, refsBefore?: Refs): Refs {
  if (isList(node)) return [share(refsBefore?.[0], stored)];
  const { links, names, careful, type } = node.layout;
  const members = stored as Members;
  for (const name in members) {
    const value = members[name];
    if (typeof value !== "object" || value === null || names.has(name)) continue;
    const former = before && own(before, name);
    const shared = former ? share(former, value) : value;
    if (shared !== value) put(members, name, shared);
    if (shared !== former) freeze(shared);
  }
  if (!links.length) return noRefs;
  // A list that grows by pushing takes room for seventeen at once.
  const refs = links.map(({ name }, i) => {
    const raw = careful ? own(members, name) : members[name];
    return refsBefore ? share(refsBefore[i], raw) : raw;
  });
  if (type) refs.push(members); // a setter may keep what no other instance could be made of
  return refs;
}

/** The row's object, not complete yet. */
export function openRow(node: SchemaNode, stored: object): object {
  if (isList(node)) return Array.isArray(stored) ? [] : {};
  const { type, defaults, overlaid } = node.layout;
  if (!type) return overlaid ? { ...defaults, ...stored } : stored;
  const object = Object.assign(new type(), (node.options as { readonly defaults?: object }).defaults);
  for (const name of Object.keys(stored)) put(object, name, (stored as Members)[name]);
  return freezeMembers(object);
}

/** A new object, not complete yet, for a row whose stored members are what they were. */
export function reopenRow(node: SchemaNode, before: object, refs: Refs): object {
  if (isList(node)) return openRow(node, refs[0] as object);
  const { type, links } = node.layout;
  return type ? openRow(node, refs[links.length] as object) : { ...before };
}

/** Completes and freezes what `openRow` or `reopenRow` gave. `before` and `refsBefore` are those of the row's former object. */
export function closeRow(node: SchemaNode, object: object, refs: Refs, to: Resolver, before?: object, refsBefore?: Refs): void {
  if (isList(node)) {
    const items = node.kind === "all" ? node.items! : node.items!.items!;
    if (Array.isArray(object)) fillList(object, items, refs[0] as unknown[], to);
    else fillValues(object as Members, items, refs[0] as Members, to);
  } else {
    const { links, careful } = node.layout;
    for (let i = 0; i < links.length; i++) {
      const raw = refs[i];
      if (raw === undefined) continue;
      const link = links[i]!;
      const { name } = link;
      const value = buildMember(link, raw, to, own(before, name), refsBefore?.[i]);
      if (careful) put(object, name, value);
      else (object as Members)[name] = value;
    }
  }
  Object.freeze(object);
}

/** Whether the rows of a node are lists, or values by name. */
export function isList({ kind }: SchemaNode): boolean {
  return kind === "collection" || kind === "all";
}

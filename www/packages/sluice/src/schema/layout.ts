import type { EntityOptions, Members } from "./entity-options.js";
import { freezeMembers } from "./freeze.js";
import { hasLink } from "./inspect.js";
import type { Member } from "./members.js";
import type { SchemaNode } from "./node.js";

/** How the objects of an entity, or of an object schema, are made. */
export interface Layout {
  /** The members that do not read as they are stored: references, and what functions are applied to. */
  readonly links: readonly Member[];
  readonly names: ReadonlySet<string>;
  /** Whether a link has the name of something that its object inherits. */
  readonly careful: boolean;
  /** What a row without members has. */
  readonly defaults: Members;
  /** Whether there is any default. */
  readonly overlaid: boolean;
  readonly type: (new () => object) | undefined;
}

export function layoutOf({ members, options }: SchemaNode): Layout {
  const { class: type, defaults: given } = options as { readonly class?: new () => object; readonly defaults?: EntityOptions["defaults"] };
  const links = members.filter(({ node, fn }) => fn ?? (node && hasLink(node)));
  const defaults = freezeMembers({ ...(type && new type()), ...given });
  const prototype = (type ?? Object).prototype as object;
  return { links, names: new Set(links.map(({ name }) => name)), careful: links.some(({ name }) => name in prototype), defaults, overlaid: Object.keys(defaults).length > 0, type };
}

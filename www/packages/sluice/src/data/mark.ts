import type { SchemaNode } from "../schema/index.js";

/** The rows of a schema, as whoever keeps their objects knows them. */
export interface Rows {
  readonly node: SchemaNode;
  /** The pk of a row, if the object is what it is seen as now. */
  pk(row: number, object: object): string | undefined;
}

/** Gives back what it is given: so the fields of a class that extends it go to any object. */
const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** What says of an object which row it shows. Nobody sees it. */
class Mark extends Given {
  #rows: Rows;
  #row: number;

  constructor(object: object, rows: Rows, row: number) {
    super(object);
    this.#rows = rows;
    this.#row = row;
  }

  static has(object: object): boolean {
    return #row in object;
  }

  static pk(object: object): string | undefined {
    return #row in object ? (ownPk(object.#rows.node, object) ?? object.#rows.pk(object.#row, object)) : undefined;
  }
}

/** Marks an object as that of a row. */
export function mark(object: object, rows: Rows, row: number): void {
  if (!Mark.has(object)) new Mark(object, rows, row);
}

const known = new WeakMap<object, string>();

/** The pk under which the store has what an entity object shows; a temporary one starts with `tmp:`. */
export function pkOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  let pk = known.get(data);
  if (pk === undefined && (pk = Mark.pk(data)) !== undefined) known.set(data, pk);
  return pk;
}

/** The pk as the members of an object say, where they are sure to. */
function ownPk({ options, layout }: SchemaNode, object: object): string | undefined {
  const { pk = "id" } = options as { readonly pk?: string | readonly string[] | object };
  const isList = Array.isArray(pk);
  const parts: string[] = [];
  for (const name of isList ? (pk as readonly string[]) : [pk]) {
    if (typeof name !== "string" || layout.type || layout.names.has(name) || Object.hasOwn(layout.defaults, name) || !Object.hasOwn(object, name)) return undefined;
    const value = (object as Readonly<Record<string, unknown>>)[name];
    if (value === "" || value === "undefined" || (typeof value !== "string" && typeof value !== "number")) return undefined;
    parts.push(isList ? String(value).replace(/[,\\]/g, "\\$&") : String(value));
  }
  return parts.join();
}

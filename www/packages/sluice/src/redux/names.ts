import type { Pair } from "./pair.js";
import type { RequestsState } from "./state.js";

type Records = Pick<RequestsState, "queries" | "mutations">;

/**
 * The name of what the state keeps of a pair: type + key, or type + NUL + key where that name is taken by another pair.
 * A pair keeps its name as long as there is a record of it.
 */
export function propertyName(records: Records, { type, requestKey }: Pair): string {
  const name = type + requestKey;
  const apart = `${type}\0${requestKey}`;
  const isOf = ({ type: of, requestKey: key = "" }: Partial<Pair>) => of === undefined || (of === type && key === requestKey);
  const own = recordsAt(records, apart).some(isOf);
  return own || !recordsAt(records, name).every(isOf) ? apart : name;
}

function recordsAt({ queries, mutations }: Records, name: string): Partial<Pair>[] {
  const found: Partial<Pair>[] = [];
  if (Object.hasOwn(queries, name)) found.push(queries[name]!);
  if (Object.hasOwn(mutations, name)) found.push(mutations[name]!);
  return found;
}

import { query } from "sluice";

import { CountryInTheWorld } from "./schemas";

/** A country by its code and name. */
export interface Stop {
  readonly code: string;
  readonly name: string;
}

export interface Overland {
  /** How many countries can be reached by land, without the first. */
  readonly reachable: number;
  /** The way to the one with the most borders between, both included; of several the first that was found. */
  readonly way: readonly Stop[];
}

/** Where one gets from a country without a ship, as far as the borders are known. */
export function overlandFrom(start: CountryInTheWorld): Overland {
  const cameFrom = new Map<CountryInTheWorld, CountryInTheWorld | undefined>([[start, undefined]]);
  const steps = new Map([[start, 0]]);
  let farthest = start;
  // A map's order is that of insertion, so this goes on to what it adds.
  for (const [country, taken] of steps) {
    for (const neighbour of country.borders ?? []) {
      if (steps.has(neighbour)) continue;
      steps.set(neighbour, taken + 1);
      cameFrom.set(neighbour, country);
      if (taken + 1 > (steps.get(farthest) ?? 0)) farthest = neighbour;
    }
  }
  const way: Stop[] = [];
  for (let at: CountryInTheWorld | undefined = farthest; at !== undefined; at = cameFrom.get(at)) {
    way.unshift({ code: at.code, name: at.name });
  }
  return { reachable: steps.size - 1, way };
}

/** The same of the store. Who shows it is told only when the way or the number is another. */
export const Overland = query(CountryInTheWorld, overlandFrom);

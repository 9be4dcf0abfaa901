// What is stored once, whoever brought it. The Go side of it is cmd/sluice/internal/atlas.
import { collection, entity, type EntitySchema } from "sluice";

import type { City, CountryFacts, CountrySummary, NoteData, ViewersData } from "../api";

const country = { pk: "code" } as const;

/** The note at a country. What was written later counts, whichever way it comes. */
export const Note = entity<NoteData>("Note", { pk: "code", shouldUpdate: (_before, _after, { rev: before = 0 }, { rev = 0 }) => rev >= before });

/** Who looks at a country. */
export const ViewersOf = entity<ViewersData>("Viewers", { pk: "code" });

/** A country by itself. Its neighbours are codes here: what they become does not concern who shows it. */
export const Country = entity<CountrySummary>("Country", { ...country, fields: { note: Note } });

/** A country and its neighbours, which are countries by themselves. */
export interface CountryAmongNeighbours extends CountryFacts {
  readonly borders: readonly CountrySummary[];
}
export const CountryAmongNeighbours = entity<CountryAmongNeighbours>("Country", { ...country, fields: { borders: [Country], note: Note } });

/** The same rows once more, as what they are: countries that border on countries, round and round. */
export interface CountryInTheWorld {
  readonly code: string;
  readonly name: string;
  /** Without those that the store does not know. */
  readonly borders?: readonly CountryInTheWorld[];
}
export const CountryInTheWorld: EntitySchema<CountryInTheWorld> = entity<CountryInTheWorld>("Country", {
  ...country,
  fields: () => ({ borders: [CountryInTheWorld] }),
});

export const CityRow = entity<City>("City");

/** The favourites of the user: a list that mutations extend. */
export const Favourites = collection([Country]);

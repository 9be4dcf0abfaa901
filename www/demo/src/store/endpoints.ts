import { endpoint } from "sluice";

import type { CountrySummary, NoteData, Rename } from "../api";
import { CityRow, Country, CountryAmongNeighbours, Favourites, Note, ViewersOf } from "./schemas";

type Code = [which: { readonly code: string }];

const countries = [Country] as const;
const page = { country: CountryAmongNeighbours, cities: [CityRow] } as const;

/** All countries by name; live are the notes at them. */
export const listCountries = endpoint<[], unknown, typeof countries>({
  name: "listCountries",
  schema: countries,
  live: () => ({ type: "ON_NOTE", schema: Note }),
});

/** All about a country, with its largest cities. */
export const getCountry = endpoint<Code, unknown, typeof page>({ name: "getCountry", schema: page });

export const getFavourites = endpoint<[], unknown, typeof Favourites>({ name: "getFavourites", schema: Favourites });

export const addFavourite = endpoint<Code, CountrySummary, typeof Favourites.push>({
  name: "addFavourite",
  sideEffect: true,
  schema: Favourites.push,
  getOptimisticResponse(snapshot, { code }) {
    const country = snapshot.get(Country, { code });
    if (!country) throw snapshot.abort;
    return { code, nickname: country.name };
  },
});

export const removeFavourite = endpoint<Code, CountrySummary, typeof Favourites.remove>({
  name: "removeFavourite",
  sideEffect: true,
  schema: Favourites.remove,
  getOptimisticResponse: (_snapshot, { code }) => ({ code, nickname: null }),
});

/** The new name is shown while the server thinks about it; a refusal takes it back. */
export const renameFavourite = endpoint<[rename: Rename], CountrySummary, typeof Country>({
  name: "renameFavourite",
  sideEffect: true,
  schema: Country,
  getOptimisticResponse: (_snapshot, { code, nickname }) => ({ code, nickname }),
});

/** The note is shown at once, and in other pages as soon as the server has it. */
export const writeNote = endpoint<[note: { readonly code: string; readonly text: string }], NoteData, typeof Note>({
  name: "writeNote",
  sideEffect: true,
  schema: Note,
  getOptimisticResponse: (snapshot, { code, text }) => ({ code, text, by: "you", rev: (snapshot.get(Note, { code })?.rev ?? 0) + 1 }),
});

/** Who looks at a country. To ask is to look: who has not asked for 12 s counts no more. */
export const lookAt = endpoint<[which: { readonly code: string; readonly viewer: string }], unknown, typeof ViewersOf>({
  name: "lookAt",
  schema: ViewersOf,
  pollFrequency: 4000,
  live: ({ code }) => ({ type: "ON_VIEWERS", requestKey: code }),
});

/** The names of these endpoints, under which the log shows them. */
export const endpointNames: ReadonlySet<string> = new Set(
  [listCountries, getCountry, getFavourites, addFavourite, removeFavourite, renameFavourite, writeNote].map(({ name }) => name),
);

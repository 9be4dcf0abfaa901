// What the server's routes take and give. The Go side is cmd/sluice/internal/atlas.

export interface City {
  readonly id: number;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly countryName: string;
  /** GeoNames' code of the first-order division: letters in some countries, a number in most. */
  readonly admin: string;
  readonly lat: number;
  readonly lon: number;
  /** 0 when not known. */
  readonly population: number;
}

export interface SearchResult {
  /** How many cities match. */
  readonly total: number;
  /** The best of them. */
  readonly cities: readonly City[];
}

export interface CityDetails {
  readonly city: City;
  readonly around: {
    /** Half the map's height in degrees of latitude; the map is square on the ground. */
    readonly span: number;
    /** Largest population first, without the city itself. */
    readonly cities: readonly City[];
  };
}

/** A country as lists have it. */
export interface CountrySummary {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
  readonly capitals: readonly string[];
  readonly region: string;
  readonly subregion: string;
  /** km², 0 when not known. */
  readonly area: number;
  readonly cityCount: number;
  /** What the user calls it; `null` when it is none of the favourites. */
  readonly nickname: string | null;
  /** Not in the answers of changes that do not concern it. */
  readonly note?: NoteData;
}

/** What visitors have written at a country. */
export interface NoteData {
  /** The country's. */
  readonly code: string;
  /** "" when there is none. */
  readonly text: string;
  /** Who wrote it; "" is a guest. */
  readonly by: string;
  /** Greater for what was written later. */
  readonly rev: number;
}

/** Who looks at a country: the names of users, "" of guests. */
export interface ViewersData {
  readonly code: string;
  readonly names: readonly string[];
}

/** What is known of a country beyond that. */
export interface CountryFacts extends CountrySummary {
  readonly official: string;
  readonly flag: string;
  /** Degrees. */
  readonly lat: number;
  readonly lon: number;
  readonly languages: readonly string[];
  readonly currencies: readonly string[];
}

export interface Rename {
  readonly code: string;
  readonly nickname: string;
  /** How long the server waits before anything else, in ms. */
  readonly delay: number;
  /** Asks the server to say no. */
  readonly refuse: boolean;
}

export interface HomeCity {
  readonly id: number;
  readonly name: string;
  readonly country: string;
}

/** The user of the session; `null` stands for nobody. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly homeCity?: HomeCity | null;
  /** Oldest first. */
  readonly favourites?: readonly { readonly code: string; readonly nickname: string }[];
}

/** The time, and how often the server has told it: equal numbers are the same answer. */
export interface ServerTime {
  readonly time: string;
  readonly answered: number;
}

export interface Forecast {
  readonly weather: string;
  /** At which of the trip's questions it was given. */
  readonly try: number;
}

/** A thing to take along. */
export interface PackingItem {
  readonly id: number;
  readonly title: string;
  readonly packed: boolean;
}

/** What is asked for of a country, where it is not kept in the store. */
export interface CountryPage {
  readonly country: CountryFacts;
  readonly cities: readonly City[];
}

export interface SearchStats {
  readonly answered: number;
  readonly cancelled: number;
}

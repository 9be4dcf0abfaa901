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

export interface Country {
  readonly code: string;
  readonly name: string;
  readonly official: string;
  readonly capitals: readonly string[];
  readonly region: string;
  readonly subregion: string;
  /** km², 0 when not known. */
  readonly area: number;
  readonly flag: string;
  readonly languages: readonly string[];
  readonly currencies: readonly string[];
  readonly neighbours: readonly { readonly code: string; readonly name: string }[];
  readonly cityCount: number;
  readonly largest: readonly City[];
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
}

export interface SearchStats {
  readonly answered: number;
  readonly cancelled: number;
}

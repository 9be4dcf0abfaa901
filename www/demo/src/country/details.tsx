import { memo } from "react";
import { useSuspense } from "sluice/react";

import type { City, CountrySummary } from "../api";
import { WorldMap } from "../city/world-map";
import { CountryFacts } from "../city/country";
import { shortPopulation } from "../format";
import { Link } from "../page/link";
import { getCountry } from "../store/endpoints";
import { Renders } from "../told/badge";
import { Flag } from "./flag";

/** What the server knows of a country, its neighbours and its cities. */
export function CountryDetails({ code }: { readonly code: string }) {
  const { country, cities } = useSuspense(getCountry, { code });
  return (
    <>
      <section aria-labelledby="facts-title">
        <h2 id="facts-title">
          {country.official} <Renders of="Details" />
        </h2>
        <CountryFacts country={country} />
      </section>
      <section aria-labelledby="borders-title">
        <h2 id="borders-title">Borders</h2>
        {country.borders.length === 0 ? (
          <p className="country-none">None by land.</p>
        ) : (
          <ul className="borders">
            {country.borders.map((neighbour) => (
              <Neighbour key={neighbour.code} country={neighbour} />
            ))}
          </ul>
        )}
      </section>
      <Cities cities={cities} />
    </>
  );
}

const Neighbour = memo(function Neighbour({ country }: { readonly country: CountrySummary }) {
  return (
    <li>
      <Link to={`/countries/${country.code}`}>
        <Flag code={country.code} height={16} />
        {country.nickname ?? country.name}
      </Link>
      <Renders of={`Neighbour ${country.name}`} />
    </li>
  );
});

// The list of a country's cities stays the same object when only the country changes.
const Cities = memo(function Cities({ cities }: { readonly cities: readonly City[] }) {
  if (cities.length === 0) return null;
  return (
    <section aria-labelledby="cities-title">
      <h2 id="cities-title">
        Largest cities <Renders of="Cities" />
      </h2>
      <WorldMap found={cities} marked={cities[0]} />
      <ul className="chips">
        {cities.map((city) => (
          <li key={city.id}>
            <Link to={`/city/${city.id}`}>
              {city.name} <small>{shortPopulation(city.population)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
});

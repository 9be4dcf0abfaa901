import type { ReactNode } from "react";
import { useController, useDLE } from "sluice/react";

import type { CountryFacts as Facts } from "../api";
import { area, count } from "../format";
import { Link } from "../page/link";
import { Notice } from "../page/notice";
import { getCountry } from "../store/endpoints";

/** What the atlas knows of a country: the same rows that its own page shows. */
export function CountryOfCity({ code }: { readonly code: string }) {
  const controller = useController();
  const { data, error } = useDLE(getCountry, { code });

  if (error) return <Notice error={error} onRetry={() => controller.fetch(getCountry, { code })} />;
  if (!data.country) return <div className="facts-loading" aria-busy="true" />;
  const { country, cities = [] } = data;
  return (
    <>
      <h3>
        <Link to={`/countries/${country.code}`}>{country.name}</Link>
      </h3>
      <CountryFacts country={country}>
        <Fact name="Neighbours" values={country.borders.map((neighbour) => neighbour.name)} />
      </CountryFacts>
      <h3>Largest in {country.name}</h3>
      <ul className="chips">
        {cities.slice(0, 6).map((city) => (
          <li key={city.id}>
            <Link to={`/city/${city.id}`}>{city.name}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export interface CountryFactsProps {
  readonly country: Facts;
  /** Further facts. */
  readonly children?: ReactNode;
}

/** What can be said of a country in a few words each. */
export function CountryFacts({ country, children }: CountryFactsProps) {
  return (
    <dl className="facts">
      <Fact name="Capital" values={country.capitals} />
      <Fact name="Region" values={[country.subregion || country.region]} />
      <Fact name="Area" values={[area(country.area)]} />
      <Fact name="Languages" values={country.languages} />
      <Fact name="Currency" values={country.currencies} />
      {children}
      <Fact name="In this atlas" values={[`${count(country.cityCount)} places`]} />
    </dl>
  );
}

function Fact({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{values.join(", ")}</dd>
    </div>
  );
}

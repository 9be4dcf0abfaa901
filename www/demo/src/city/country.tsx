import { useApiRequest } from "sluice/react";

import type { Country } from "../api";
import { area, count } from "../format";
import { useLogged } from "../log/use-logged";
import { Link } from "../page/link";
import { Notice } from "../page/notice";

/** What the atlas knows of a country, asked for by its code. */
export function CountryFacts({ code }: { readonly code: string }) {
  const request = useApiRequest<Country>({ name: "getCountry", data: { code } });
  useLogged("getCountry", code, request);
  const country = request.data?.code === code ? request.data : undefined;

  if (request.error && !request.loading) {
    return <Notice error={request.error} onRetry={request.refetch} />;
  }
  if (country === undefined) return <div className="facts-loading" aria-busy="true" />;
  return (
    <>
      <h3>{country.name}</h3>
      <dl className="facts">
        <Fact name="Capital" values={country.capitals} />
        <Fact name="Region" values={[country.subregion || country.region]} />
        <Fact name="Area" values={[area(country.area)]} />
        <Fact name="Languages" values={country.languages} />
        <Fact name="Currency" values={country.currencies} />
        <Fact name="Neighbours" values={country.neighbours.map((neighbour) => neighbour.name)} />
        <Fact name="In this atlas" values={[`${count(country.cityCount)} places`]} />
      </dl>
      <h3>Largest in {country.name}</h3>
      <ul className="chips">
        {country.largest.map((city) => (
          <li key={city.id}>
            <Link to={`/city/${city.id}`}>{city.name}</Link>
          </li>
        ))}
      </ul>
    </>
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

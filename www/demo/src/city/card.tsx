import { useEffect, useState } from "react";
import { useApiRequest } from "sluice/react";

import type { City, CityDetails } from "../api";
import { coordinates, place, population } from "../format";
import { useLogged } from "../log/use-logged";
import { Link } from "../page/link";
import { Notice } from "../page/notice";
import { useTitle } from "../page/title";
import { CountryOfCity } from "./country";
import { HomeButton } from "./home-button";
import { LocalMap } from "./local-map";

export interface CityCardProps {
  readonly id: number;
  /** Told of the city once it is known. */
  readonly onShow: (city: City) => void;
}

/** Everything about one city, asked for by its id; until it is known, the city before it. */
export function CityCard({ id, onShow }: CityCardProps) {
  const request = useApiRequest<CityDetails>({ name: "getCity", data: { id } });
  useLogged("getCity", String(id), request);
  const [before, setBefore] = useState<CityDetails>();
  const details = request.data?.city.id === id ? request.data : undefined;
  useTitle(details?.city.name);
  if (details !== undefined && details !== before) setBefore(details);
  useEffect(() => {
    if (details !== undefined) onShow(details.city);
  }, [details, onShow]);

  if (request.error && !request.loading) {
    return (
      <section className="card card-message" aria-label="City">
        <Notice error={request.error} onRetry={request.refetch} />
      </section>
    );
  }
  const shown = details ?? before;
  if (shown === undefined) return <section className="card card-loading" aria-label="City" aria-busy="true" />;
  return (
    <section className="card" aria-labelledby="city-name" aria-busy={details === undefined}>
      <header className="card-head">
        <img className="flag" src={`/flags/${shown.city.country.toLowerCase()}.svg`} alt="" height="38" />
        <div>
          <h2 id="city-name">{shown.city.name}</h2>
          <p>{place(shown.city.countryName, shown.city.admin)}</p>
        </div>
        <HomeButton city={shown.city} />
      </header>
      <div className="card-body">
        <Surroundings {...shown} />
        <div>
          <CityFacts city={shown.city} />
          <CountryOfCity code={shown.city.country} />
        </div>
      </div>
    </section>
  );
}

function Surroundings({ city, around }: CityDetails) {
  return (
    <div>
      <LocalMap city={city} around={around} />
      {around.cities.length > 0 && (
        <>
          <h3>Largest nearby</h3>
          <ul className="chips">
            {around.cities.slice(0, 6).map((other) => (
              <li key={other.id}>
                <Link to={`/city/${other.id}`}>{other.name}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function CityFacts({ city }: { readonly city: City }) {
  return (
    <dl className="facts">
      <div>
        <dt>Population</dt>
        <dd>{population(city.population)}</dd>
      </div>
      <div>
        <dt>Coordinates</dt>
        <dd>{coordinates(city.lat, city.lon)}</dd>
      </div>
    </dl>
  );
}

import { memo } from "react";
import { useController, useQuery } from "sluice/react";

import { Link } from "../page/link";
import { useTitle } from "../page/title";
import { getCountry } from "../store/endpoints";
import { Country } from "../store/schemas";
import { Renders } from "../told/badge";
import { Boundary } from "./boundary";
import { CountryDetails } from "./details";
import { FavouriteControls } from "./favourite-controls";
import { Flag } from "./flag";
import { CountryNote } from "./note";
import { OverlandWay } from "./overland-way";
import { Viewers } from "./viewers";

export interface CountryArticleProps {
  readonly code: string;
  readonly loggedIn: boolean;
}

/** A country: what a list may have brought already, and below it what only its own answer has. */
export const CountryArticle = memo(function CountryArticle({ code, loggedIn }: CountryArticleProps) {
  const controller = useController();
  return (
    <article className="card country" aria-labelledby="country-name">
      <p className="country-back">
        <Link to="/countries">← All countries</Link>
      </p>
      <CountryHead code={code} />
      <Viewers code={code} />
      <Boundary
        retry={() => controller.fetch(getCountry, { code })}
        fallback={<div className="country-loading" aria-busy="true" aria-label="Loading the country" />}
      >
        <FavouriteControls code={code} loggedIn={loggedIn} />
        <CountryNote code={code} />
        <CountryDetails code={code} />
        <OverlandWay code={code} />
      </Boundary>
    </article>
  );
});

/** Shows the row alone, so that the name is there at once when any list or neighbour has brought it. */
function CountryHead({ code }: { readonly code: string }) {
  const country = useQuery(Country, { code });
  useTitle(country?.name);
  return (
    <header className="card-head country-head">
      {country && <Flag code={code} height={38} />}
      <div>
        <h1 id="country-name" tabIndex={-1}>
          {country ? (country.nickname ?? country.name) : code}
        </h1>
        <p>{country && (country.nickname === null || country.nickname === country.name ? country.subregion || country.region : country.name)}</p>
      </div>
      <Renders of="Heading" />
    </header>
  );
}

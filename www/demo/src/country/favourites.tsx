import { memo } from "react";
import { useController, useSuspense } from "sluice/react";

import type { CountrySummary } from "../api";
import { Link } from "../page/link";
import { withNext } from "../page/next";
import { getFavourites } from "../store/endpoints";
import { Renders } from "../told/badge";
import { Boundary } from "./boundary";
import { Flag } from "./flag";

export interface FavouritesProps {
  readonly code: string | undefined;
  readonly loggedIn: boolean;
}

/** The countries that the user has marked, by the names that the user gave them. */
export const Favourites = memo(function Favourites({ code, loggedIn }: FavouritesProps) {
  const controller = useController();
  return (
    <section className="favourites" aria-labelledby="favourites-title">
      <h2 id="favourites-title">Favourites</h2>
      {loggedIn ? (
        <Boundary retry={() => controller.fetch(getFavourites)} fallback={<p aria-busy="true">…</p>}>
          <FavouriteList />
        </Boundary>
      ) : (
        <p>
          <Link to={withNext("/login", code === undefined ? "/countries" : `/countries/${code}`)}>Log in</Link> to keep some in your
          session, under names of your own.
        </p>
      )}
    </section>
  );
});

function FavouriteList() {
  const favourites = useSuspense(getFavourites);
  return (
    <>
      {favourites.length === 0 ? (
        <p>None yet. Choose a country and add it.</p>
      ) : (
        <ul>
          {favourites.map((country) => (
            <Favourite key={country.code} country={country} />
          ))}
        </ul>
      )}
      <Renders of="Favourites" />
    </>
  );
}

const Favourite = memo(function Favourite({ country }: { readonly country: CountrySummary }) {
  return (
    <li>
      <Link to={`/countries/${country.code}`}>
        <Flag code={country.code} height={16} lazy />
        {country.nickname ?? country.name}
      </Link>
      <Renders of={`Favourite ${country.name}`} />
    </li>
  );
});

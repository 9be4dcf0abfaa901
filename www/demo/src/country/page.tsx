import { useEffect, useRef, useState } from "react";
import { useSession } from "sluice/react";

import type { User } from "../api";
import { LivePanel } from "../live/panel";
import { useConnection } from "../live/use-connection";
import { LogPanel } from "../log/panel";
import { Link } from "../page/link";
import { useTitle } from "../page/title";
import { ToldPanel } from "../told/panel";
import { CountryArticle } from "./article";
import { Favourites } from "./favourites";
import { CountryPicker } from "./picker";
import { StoreButtons } from "./store-buttons";
import { useFavouritesOfOtherTabs } from "./use-other-tabs";

/** The countries: the list, the chosen one, the favourites, and what the store makes of it all. */
export function Countries({ code }: { readonly code: string | undefined }) {
  const session = useSession<User>();
  const { loggedIn, nth } = useUser(session);
  useFocusOnCountry(code);
  useFavouritesOfOtherTabs(session.data);
  useConnection();
  return (
    <main id="main" className="countries" tabIndex={-1} data-chosen={code}>
      <CountryPicker key={`list ${nth}`} code={code} />
      <div className="country-column" key={`country ${nth}`}>
        {code === undefined ? <Welcome /> : <CountryArticle key={code} code={code} loggedIn={loggedIn} />}
      </div>
      <div className="country-side">
        <Favourites key={`favourites ${nth}`} code={code} loggedIn={loggedIn} />
        <LivePanel />
        <ToldPanel>
          <StoreButtons code={code} />
        </ToldPanel>
        <LogPanel />
      </div>
    </main>
  );
}

/**
 * Whether somebody is logged in, and how many users the page has had before. What the store holds is the user's: another
 * one sees the page anew. Who it was from the beginning, which may be known late only, keeps what has been typed.
 */
function useUser({ data, loading }: { readonly data: User | null; readonly loading: boolean }): { readonly loggedIn: boolean; readonly nth: number } {
  const [known, setKnown] = useState<{ readonly id: string | undefined; readonly nth: number }>({ id: undefined, nth: 0 });
  const id = data?.id ?? (loading ? known.id : ""); // "" of a guest
  if (id !== known.id) setKnown({ id, nth: known.id === undefined ? 0 : known.nth + 1 });
  return { loggedIn: Boolean(id), nth: known.nth };
}

function Welcome() {
  useTitle("Countries");
  return (
    <section className="card card-message" aria-labelledby="welcome-title">
      <h1 id="welcome-title">250 countries, each there once</h1>
      <p>
        The list, a country’s page and your favourites show the same rows of one store. Choose a country: its name is there
        before the server has answered. Follow its borders; every neighbour is a country with neighbours. Mark one as a
        favourite, call it something else, and watch who is told.
      </p>
      <p>
        Or begin in the middle: <Link to="/countries/CH">Switzerland</Link>, <Link to="/countries/BR">Brazil</Link>,{" "}
        <Link to="/countries/CD">DR Congo</Link>, <Link to="/countries/CN">China</Link>.
      </p>
    </section>
  );
}

// Who goes from country to country by keyboard or screen reader goes on at the country's
// name, and back in the list at the country that was shown.
function useFocusOnCountry(code: string | undefined): void {
  const before = useRef(code);
  useEffect(() => {
    const left = before.current;
    if (left === code) return;
    before.current = code;
    const target = code === undefined ? `[data-country="${left}"] a` : "#country-name";
    document.querySelector<HTMLElement>(target)?.focus({ preventScroll: code !== undefined });
  }, [code]);
}

import { useState } from "react";

import type { City } from "./api";
import { CityCard } from "./city/card";
import { WorldMap } from "./city/world-map";
import { LogPanel, SearchCounts } from "./log/panel";
import { go } from "./page/location";
import { useTitle } from "./page/title";
import { Combobox } from "./search/combobox";
import { Latency } from "./search/latency";
import { useCitySearch } from "./search/use-city-search";

/** The main page: search, map, the chosen city and the log. */
export function Explore({ cityId }: { readonly cityId: number | undefined }) {
  const [delay, setDelay] = useState(150);
  const [markedId, setMarkedId] = useState<number>();
  const [shown, setShown] = useState<City>();
  const search = useCitySearch(delay);
  // By its id: when the list changes under the arrow keys, the mark stays with the city, or goes.
  const marked = search.result?.cities.find(({ id }) => id === markedId);

  return (
    <main id="main" className="explore" tabIndex={-1}>
      <section className="hero" aria-labelledby="hero-title">
        <div className="hero-search">
          <h1 id="hero-title">Where in the world?</h1>
          <Combobox search={search} onPick={(city) => go(`/city/${city.id}`)} marked={marked} onMark={(city) => setMarkedId(city?.id)} />
          <Latency value={delay} onChange={setDelay} />
        </div>
        <WorldMap
          found={search.result?.cities ?? []}
          marked={marked ?? (shown?.id === cityId ? shown : undefined)}
        />
      </section>
      <div className="columns">
        {cityId === undefined ? <Welcome /> : <CityCard id={cityId} onShow={setShown} />}
        <LogPanel>
          <SearchCounts />
        </LogPanel>
      </div>
    </main>
  );
}

function Welcome() {
  useTitle(undefined);
  return (
    <section className="card card-message" aria-labelledby="welcome-title">
      <h2 id="welcome-title">135,000 places, one field</h2>
      <p>
        Type quickly at 600 ms and watch the log: a search that a newer one has overtaken is aborted, in this page and on
        the server. Pick a city to see what lies around it, and make it your home to find it again in every tab.
      </p>
    </section>
  );
}

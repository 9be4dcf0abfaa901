import { memo, useSyncExternalStore } from "react";
import { useDispatchRequest, useRequestQuery } from "sluice/react";
import { abortRequests, getMutation, getQuery, resetRequests } from "sluice/redux";

import type { CountrySummary } from "../src/api";
import { FETCH_COUNTRIES, SET_FAVOURITE, fetchCountries, setFavourite, store, type List, type Refusal } from "./store";

/** The page: countries, of which some are favourites. */
export function Countries() {
  const dispatch = useDispatchRequest();
  const { data, load } = useRequestQuery<List>({ type: FETCH_COUNTRIES, action: fetchCountries, autoLoad: true, multiple: true });
  return (
    <main id="main">
      <p>
        <a href="/">Atlas</a> › Redux
      </p>
      <h1>Countries in a Redux store</h1>
      <p className="lead">
        The list is a query, a star an optimistic mutation. Stars are kept in the session: <a href="/login?next=/redux/">log in</a> first, or watch one go back.
      </p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => void load()}>
          Load
        </button>
        <button type="button" onClick={() => void dispatch(fetchCountries(3000))}>
          Load in 3 seconds
        </button>
        <button type="button" onClick={() => store.dispatch(abortRequests())}>
          Abort
        </button>
        <button type="button" onClick={() => store.dispatch(resetRequests())}>
          Reset
        </button>
      </div>
      <State />
      <ul className="countries">
        {data.map((country) => (
          <Country key={country.code} country={country} />
        ))}
      </ul>
    </main>
  );
}

type Shown = ReturnType<typeof store.getState>;

/** What a selector gives of the store: no binding of Redux is needed, since equal results are the same object. */
function useSelected<T>(select: (state: Shown) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}

/** The members of the query's state. */
function State() {
  const { data, pending, pristine, error } = useSelected((state) => getQuery<List>(state, { type: FETCH_COUNTRIES, multiple: true }));
  const refused = error as Refusal | null;
  return (
    <p role="status" className="state">
      pending {pending} · {pristine ? "pristine" : "asked"} · {refused ? `error ${refused.status}` : "no error"} · {data.length} countries
    </p>
  );
}

const Country = memo(function Country({ country: { code, name, nickname } }: { readonly country: CountrySummary }) {
  const { error, loading } = useSelected((state) => getMutation(state, { type: SET_FAVOURITE, requestKey: code }));
  const marked = nickname !== null;
  return (
    <li aria-busy={loading}>
      <button type="button" className="star" aria-label={`Favourite ${name}`} aria-pressed={marked} onClick={() => void store.dispatch(setFavourite(code, !marked))}>
        {marked ? "★" : "☆"}
      </button>
      {name}
      <small role="alert">{error !== null && ((error as Refusal).status === 401 ? "log in to keep it" : "refused")}</small>
    </li>
  );
});

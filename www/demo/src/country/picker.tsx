import { memo, useDeferredValue, useId, useState } from "react";
import { useController, useLive } from "sluice/react";

import type { CountrySummary } from "../api";
import { count } from "../format";
import { Link } from "../page/link";
import { listCountries } from "../store/endpoints";
import { Renders } from "../told/badge";
import { Boundary } from "./boundary";
import { Flag } from "./flag";
import { matches } from "./matches";

/** The list of all countries with a field that filters it. */
export function CountryPicker({ code }: { readonly code: string | undefined }) {
  const id = useId();
  const controller = useController();
  const [text, setText] = useState("");
  return (
    <section className="picker" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Countries</h2>
      <label htmlFor={`${id}-filter`} className="visually-hidden">
        Filter the countries
      </label>
      <input
        id={`${id}-filter`}
        type="search"
        placeholder="Name, capital, region"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Boundary retry={() => controller.fetch(listCountries)} fallback={<div className="picker-list" aria-busy="true" />}>
        <CountryList filter={useDeferredValue(text)} code={code} />
      </Boundary>
    </section>
  );
}

interface CountryListProps {
  readonly filter: string;
  readonly code: string | undefined;
}

const CountryList = memo(function CountryList({ filter, code }: CountryListProps) {
  const countries = useLive(listCountries);
  const found = countries.filter((country) => matches(country, filter));
  return (
    <>
      <p className="picker-count">
        <span aria-live="polite">{found.length === 1 ? "One country" : `${count(found.length)} countries`}</span>
        <Renders of="List" />
      </p>
      <ul className="picker-list" data-testid="countries">
        {found.map((country) => (
          <Row key={country.code} country={country} current={country.code === code} />
        ))}
      </ul>
    </>
  );
});

interface RowProps {
  readonly country: CountrySummary;
  readonly current: boolean;
}

/** The store hands out the same object as long as a country is the same, so the other rows need not render. */
const Row = memo(function Row({ country, current }: RowProps) {
  return (
    <li className="picker-row" data-country={country.code}>
      <Link to={`/countries/${country.code}`} current={current}>
        <Flag code={country.code} height={18} lazy />
        <span className="picker-name">{country.nickname ?? country.name}</span>
        <span className="picker-place">
          {country.nickname === null || country.nickname === country.name ? country.capitals.join(", ") || country.region : country.name}
        </span>
        {country.note && country.note.text !== "" && <span className="picker-note">“{country.note.text}”</span>}
      </Link>
      <Renders of={`Row ${country.name}`} />
    </li>
  );
});

import { useId, useRef, useState, type KeyboardEvent } from "react";

import type { City } from "../api";
import { count, place, shortPopulation } from "../format";
import { Notice } from "../page/notice";
import { Highlight } from "./highlight";
import { listLength, type CitySearch } from "./use-city-search";

export interface ComboboxProps {
  readonly search: CitySearch;
  readonly onPick: (city: City) => void;
  /** The city of the list that the arrow keys or the pointer rest on. */
  readonly marked: City | undefined;
  readonly onMark: (city: City | undefined) => void;
}

/**
 * The search field with its list of cities, by the combobox pattern of ARIA: the focus
 * stays in the field, arrows move through the list, Enter takes the marked city (the first
 * if none is marked), Escape closes the list and, a second time, empties the field.
 */
export function Combobox({ search, onPick, marked, onMark }: ComboboxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const cities = search.result?.cities ?? [];
  const active = cities.findIndex((city) => city === marked);
  const shown = open && cities.length > 0;

  function type(value: string) {
    setText(value);
    setOpen(true);
    onMark(undefined);
    search.search(value);
  }

  function retry() {
    type(text);
    input.current?.focus();
  }

  function pick(city: City) {
    setText(city.name);
    setOpen(false);
    onMark(undefined);
    onPick(city);
  }

  function close() {
    setOpen(false);
    onMark(undefined);
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && cities.length > 0) {
      event.preventDefault();
      setOpen(true);
      // One place before the first city stands for the field itself.
      const places = cities.length + 1;
      onMark(cities[shown ? ((active + 1 + step + places) % places) - 1 : step > 0 ? 0 : cities.length - 1]);
    } else if (event.key === "Enter") {
      const city = shown ? cities[Math.max(active, 0)] : undefined;
      if (city === undefined || search.loading && active < 0) return;
      event.preventDefault();
      pick(city);
    } else if (event.key === "Escape" && (shown || text !== "")) {
      event.preventDefault();
      if (shown) close();
      else type("");
    }
  }

  return (
    <div className="combobox" role="search">
      <label htmlFor={`${id}-input`}>Find a city</label>
      <div className="combobox-field" data-loading={search.loading || undefined}>
        <input
          ref={input}
          id={`${id}-input`}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={100}
          placeholder="Zürich, san jo, paris tx …"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          onFocus={() => setOpen(true)}
          onBlur={close}
        />
        {text !== "" && (
          <button
            type="button"
            className="combobox-clear"
            aria-label="Clear the search"
            onClick={() => {
              type("");
              input.current?.focus();
            }}
          >
            ×
          </button>
        )}
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label="Cities" hidden={!shown} data-stale={search.loading || undefined}>
        {cities.map((city, index) => (
          <li
            key={city.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            data-city={city.id}
            onPointerMove={() => index !== active && onMark(city)}
            // Before the field loses the focus, which would close the list.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(city)}
          >
            <span className="option-name">
              <Highlight name={city.name} query={search.answeredQuery} />
            </span>
            <span className="option-place">{place(city.countryName, city.admin)}</span>
            <span className="option-population">{shortPopulation(city.population)}</span>
          </li>
        ))}
      </ul>
      <p id={`${id}-hint`} className="combobox-hint" aria-live="polite" data-testid="search-status">
        {hint(search)}
      </p>
      {search.error !== undefined && <Notice error={search.error} onRetry={retry} />}
    </div>
  );
}

function hint({ answeredQuery, result }: CitySearch): string {
  if (result === undefined) return "Any word of the name, with or without accents.";
  if (result.total === 0) return `No city has a name like “${answeredQuery}”.`;
  if (result.total === 1) return "One city found.";
  return result.total > listLength
    ? `${count(result.total)} cities found, the first ${listLength} shown.`
    : `${count(result.total)} cities found.`;
}

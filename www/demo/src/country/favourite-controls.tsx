import { useState, type FormEvent } from "react";
import { useController, useQuery } from "sluice/react";

import type { CountrySummary } from "../api";
import { go } from "../page/location";
import { withNext } from "../page/next";
import { Latency } from "../search/latency";
import { addFavourite, removeFavourite, renameFavourite } from "../store/endpoints";
import { Country } from "../store/schemas";
import { useChange } from "./use-change";

export interface FavouriteControlsProps {
  readonly code: string;
  readonly loggedIn: boolean;
}

/** Marks a country as a favourite, and renames it; who is not logged in is asked to. */
export function FavouriteControls({ code, loggedIn }: FavouriteControlsProps) {
  const controller = useController();
  const country = useQuery(Country, { code });
  const change = useChange();
  if (!country) return null;
  const marked = country.nickname !== null;

  function press() {
    if (!loggedIn) {
      go(withNext("/login", `/countries/${code}`));
      return;
    }
    change.run(() => controller.fetch(marked ? removeFavourite : addFavourite, { code }), () => "");
  }

  return (
    <div className="favourite">
      <button type="button" className={marked ? "" : "primary"} aria-pressed={marked} onClick={press}>
        {marked ? "★ Favourite" : "☆ Add to favourites"}
      </button>
      <span role="alert" className="favourite-failed">
        {change.error}
      </span>
      {marked && <RenameForm country={country} />}
    </div>
  );
}

/** Gives a favourite another name. It is shown at once; a refusal takes it back. */
function RenameForm({ country }: { readonly country: CountrySummary }) {
  const controller = useController();
  const [text, setText] = useState(country.nickname ?? "");
  const [delay, setDelay] = useState(600);
  const [refuse, setRefuse] = useState(false);
  const change = useChange();

  function submit(event: FormEvent) {
    event.preventDefault();
    const nickname = text.trim();
    if (nickname === "") return;
    const before = country.nickname ?? country.name;
    setRefuse(false);
    change.run(
      () => controller.fetch(renameFavourite, { code: country.code, nickname, delay, refuse }),
      (failed) => (failed ? `“${nickname}” is taken back, the name is “${before}” as before.` : `Saved as “${nickname}”.`),
    );
  }

  return (
    <form className="rename" onSubmit={submit} aria-label={`Rename ${country.name}`}>
      <label htmlFor="nickname">Your name for it</label>
      <div className="rename-field">
        <input
          id="nickname"
          type="text"
          required
          maxLength={40}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="primary">
          Rename
        </button>
      </div>
      <div className="rename-options">
        <Latency value={delay} onChange={setDelay} />
        <button type="button" className="refuse" aria-pressed={refuse} onClick={() => setRefuse(!refuse)}>
          Fail next time
        </button>
      </div>
      <p className="rename-state" role="status">
        {change.pending > 0 ? "Saving …" : change.done}
      </p>
      <p className="rename-state rename-failed" role="alert">
        {change.error}
      </p>
    </form>
  );
}

import { useSyncExternalStore, type ReactNode } from "react";

import { count } from "../format";
import { told } from "./told";

/** How many names are shown at the most. */
const shown = 10;

/** Which components the last change has rendered again, of all that count themselves. */
export function ToldPanel({ children }: { readonly children: ReactNode }) {
  const { mounted, last } = useSyncExternalStore(told.subscribe, told.get);
  return (
    <section className="told" aria-labelledby="told-title">
      <div className="log-head">
        <h2 id="told-title">Who was told</h2>
        <button type="button" className="quiet" onClick={() => told.reset()}>
          Reset counts
        </button>
      </div>
      <p className="told-lead">
        <span className="renders" aria-hidden="true">
          1
        </span>{" "}
        counts how often a component rendered. A change renders what shows it, and nothing else.
      </p>
      <p className="told-figure">
        The last change rendered <b data-testid="told-last">{count(last.length)}</b> of{" "}
        <b data-testid="told-mounted">{count(mounted)}</b> components.
      </p>
      {last.length > 0 && (
        <ul className="told-list" aria-label="Rendered by the last change">
          {last.slice(0, shown).map(({ name, count: renders }) => (
            <li key={name} data-told={name}>
              {name} <span className="renders">{renders}</span>
            </li>
          ))}
          {last.length > shown && <li>and {count(last.length - shown)} more</li>}
        </ul>
      )}
      {children}
    </section>
  );
}

import { useState } from "react";

import type { CountryPage } from "../api";
import { Flag } from "../country/flag";
import { clients } from "./clients";
import { Section } from "./section";

/** Why one of a batch was refused: what the driver gives is the response, with the body as `data`. */
interface Refusal {
  readonly data?: { readonly error?: { readonly message: string } };
}

type Outcome = { readonly pages: readonly CountryPage[] } | { readonly error: string };

/** Two requests as one: `fetchDriver` carries out a list. */
export function Batch() {
  const [outcome, setOutcome] = useState<Outcome>();
  const [pending, setPending] = useState(false);

  function ask(...codes: string[]) {
    setPending(true);
    clients()
      .fetching.apiRequest<readonly CountryPage[]>({
        name: "getTwoCountries",
        onRequest: () => codes.map((code) => ({ url: "/getCountry", method: "POST", data: { code } })),
        getError: (refusal: Refusal) => new Error(refusal.data?.error?.message ?? "no answer"),
      })
      .then(
        (pages) => setOutcome({ pages }),
        (error: Error) => setOutcome({ error: `One failed, so both did: ${error.message}.` }),
      )
      .finally(() => setPending(false));
  }

  return (
    <Section title="Two at once" lead="A list of requests is one request: its data is the list of their data, and the first that fails ends all.">
      <div className="try-buttons">
        <button type="button" className="primary" onClick={() => ask("CH", "BR")}>
          Switzerland and Brazil
        </button>
        <button type="button" onClick={() => ask("CH", "XX")}>
          Switzerland and nowhere
        </button>
      </div>
      <div className="try-state" role="status" aria-busy={pending}>
        {outcome && "pages" in outcome && (
          <ul className="try-pair">
            {outcome.pages.map(({ country: { code, name, capitals }, cities }) => (
              <li key={code}>
                <Flag code={code} height={20} /> <b>{name}</b> {capitals.join(", ")}; largest city: {cities[0]?.name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className="try-state try-failed" role="alert">
        {outcome && "error" in outcome && outcome.error}
      </p>
    </Section>
  );
}

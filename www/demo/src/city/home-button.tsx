import { useState } from "react";
import { ApiError, isAbort } from "sluice";
import { useClient, useSession } from "sluice/react";

import type { City, HomeCity, User } from "../api";
import { describe } from "../errors";
import { requestLog } from "../log/request-log";
import { go } from "../page/location";
import { withNext } from "../page/next";

/** Makes a city the user's home, or gives the home up; who is not logged in is asked to. */
export function HomeButton({ city }: { readonly city: City }) {
  const client = useClient();
  const session = useSession<User>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isHome = session.data?.homeCity?.id === city.id;

  async function press() {
    if (!session.data) {
      go(withNext("/login", `/city/${city.id}`));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      if (isHome) await requestLog.watch("clearHomeCity", "", client.apiRequest({ name: "clearHomeCity" }));
      else {
        const call = client.apiRequest<HomeCity>({ name: "setHomeCity", data: { id: city.id } });
        await requestLog.watch("setHomeCity", city.name, call);
      }
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === "auth.required") {
        go(withNext("/login", `/city/${city.id}`));
      } else if (!isAbort(failure)) setError(describe(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="home-button">
      <button type="button" className={isHome ? "" : "primary"} aria-pressed={isHome} disabled={busy} onClick={() => void press()}>
        {isHome ? "Your home ✓" : "Make this my home"}
      </button>
      <span role="status">{error}</span>
    </div>
  );
}

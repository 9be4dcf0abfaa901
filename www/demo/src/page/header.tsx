import { useState } from "react";
import { isAbort } from "sluice";
import { useClient, useSession, type ApiRequestResult } from "sluice/react";

import type { User } from "../api";
import { describe } from "../errors";
import { requestLog } from "../log/request-log";
import { useLogged } from "../log/use-logged";
import { Link } from "./link";
import { withNext } from "./next";
import { Notice } from "./notice";

/** The name of the page, the user's home and what the user can do. */
export function Header({ path }: { readonly path: string }) {
  const session = useSession<User>();
  useLogged("session", "", session);
  const page = path.split(/[/?]/)[1];
  return (
    <header className="header">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Link to="/" className="wordmark">
        <Globe />
        Atlas
      </Link>
      <nav aria-label="Pages" className="pages">
        <Link to="/" current={page === "" || page === "city"}>
          Cities
        </Link>
        <Link to="/countries" current={page === "countries"}>
          Countries
        </Link>
        <Link to="/requests" current={page === "requests"}>
          Requests
        </Link>
      </nav>
      <nav aria-label="Account">{session.data ? <Account user={session.data} /> : <Guest path={path} session={session} />}</nav>
    </header>
  );
}

function Guest({ path, session }: { readonly path: string; readonly session: ApiRequestResult<User> }) {
  // Until the first answer nobody knows whether this is a guest.
  const [known, setKnown] = useState(false);
  if (!session.loading && !known) setKnown(true);
  if (session.error && !session.loading) {
    return <Notice error={session.error} onRetry={session.refetch} />;
  }
  if (!known) return null;
  const next = /^\/(login|register)\b/.test(path) ? "/" : path;
  return (
    <>
      <Link to={withNext("/login", next)} className="button quiet">
        Log in
      </Link>
      <Link to={withNext("/register", next)} className="button">
        Register
      </Link>
    </>
  );
}

function Account({ user }: { readonly user: User }) {
  const client = useClient();
  const [error, setError] = useState<string>();

  // On success the client empties itself and goes to the login page.
  async function logout() {
    setError(undefined);
    try {
      await requestLog.watch("logout", "", client.apiRequest({ name: "logout" }));
    } catch (failure) {
      if (!isAbort(failure)) setError(describe(failure));
    }
  }

  return (
    <>
      {user.homeCity && (
        <Link to={`/city/${user.homeCity.id}`} className="home-city">
          <House />
          <span className="visually-hidden">Home: </span>
          <span className="home-city-name">
            {user.homeCity.name}, {user.homeCity.country}
          </span>
        </Link>
      )}
      <span className="user-name" title={user.email}>
        {user.name}
      </span>
      <button type="button" className="quiet" onClick={() => void logout()}>
        Log out
      </button>
      {error !== undefined && (
        <p className="header-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

function Globe() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="icon">
      <circle cx="12" cy="12" r="9.5" />
      <ellipse cx="12" cy="12" rx="4.4" ry="9.5" />
      <path d="M2.5 12h19" />
    </svg>
  );
}

function House() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" className="icon">
      <path d="M3.5 11.5 12 4l8.5 7.5M6 9.8V20h12V9.8" />
    </svg>
  );
}

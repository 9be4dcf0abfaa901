import { useClient } from "sluice/react";

import { requestLog } from "../log/request-log";
import { Link } from "../page/link";
import { go } from "../page/location";
import { nextOf, withNext } from "../page/next";
import { useTitle } from "../page/title";
import { Field } from "./field";
import { useSubmit } from "./use-submit";

/** The login page; afterwards it goes where `?next=` says. */
export function Login({ search }: { readonly search: string }) {
  useTitle("Log in");
  const client = useClient();
  const next = nextOf(search);
  const form = useSubmit(async ({ email = "", password = "" }) => {
    await requestLog.watch("auth/login", email, client.login({ email, password }));
    go(next);
  });
  const problemOf = (field: string) => (form.problem?.field === field ? form.problem.text : undefined);
  return (
    <main id="main" className="account" tabIndex={-1}>
      <form onSubmit={form.onSubmit} aria-labelledby="account-title">
        <h1 id="account-title">Log in</h1>
        <p className="account-lead">Your home city and your favourites are kept in your session.</p>
        <Field label="Email" name="email" type="email" autoComplete="username" autoFocus problem={problemOf("email")} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          problem={problemOf("password")}
        />
        <p className="form-error" role="alert">
          {form.error}
        </p>
        <button type="submit" className="primary" disabled={form.busy}>
          {form.busy ? "Logging in …" : "Log in"}
        </button>
        <p className="account-other">
          No account yet? <Link to={withNext("/register", next)}>Register</Link>
        </p>
      </form>
    </main>
  );
}

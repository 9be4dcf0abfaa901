import { useClient } from "sluice/react";

import { requestLog } from "../log/request-log";
import { Link } from "../page/link";
import { go } from "../page/location";
import { nextOf, withNext } from "../page/next";
import { useTitle } from "../page/title";
import { Field } from "./field";
import { useSubmit } from "./use-submit";

/** The page that makes an account and is logged in with it. */
export function Register({ search }: { readonly search: string }) {
  useTitle("Register");
  const client = useClient();
  const next = nextOf(search);
  const form = useSubmit(async ({ name = "", email = "", password = "" }) => {
    await requestLog.watch("auth/register", email, client.register({ name, email, password }));
    go(next);
  });
  const problemOf = (field: string) => (form.problem?.field === field ? form.problem.text : undefined);
  return (
    <main id="main" className="account" tabIndex={-1}>
      <form onSubmit={form.onSubmit} aria-labelledby="account-title">
        <h1 id="account-title">Register</h1>
        <p className="account-lead">An account of this server only. Any well-formed email will do.</p>
        <Field label="Name" name="name" type="text" autoComplete="name" autoFocus problem={problemOf("name")} />
        <Field label="Email" name="email" type="email" autoComplete="username" problem={problemOf("email")} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          hint="At least 8 characters."
          problem={problemOf("password")}
        />
        <p className="form-error" role="alert">
          {form.error}
        </p>
        <button type="submit" className="primary" disabled={form.busy}>
          {form.busy ? "Registering …" : "Register"}
        </button>
        <p className="account-other">
          Have an account? <Link to={withNext("/login", next)}>Log in</Link>
        </p>
      </form>
    </main>
  );
}

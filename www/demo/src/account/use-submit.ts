import { useState, type FormEvent } from "react";
import { ApiError, isAbort } from "sluice";

import { describe } from "../errors";

export interface Submit {
  readonly busy: boolean;
  /** The field that the server refused, by its name, and why. */
  readonly problem: { readonly field: string; readonly text: string } | undefined;
  /** What went wrong apart from a single field. */
  readonly error: string | undefined;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** Runs a form: sends its text fields, keeps what went wrong. */
export function useSubmit(send: (fields: Readonly<Record<string, string>>) => Promise<void>): Submit {
  const [state, setState] = useState<Omit<Submit, "onSubmit">>(idle);

  async function submit(form: HTMLFormElement) {
    setState({ ...idle, busy: true });
    try {
      await send(textFields(form));
      setState(idle);
    } catch (failure) {
      if (isAbort(failure)) setState(idle);
      else setState({ ...idle, ...explain(failure, form) });
    }
  }

  return {
    ...state,
    onSubmit(event) {
      event.preventDefault();
      if (!state.busy) void submit(event.currentTarget);
    },
  };
}

const idle: Omit<Submit, "onSubmit"> = { busy: false, problem: undefined, error: undefined };

function textFields(form: HTMLFormElement): Readonly<Record<string, string>> {
  const texts = [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === "string");
  return Object.fromEntries(texts);
}

function explain(failure: unknown, form: HTMLFormElement): Partial<Submit> {
  if (failure instanceof ApiError && failure.code === "api.invalidRequest") {
    const { path, expected } = failure.params;
    if (typeof path === "string" && form.elements.namedItem(path) !== null) {
      return { problem: { field: path, text: `Expected: ${typeof expected === "string" ? expected : "another value"}.` } };
    }
  }
  return { error: describe(failure) };
}

import { useState, type FormEvent } from "react";
import { useController, useQuery } from "sluice/react";

import { writeNote } from "../store/endpoints";
import { Note } from "../store/schemas";
import { useChange } from "./use-change";

/** What visitors have written at a country: everybody sees it at once, and may write it anew. */
export function CountryNote({ code }: { readonly code: string }) {
  const controller = useController();
  const note = useQuery(Note, { code });
  // What is being written, upon which revision; undefined: what is there is shown.
  const [draft, setDraft] = useState<{ readonly text: string; readonly upon: number }>();
  const [sent, setSent] = useState("");
  const change = useChange();
  if (!note) return null;
  const { text, by, rev } = note;

  function submit(event: FormEvent) {
    event.preventDefault();
    const written = (draft?.text ?? text).trim();
    setDraft(undefined);
    setSent(written);
    change.run(
      () =>
        controller.fetch(writeNote, { code, text: written }).catch((failure: unknown) => {
          // The text is not lost, unless another one has been begun meanwhile.
          setDraft((begun) => begun ?? { text: written, upon: rev });
          throw failure;
        }),
      (failed) => (failed ? "The note is as it was; yours is still in the field." : "Everybody sees it."),
    );
  }

  return (
    <section className="note" aria-labelledby="note-title">
      <h2 id="note-title">A note for everybody</h2>
      <p className="note-text" aria-live="polite" data-testid="note">
        {text === "" ? (
          "Nobody has written one."
        ) : (
          <>
            “{text}” <small>{by === "" ? "a guest" : by}</small>
          </>
        )}
      </p>
      <form onSubmit={submit}>
        <label htmlFor="note" className="visually-hidden">
          Note
        </label>
        <input
          id="note"
          type="text"
          maxLength={140}
          autoComplete="off"
          value={draft?.text ?? text}
          onChange={(event) => setDraft({ text: event.target.value, upon: draft?.upon ?? rev })}
        />
        <button type="submit">Write</button>
      </form>
      <p className="note-state" role="status">
        {draft !== undefined && draft.upon !== rev
          ? "Somebody has written meanwhile; yours will replace it."
          : change.pending > 0
            ? "Saving …"
            : text === sent // it is still the one that was written here
              ? change.done
              : ""}
      </p>
      <p className="note-state note-failed" role="alert">
        {change.error}
      </p>
    </section>
  );
}

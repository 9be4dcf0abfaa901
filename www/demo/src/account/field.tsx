import { useId } from "react";

export interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type: "text" | "email" | "password";
  readonly autoComplete: string;
  readonly hint?: string;
  /** What is wrong with the value, if anything. */
  readonly problem?: string | undefined;
  readonly autoFocus?: boolean;
  readonly minLength?: number;
}

/** A labelled input of a form, with its hint and its problem read out along with it. */
export function Field({ label, hint, problem, minLength, ...input }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        required
        minLength={minLength}
        maxLength={191}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

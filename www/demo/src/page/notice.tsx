import { describe } from "../errors";

export interface NoticeProps {
  readonly error: unknown;
  /** Asks again; what becomes of it shows itself, so that a promise is not waited for. */
  readonly onRetry: () => unknown;
}

/** What went wrong, read out at once, and a button to try again. */
export function Notice({ error, onRetry }: NoticeProps) {
  function retry() {
    Promise.resolve(onRetry()).catch(() => undefined);
  }
  return (
    <div className="notice" role="alert">
      <p>{describe(error)}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

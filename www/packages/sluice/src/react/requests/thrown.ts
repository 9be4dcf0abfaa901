/** What an error is thrown as by hooks with `throwError`. */
export interface ThrownRequest {
  readonly error: unknown;
  readonly type: string;
  readonly requestKey: string | number | null | undefined;
}

/** Those of requests that are reset when nobody shows them any more. */
const transient = new WeakSet<ThrownRequest>();

/** Throws an error, if there is one, for a boundary. */
export function throwIf(error: unknown, type: string, requestKey: ThrownRequest["requestKey"], autoReset: boolean): void {
  if (error === null) return;
  const thrown: ThrownRequest = { error, type, requestKey };
  if (autoReset) transient.add(thrown);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- it says which request it is of
  throw thrown;
}

/** Whether something was thrown by {@link throwIf}, or is such. */
export function isOfRequest(thrown: unknown): thrown is ThrownRequest {
  return typeof thrown === "object" && thrown !== null && "error" in thrown && "type" in thrown && "requestKey" in thrown;
}

export function isTransient(thrown: ThrownRequest): boolean {
  return transient.has(thrown);
}

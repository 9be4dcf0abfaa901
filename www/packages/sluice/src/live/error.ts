import type { SubscriberError } from "./types.js";

/** An error that `onError` of a subscriber is given. */
export function troubleOf(kind: SubscriberError["kind"], message: string, { cause, ...more }: { cause?: unknown; code?: string; event?: MessageEvent } = {}): SubscriberError {
  return Object.assign(new Error(`sluice: ${message}`, cause === undefined ? undefined : { cause }), { kind, ...more });
}

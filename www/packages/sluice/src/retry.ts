import { ApiError, NetworkError, TimeoutError } from "./errors.js";
import { needs } from "./schema/check.js";
import type { Writer } from "./wire.js";
import { writeRetry } from "./wire.gen.js";

/** When a read is sent again that was not answered, has timed out, or was answered with 429, 502, 503 or 504. */
export interface Retry {
  /** How often it is sent at most, the first time included. Default 3. */
  readonly attempts?: number;
  /** How long it waits first, in ms. Default 1,000. */
  readonly delay?: number;
  /** Each following wait is so many times as long. Default 2. */
  readonly factor?: number;
  /** The longest wait, in ms. Default 30,000. A `Retry-After` of the server is waited whatever it is. */
  readonly max?: number;
  /** What is added to each wait at most, by chance, in ms. Default 0. */
  readonly jitter?: number;
}

const least = { attempts: 1, delay: 0, factor: 1, max: 0, jitter: 0 };

/** Throws {@link UsageError} for what is no {@link Retry}; `where` is what it is a part of. */
export function checkRetry(retry: unknown, where = ""): void {
  if (retry === undefined || retry === false) return;
  needs(typeof retry === "object" && retry !== null, `${where}retry`, retry, "false, or { attempts, delay, factor, max, jitter }");
  for (const [name, min] of Object.entries(least)) {
    const value = (retry as Readonly<Record<string, unknown>>)[name];
    const whole = name === "attempts";
    const right = value === undefined || (typeof value === "number" && value >= min && value < 2 ** 32 && (!whole || value % 1 === 0));
    needs(right, `${where}retry.${name}`, value, `a ${whole ? "whole " : ""}number, ${min} or more`);
  }
}

/** Says so of the client, call or endpoint whose command follows. */
export function writeRetryOf(w: Writer, retry: Retry | false | undefined): void {
  if (retry === undefined) return;
  const { attempts = 3, delay = 1000, factor = 2, max = 30_000, jitter = 0 } = retry || { attempts: 1 };
  writeRetry(w, attempts, delay, factor, max, jitter);
}

/** Whether another attempt may not meet an error. */
export function isTransient(error: unknown): boolean {
  // Our drivers reject with what fetch gives.
  if (!(error instanceof ApiError || error instanceof Response)) return error instanceof NetworkError || error instanceof TimeoutError;
  return error.status === 429 || (error.status >= 502 && error.status <= 504);
}

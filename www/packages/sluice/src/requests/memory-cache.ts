import { UsageError } from "../errors.js";
import { show } from "../options.js";
import type { Request } from "./request.js";
import { resolutionOf } from "./resolution.js";
import { Live, type Result } from "./result.js";
import { types } from "./types.js";

/** What `resolver.caching` takes as a cache. */
export interface RequestCache {
  /** What answers a request, if anything does. */
  resolve(request: Request<object>): Result | null | undefined;
  /** A request was sent; `result` is what becomes of it. */
  cache(request: Request<object>, result: Result): void;
}

interface Stored {
  readonly result: Result;
  /** Whether it answered a read. */
  readonly read: boolean;
  /** The last ms in which it is valid. */
  until: number;
  /** The clock by which it is. */
  readonly now: () => number;
}

/** What is in flight for a signature. */
interface Flight {
  /** The read that others may join, and that is to be stored. */
  open: Result | undefined;
  /** The mutation that was issued last. */
  latest: Result | undefined;
  readonly mutations: Set<Result>;
}

/**
 * Keeps the answers of requests that have a signature, and has equal reads share what is in flight. A
 * mutation drops what is kept of its signature; its own answer may take the place. Without a limit of
 * time, unless the request has `expires`.
 */
export class MemoryCache implements RequestCache {
  #max: number;
  #stored = new Map<string, Stored>();
  #flights = new Map<string, Flight>();

  /** `max`: how many answers are kept; the one that was stored first goes first. */
  constructor({ max = 10_000 }: { readonly max?: number } = {}) {
    if (typeof max !== "number" || !(max >= 0)) throw new UsageError(`max is ${show(max)}; give a number of answers`);
    this.#max = max;
  }

  /** How many answers are stored. */
  get size(): number {
    return this.#stored.size;
  }

  /** The answer of a read that is stored or in flight, else `null`. */
  resolve(request: Request<object>): Result | null {
    const resolution = resolutionOf(request);
    const { read, signature } = resolution;
    if (signature === undefined) return null;
    if (read) {
      const stored = this.#stored.get(signature);
      if (stored && isValid(stored)) return stored.result;
      if (stored) this.#stored.delete(signature);
      const open = this.#flights.get(signature)?.open;
      if (open) return open;
    }
    resolution.expires(); // it is read before anything is sent
    return null;
  }

  /** Takes over what a request that was sent now comes to. */
  cache(request: Request<object>, result: Result): void {
    const resolution = resolutionOf(request);
    const { read, signature, stores, home: { now } } = resolution;
    if (signature === undefined) return;
    const expires = resolution.expires();
    let flight = this.#flights.get(signature)!;
    if (!flight) this.#flights.set(signature, (flight = { open: undefined, latest: undefined, mutations: new Set() }));
    if (read) flight.open = result;
    else {
      this.#stored.delete(signature);
      flight.open = undefined;
      flight.latest = result;
      flight.mutations.add(result);
    }
    const until = () => (Number.isFinite(expires) ? now() + (expires as number) * 1000 : Infinity);
    const told = (late: boolean) => {
      if (!types.result.complete.match(result)) return;
      const success = result.state === "success";
      const stored = this.#stored.get(signature);
      const present = this.#flights.get(signature);
      if (stored?.result === result) {
        if (success) stored.until = until();
        else this.#stored.delete(signature);
        return;
      }
      let keeps = success && present === flight;
      if (read) {
        keeps &&= flight.open === result;
        if (flight.open === result) flight.open = undefined;
      } else {
        const first = flight.mutations.delete(result);
        keeps &&= first && stores && flight.latest === result;
        if (first || late) {
          if (present) present.open = undefined;
          if (stored?.read) this.#stored.delete(signature);
        }
      }
      if (present && !present.open && present.mutations.size === 0) this.#flights.delete(signature);
      if (keeps) this.#store(signature, { result, read, until: until(), now });
    };
    if (result instanceof Live) result.hooks.push(told);
    else (result as Partial<Result>).subscribe?.(() => told(false)); // a value of types.result stays what it is
    told(false);
  }

  #store(signature: string, stored: Stored): void {
    this.#stored.delete(signature);
    if (isValid(stored)) this.#stored.set(signature, stored);
    if (this.#stored.size > this.#max) for (const [oldest] of this.#stored) return void this.#stored.delete(oldest);
  }

  /** Forgets what is known of a signature: the next read is sent. */
  invalidate(signature: string): void {
    this.#stored.delete(signature);
    this.#flights.delete(signature);
  }

  /** Forgets everything. */
  clear(): void {
    this.#stored.clear();
    this.#flights.clear();
  }

  /** Drops what is not valid any more; gives whether there is something that will not be. @internal */
  sweep(): boolean {
    let left = false;
    for (const [signature, stored] of this.#stored) {
      if (!isValid(stored)) this.#stored.delete(signature);
      else left ||= stored.until < Infinity;
    }
    return left;
  }
}

function isValid({ until, now }: Stored): boolean {
  return now() <= until;
}

import { describe, expect, test } from "vitest";
import { MemoryCache, resolver, type Request, type Result } from "../../src/index.js";
import { C, D, R, Remote, U, scene } from "./remote.js";

/** A number from 0 up to n, from a seed: the same sequence each time. */
function dice(seed: number): (n: number) => number {
  return (n) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

interface Sent {
  readonly kind: "read" | "mutation";
  readonly signature: string | undefined;
  readonly stores: boolean;
  readonly expires: number;
  /** When it was issued, when it settled: steps. */
  readonly issued: number;
  settled?: number;
  completedAt?: number;
  ok?: boolean;
  /** Its slot was emptied by hand since. */
  forgotten: boolean;
}

/**
 * The rules, as a history that is looked through from its beginning for each read. Nothing is kept beside
 * what was sent and what became of it.
 */
class Model {
  readonly sent: Sent[] = [];
  now = 0;
  step = 0;

  issue(sent: Omit<Sent, "issued" | "forgotten">): number {
    this.sent.push({ ...sent, issued: ++this.step, forgotten: false });
    return this.sent.length - 1;
  }

  settle(i: number, ok: boolean): void {
    Object.assign(this.sent[i]!, { settled: ++this.step, completedAt: this.now, ok });
  }

  forget(signature?: string): void {
    this.step++;
    for (const each of this.sent) if (signature === undefined || each.signature === signature) each.forgotten = true;
  }

  /** Whether a mutation of the signature was issued or settled within two steps. */
  #touched({ signature }: Sent, after: number, before = Infinity): boolean {
    const between = (step: number | undefined) => step !== undefined && step > after && step < before;
    return this.sent.some((m) => m.kind === "mutation" && m.signature === signature && (between(m.issued) || between(m.settled)));
  }

  /** What answers a read: a stored answer, or the read in flight. */
  find(signature: string | undefined): number | undefined {
    if (signature === undefined) return undefined;
    const found = this.sent.findIndex((each) => each.signature === signature && !each.forgotten && this.#stored(each));
    if (found >= 0) return found;
    const open = this.sent.findIndex((each) => each.signature === signature && each.kind === "read" && !each.forgotten && each.settled === undefined && !this.#touched(each, each.issued));
    return open >= 0 ? open : undefined;
  }

  #stored(each: Sent): boolean {
    if (!each.ok || each.settled === undefined) return false;
    if (this.now > each.completedAt! + each.expires * 1000) return false;
    if (each.kind === "read") return !this.#touched(each, each.issued);
    // Only a mutation that was issued later drops the answer of one.
    const later = this.sent.some((m) => m.kind === "mutation" && m.signature === each.signature && m.issued > each.issued);
    return each.stores && !later;
  }

  /** How many answers would be given. */
  get valid(): number {
    const answers = this.sent.filter((each) => each.signature !== undefined && !each.forgotten && this.#stored(each));
    return new Set(answers.map(({ signature }) => signature)).size;
  }
}

describe("the memory cache does what the rules say", () => {
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))("sequence %i", async (seed) => {
    const roll = dice(seed * 7919);
    const remote = new Remote();
    const cache = new MemoryCache();
    const { client, clock } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    const model = new Model();
    model.now = clock.now;
    const results: (Result | undefined)[] = [];
    const open = new Set<number>();
    /** Who waits for what was sent: calls that may be aborted; a Result that was given out stays. */
    const holders: Set<AbortController | "result">[] = [];
    const log: string[] = [];
    /** Has a request carried out by a call or for a Result. What was sent is at `i`, new if it is the last. */
    const begin = (request: Request<object>, i: number) => {
      const own = (holders[i] ??= new Set());
      if (roll(2) === 0) {
        own.add("result");
        return client.resolve(request)!;
      }
      const controller = new AbortController();
      own.add(controller);
      client.apiRequest(request, { signal: controller.signal }).catch(() => {});
      return undefined;
    };

    for (let step = 0; step < 120; step++) {
      const signature = ["a", "b", undefined][roll(3)];
      const expires = [Infinity, Infinity, 2, 0, -1][roll(5)]!;
      switch (roll(14)) {
        case 0: case 1: case 2: case 3: case 4: {
          const expected = model.find(signature);
          const { net } = remote;
          const result = begin(R({ signature, expires }), expected ?? model.sent.length);
          log.push(`read ${signature} expires ${expires}: ${expected}`);
          if (expected === undefined) {
            expect(remote.net, log.join("\n")).toBe(net + 1);
            open.add(model.issue({ kind: "read", signature, stores: true, expires }));
            results.push(result);
          } else {
            expect(remote.net, log.join("\n")).toBe(net);
            if (result) expect((results[expected] ??= result) === result, log.join("\n")).toBe(true);
          }
          break;
        }
        case 5: case 6: {
          const [make, stores] = ([[U, true], [C, true], [D, false], [U, false]] as const)[roll(4)]!;
          results.push(begin(make({ signature, expires, cacheable: make === D || stores }), model.sent.length));
          open.add(model.issue({ kind: "mutation", signature, stores, expires }));
          log.push(`mutation ${signature} stores ${stores} expires ${expires}`);
          break;
        }
        case 7: case 8: case 9: {
          const i = [...open][roll(open.size)];
          if (i === undefined) break;
          open.delete(i);
          const ok = roll(4) > 0;
          log.push(`${i} ${ok ? "answers" : "fails"}`);
          model.settle(i, ok);
          await (ok ? remote.calls[i]!.answer(i) : remote.calls[i]!.fail(new Error(`${i}`)));
          if (results[i]) expect(results[i].state).toBe(ok ? "success" : "failure");
          break;
        }
        case 10:
          await clock.tick(roll(2500));
          model.now = clock.now;
          log.push(`now ${clock.now}`);
          break;
        case 11: case 12: {
          const i = [...open][roll(open.size)];
          const controller = [...(holders[i ?? -1] ?? [])].find((holder) => holder !== "result");
          if (i === undefined || !controller) break;
          log.push(`one leaves ${i}`);
          controller.abort();
          holders[i]!.delete(controller);
          const last = holders[i]!.size === 0;
          expect(remote.calls[i]!.signal.aborted, log.join("\n")).toBe(last);
          if (!last) break;
          open.delete(i);
          model.settle(i, false);
          break;
        }
        case 13: {
          if (roll(4) > 0) break;
          const all = roll(2) === 0;
          log.push(all ? "clear" : `invalidate ${signature}`);
          if (all) cache.clear();
          else if (signature !== undefined) cache.invalidate(signature);
          if (all || signature !== undefined) model.forget(all ? undefined : signature);
          break;
        }
      }
      expect(cache.size, log.join("\n")).toBeGreaterThanOrEqual(model.valid);
    }
    await client.sweep();
    expect(cache.size).toBe(model.valid);
  });
});

import { describe, expect, test } from "vitest";
import { share } from "../src/share.js";

/** A generator of numbers from a seed, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const names = ["a", "b", "__proto__", "constructor", "0", ""];
const leaves = ["null", "true", "0", "-0", "1.5", '"x"', '""', '"\\ud800"'];

/** JSON text of a random value. */
function randomJson(next: () => number, depth: number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const kind = depth === 0 ? 0 : next();
  if (kind < 0.4) return pick(leaves);
  const size = Math.floor(next() * 4);
  if (kind < 0.7) return `[${Array.from({ length: size }, () => randomJson(next, depth - 1)).join(",")}]`;
  const members = names.filter(() => next() < 0.4).sort(() => next() - 0.5);
  return `{${members.map((name) => `${JSON.stringify(name)}:${randomJson(next, depth - 1)}`).join(",")}}`;
}

type Node = Record<string, unknown> | unknown[];
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const member = (value: Node, name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;

/** Equality as it is promised, written down as simply as can be. */
function equal(a: unknown, b: unknown): boolean {
  if (!isNode(a) || !isNode(b)) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const own = Object.keys(a);
  return own.length === Object.keys(b).length && own.every((name) => Object.hasOwn(b, name) && equal(member(a, name), member(b, name)));
}

/** Checks that each part of `shared` that is equal to the same part of `previous` is that very object. */
function expectShared(shared: unknown, previous: unknown): void {
  if (!isNode(shared) || !isNode(previous) || Array.isArray(shared) !== Array.isArray(previous)) return;
  if (equal(shared, previous)) {
    expect(shared).toBe(previous);
    return;
  }
  expect(shared).not.toBe(previous);
  for (const name of Object.keys(shared)) {
    if (Object.hasOwn(previous, name)) expectShared(member(shared, name), member(previous, name));
  }
}

describe("share", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))("gives the next value in shape, and every equal part of the previous one (seed %i)", (seed) => {
    const next = random(seed);
    for (let i = 0; i < 200; i++) {
      const before = randomJson(next, 4);
      // Every second time a value that differs in one place, or in none.
      const after = i % 2 ? randomJson(next, 4) : before.replace(/true|1\.5/, () => leaves[Math.floor(next() * leaves.length)]!);
      const previous: unknown = JSON.parse(before);
      const shared = share(previous, JSON.parse(after));
      expect(equal(shared, JSON.parse(after)), `${before} → ${after}`).toBe(true);
      expect(equal(previous, JSON.parse(before)), `${before} has been changed`).toBe(true);
      expectShared(shared, previous);
    }
  });

  test("gives the names in the order of the next value when it differs", () => {
    expect(Object.keys(share({ a: 1, b: 2 }, { b: 2, a: 3 }) as object)).toEqual(["b", "a"]);
  });

  test("tells 0 from -0, an array from an object, a missing member from null", () => {
    expect(share(0, -0)).toBe(-0);
    expect(share([], {})).toEqual({});
    expect(share({}, [])).toEqual([]);
    expect(share({ a: null }, {})).toEqual({});
    expect(share({}, { a: null })).toEqual({ a: null });
    expect(share([1, 2], [1])).toEqual([1]);
    expect(share([1], [1, 2])).toEqual([1, 2]);
  });

  test("does not take a member from the prototype for one of the previous value", () => {
    const next: unknown = JSON.parse('{"toString":1,"__proto__":{"a":1}}');
    const shared = share({}, next) as object;
    expect(Object.keys(shared)).toEqual(["toString", "__proto__"]);
    expect(Object.getPrototypeOf(shared)).toBe(Object.prototype);
  });

  test("gives the right value even where it is nested too deep to compare", () => {
    const nest = (depth: number, leaf: string) => JSON.parse("[".repeat(depth) + leaf + "]".repeat(depth)) as unknown;
    let shared = share(nest(100_000, "1"), nest(100_000, "2"));
    while (Array.isArray(shared)) shared = shared[0];
    expect(shared).toBe(2);
  });
});

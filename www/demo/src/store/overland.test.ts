import { expect, test } from "vitest";

import { overlandFrom } from "./overland";
import type { CountryInTheWorld } from "./schemas";

interface Draft extends CountryInTheWorld {
  borders: Draft[];
}

/** Countries named by letters: "AB BC" has borders between A and B, and B and C. */
function world(borders: string): Record<string, Draft> {
  const countries: Record<string, Draft> = {};
  const at = (code: string) => (countries[code] ??= { code, name: code.toLowerCase(), borders: [] });
  for (const [a, b] of borders.split(" ").map((pair) => [at(pair[0]!), at(pair[1]!)] as const)) {
    a.borders.push(b);
    b.borders.push(a);
  }
  return countries;
}

function names(start: CountryInTheWorld): string {
  const { reachable, way } = overlandFrom(start);
  return `${reachable}: ${way.map((stop) => stop.name).join(" ")}`;
}

test("the farthest country is the one with the most borders on the shortest way", () => {
  const { A, C } = world("AB BC CD AC");
  expect(names(A!)).toBe("3: a c d");
  expect(names(C!)).toBe("3: c b");
});

test("borders that go round end", () => {
  expect(names(world("AB BC CA")["A"]!)).toBe("2: a b");
});

test("an island is where one stays", () => {
  expect(names({ code: "I", name: "i" })).toBe("0: i");
});

import { expect, test } from "vitest";

import { area, coordinates, count, duration, place, population, shortPopulation } from "./format";

test("numbers have separators, and 0 people are unknown", () => {
  expect([population(341730), population(0), shortPopulation(341730), shortPopulation(0), count(0), area(41284), area(0)]).toEqual([
    "341,730", "unknown", "341.7K", "", "0", "41,284 km²", "unknown",
  ]);
});

test("coordinates name their hemispheres", () => {
  expect(coordinates(47.36667, 8.55)).toBe("47.367° N, 8.550° E");
  expect(coordinates(-34.61315, -58.37723)).toBe("34.613° S, 58.377° W");
});

test("durations have the unit that fits", () => {
  expect([0.42, 12.3, 999, 1234].map(duration)).toEqual(["0.4 ms", "12 ms", "999 ms", "1.23 s"]);
});

test("an admin code is shown when it says something", () => {
  expect([place("Switzerland", "ZH"), place("United Kingdom", "ENG"), place("Germany", "02"), place("Chad", "")]).toEqual([
    "ZH, Switzerland", "ENG, United Kingdom", "Germany", "Chad",
  ]);
});

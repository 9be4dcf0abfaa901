import { expect, test } from "vitest";

import type { City } from "../api";
import { labelPlaces, type Dot } from "./labels";

function dot(name: string, x: number, y: number): Dot {
  const city: City = { id: 1, name, country: "CH", countryName: "Switzerland", admin: "", lat: 0, lon: 0, population: 0 };
  return { city, x, y, radius: 2 };
}

function names(dots: readonly Dot[]): readonly string[] {
  return labelPlaces(dots, 100).map((label) => `${label.city.name} ${label.anchor}`);
}

test("a name stands right of its dot", () => {
  expect(names([dot("Bern", 0, 0)])).toEqual(["Bern start"]);
});

test("a name that would leave the map stands left of its dot", () => {
  expect(names([dot("Bern", 90, 0)])).toEqual(["Bern end"]);
});

test("the first dot has its name even where there is no room", () => {
  expect(names([dot("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 0, 0)])).toHaveLength(1);
});

test("a name that would cover another one on both sides is left out", () => {
  expect(names([dot("Bern", 0, 0), dot("Thun", 1, 1), dot("Biel", 1, 2), dot("Basel", 0, 50)])).toEqual([
    "Bern start",
    "Thun end",
    "Basel start",
  ]);
});

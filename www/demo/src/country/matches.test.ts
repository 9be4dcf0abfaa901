import { expect, test } from "vitest";

import type { CountrySummary } from "../api";
import { matches } from "./matches";

const country: CountrySummary = {
  code: "CI", name: "Ivory Coast", capitals: ["Yamoussoukro"], region: "Africa", subregion: "Western Africa",
  area: 322463, cityCount: 1, nickname: "Côte d’Ivoire",
};

test.each([
  ["", true],
  ["ivo", true],
  ["COAST ivory", true],
  ["cote", true],
  ["côte divoire", true],
  ["yam", true],
  ["west afr", true],
  ["oast", false],
  ["ivory asia", false],
])("the filter %j: %j", (filter, expected) => {
  expect(matches(country, filter)).toBe(expected);
});

test("a country that has no nickname has no word for it", () => {
  expect(matches({ ...country, nickname: null }, "null")).toBe(false);
});

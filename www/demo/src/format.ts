const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 341730 → "341,730"; 0 → "unknown". */
export function population(people: number): string {
  return people > 0 ? whole.format(people) : "unknown";
}

/** 341730 → "341.7K"; 0 → "". */
export function shortPopulation(people: number): string {
  return people > 0 ? compact.format(people) : "";
}

/** 3 → "3"; 12345 → "12,345". */
export function count(n: number): string {
  return whole.format(n);
}

/** Square kilometres: 41284 → "41,284 km²"; 0 → "unknown". */
export function area(squareKilometres: number): string {
  return squareKilometres > 0 ? `${whole.format(squareKilometres)} km²` : "unknown";
}

/** 47.36667, 8.55 → "47.367° N, 8.550° E". */
export function coordinates(lat: number, lon: number): string {
  const latitude = `${Math.abs(lat).toFixed(3)}° ${lat < 0 ? "S" : "N"}`;
  const longitude = `${Math.abs(lon).toFixed(3)}° ${lon < 0 ? "W" : "E"}`;
  return `${latitude}, ${longitude}`;
}

/** Milliseconds: 0.4 → "0.4 ms"; 12.3 → "12 ms"; 1234 → "1.23 s". */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** "CH", "ZH" → "ZH, Switzerland"; an admin code that is a number says nothing and is left out. */
export function place(countryName: string, admin: string): string {
  return /^[A-Z]{2,3}$/.test(admin) ? `${admin}, ${countryName}` : countryName;
}

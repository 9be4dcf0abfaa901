const key = "atlas.trip";

/** The trip of this tab, by which the server knows its list and counts its calls. */
export function tripOfTab(): string {
  let trip = sessionStorage.getItem(key);
  if (trip === null) sessionStorage.setItem(key, (trip = Math.random().toString(36).slice(2)));
  return trip;
}

import { existsSync } from "node:fs";

/** The stores that the rows about the store compare, by the names of their modules in `cells/store/`. */
const labels = {
  sluice: "Sluice",
  "sluice-requests": "Sluice, calls by name",
  bare: "bare Map",
  swr: "SWR",
  tanstack: "TanStack Query",
  "tanstack-last": "TanStack Query, refetched after the last",
  rtk: "RTK Query",
  "rtk-refetch": "RTK Query, refetched after a failure",
  "data-client": "data-client",
  "redux-requests": "redux-requests",
  urql: "urql with Graphcache",
  apollo: "Apollo Client",
};

const folder = new URL("../cells/store/", import.meta.url);

/** Those that have a module in this folder of `cells/store/`: `peers`, `react` for hooks, `overlap` for optimistic mutations. */
export function subjects(of = "peers") {
  return Object.keys(labels).filter((name) => existsSync(new URL(`${of}/${name}.js`, folder)));
}

export const label = (name) => labels[name];

/** Why a store is in no row that is about what it has no notion of. */
const stored = "keeps each answer as it came, no thing by itself";

export const noEntities = { bare: "keeps answers", swr: stored, tanstack: stored, rtk: stored };

export const noLayers = {
  bare: "has none",
  swr: "one optimistic value per key, put in place of the data",
  tanstack: "optimistic data is written over the data and put back by hand",
  rtk: "optimistic data is a patch of the data, undone by its inverse",
  "redux-requests": "optimistic data is written over the data, and other data over it again",
};

export const noExpiry = {
  swr: "every key is stale when it is mounted",
  urql: "Graphcache removes data, it does not mark it",
  apollo: "removes data or asks again, it does not mark it",
};

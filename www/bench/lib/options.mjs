import { parseArgs } from "node:util";

export const rows = {
  a: "sequential",
  b: "burst",
  c: "endurance",
  d: "start",
  e: "hot-read",
  f: "ingest",
  g: "changed",
  h: "identical",
  i: "shared-user",
  j: "watchers",
  k: "store-size",
  l: "invalidate",
  m: "layers",
  n: "keys",
  o: "react-rows",
  p: "memory",
  q: "interceptors",
  r: "overlap",
  s: "latency",
  t: "patches",
  u: "connections",
};

export const usage = `node run.mjs [--row a,b,…] [--stores bare,tanstack,…] [--quick] [--repetitions n]
  --row          these rows, default all; RESULTS.md is written only when all run
  --quick        a smoke test: 1 repetition, 20,000 requests instead of 1,000,000; writes nothing
  --repetitions  of each cell, at least 5 to count (default 7)
  --stores       only these, in the rows about the store: sluice,bare,swr,…
  --check        fail when a target is missed`;

/** Reads the command line. Throws with the usage when it makes no sense. */
export function options(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      row: { type: "string", default: Object.keys(rows).join(",") },
      quick: { type: "boolean", default: false },
      repetitions: { type: "string" },
      stores: { type: "string" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const chosen = values.row.split(",");
  const unknown = chosen.find((row) => !(row in rows));
  const repetitions = Number(values.repetitions ?? (values.quick ? 1 : 7));
  if (values.help || unknown !== undefined || !(repetitions >= 1)) throw new Error(usage);
  return {
    rows: chosen,
    repetitions,
    stores: values.stores?.split(","),
    totals: values.quick ? [10_000, 20_000] : [10_000, 100_000, 1_000_000],
    keep: !values.quick && values.stores === undefined && Object.keys(rows).every((row) => chosen.includes(row)),
    quick: values.quick,
    check: values.check,
  };
}

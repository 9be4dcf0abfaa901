import { blocked, storeRow } from "../lib/store-row.mjs";

const total = 5000;

export const { title, run, report } = storeRow({
  title: "(n) 5,000 distinct keys fetched and kept",
  about: ["Users, asked for one after the other. µs per request of the first 500 and of the last; one request alone at the end blocks as long as said."],
  base: "bare",
  columns: [
    { name: "first", head: "first, µs", ratio: true },
    { name: "last", head: "last, µs", ratio: true },
    { name: "growth", head: "last to first", show: ({ median }) => `${median.toFixed(2)} ×` },
    blocked,
  ],
  measure: (fresh) => fresh((page) => page.evaluate((total) => bench.keys({ total }), total)),
  targets: (median) => [{ target: "flat: the last at most 1.25 times the first", limit: 1.25, value: median("sluice", "growth"), unit: "×" }],
  most: 2,
});

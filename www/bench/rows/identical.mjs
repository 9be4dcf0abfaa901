import { blocked, count, storeRow, told } from "../lib/store-row.mjs";

export const { title, run, report } = storeRow({
  title: "(h) The same list again, identical",
  about: [
    "Watched as in row g. ms from the bytes until the request is settled. *Then*: one watched post is written, and how many are told when the same list comes once more: 2, the list and that post, where a thing is stored once.",
  ],
  base: "bare",
  columns: [{ name: "took", head: "ms", ratio: true }, told, { name: "after", head: "told then", show: count }, blocked],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.identical({ rounds: 5 }))),
  targets: (median) => [
    { target: "at most half of `JSON.parse`", limit: median("bare", "took") / 2, value: median("sluice", "took"), unit: "ms" },
    { target: "told: nobody", limit: 0, value: median("sluice", "told"), unit: "", exactly: true },
    { target: "told after a write in between", limit: 2, value: median("sluice", "after"), unit: "", exactly: true },
  ],
  most: 3,
});

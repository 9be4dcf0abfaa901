import { blocked, storeRow } from "../lib/store-row.mjs";

export const { title, run, report } = storeRow({
  title: "(e) Hot read of a watched query",
  about: ["A thousand watched posts, read in turn 200 times, as the binding's hook reads them when it renders again with the same arguments. ns per read; blocked by a thousand reads at once."],
  base: "bare",
  columns: [{ name: "each", head: "ns", ratio: true }, blocked],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.hotRead())),
  targets: (median) => [{ target: "at the bare Map's", limit: median("bare", "each"), value: median("sluice", "each"), unit: "ns" }],
  most: 3,
});

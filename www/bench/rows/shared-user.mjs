import { blocked, storeRow, told } from "../lib/store-row.mjs";
import { noEntities } from "../lib/subjects.mjs";

export const { title, run, report } = storeRow({
  title: "(i) One shared user inside 1,000 watched details",
  about: ["10,000 entities; 1,000 watched posts have the same author, who is written. ms until all are told."],
  absent: noEntities,
  base: "data-client",
  columns: [{ name: "each", head: "ms", ratio: true }, told, blocked],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.sharedUser())),
  targets: (median) => [
    { target: "at most 3 ms", limit: 3, value: median("sluice", "each"), unit: "ms" },
    { target: "told", limit: 1000, value: median("sluice", "told"), unit: "", exactly: true },
  ],
  most: 3,
});

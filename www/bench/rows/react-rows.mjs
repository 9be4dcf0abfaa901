import { blocked, count, storeRow } from "../lib/store-row.mjs";

export const { title, run, report } = storeRow({
  title: "(o) 1,000 mounted React rows, update one",
  about: ["React 19, a row per post through the library's hook, memoised. ms from the write until the row's new text is in the document; *ran*: rows whose function ran for one write. The bare Map is read through useSyncExternalStore."],
  of: "react",
  base: "bare",
  columns: [{ name: "each", head: "ms", ratio: true }, { name: "renders", head: "ran", show: count }, blocked],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.reactRows())),
  targets: (median) => [
    { target: "rows that ran", limit: 1, value: median("sluice", "renders"), unit: "", exactly: true },
    ...["tanstack", "data-client"].map((peer) => ({ target: `not slower than ${peer}`, limit: median(peer, "each"), value: median("sluice", "each"), unit: "ms" })),
  ],
  most: 3,
});

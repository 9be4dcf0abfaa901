import { count, blocked, storeRow, told } from "../lib/store-row.mjs";

/** The list, and those of the 40 changed posts that are watched by themselves. */
const right = 1 + 20;

export const { title, run, report } = storeRow({
  title: "(g) The same list again, 1 % changed",
  about: [
    "Watched: the list of 4,000 posts, and 1,000 of them by themselves. It comes again with 40 posts changed, 20 of them among the thousand. ms from the bytes until the last is told; *told*: watchers that then read another object; *kept*: rows of the list that are the same object as before, 3,960 if all that did not change.",
  ],
  base: "bare",
  columns: [{ name: "took", head: "ms", ratio: true }, told, { name: "kept", head: "kept", show: count }, blocked],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.changed({ rounds: 5 }))),
  targets: (median) => {
    const value = median("sluice", "took");
    return [
      { target: "at most 15 ms", limit: 15, value, unit: "ms" },
      { target: "below TanStack Query", limit: median("tanstack", "took"), value, unit: "ms" },
      { target: "a fifth of data-client", limit: median("data-client", "took") / 5, value, unit: "ms" },
      { target: "told: the list and the details that changed", limit: right, value: median("sluice", "told"), unit: "", exactly: true },
      { target: "unchanged rows keep their identity", limit: 3960, value: median("sluice", "kept"), unit: "", exactly: true },
    ];
  },
  most: 3,
});

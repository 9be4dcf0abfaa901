import { blocked, storeRow } from "../lib/store-row.mjs";

export const { title, run, report } = storeRow({
  title: "(j) One item with 1,000 watchers; 1,000 items with one watcher each, write one",
  about: ["Posts. Time of one write, until the last watcher is told."],
  base: "bare",
  columns: [
    { name: "one", head: "1 × 1,000, ms", ratio: true },
    { name: "oneBlocked", head: "longest block", show: blocked.show },
    { name: "each", head: "1,000 × 1, µs", ratio: true },
    blocked,
  ],
  async measure(fresh) {
    const one = await fresh((page) => page.evaluate(() => bench.oneItem()));
    const many = await fresh((page) => page.evaluate(() => bench.oneOfMany()));
    return { one: one.each, oneBlocked: one.blocked, each: many.each * 1000, blocked: many.blocked };
  },
  targets: (median) => [
    { target: "one item: at most 0.5 ms", limit: 0.5, value: median("sluice", "one"), unit: "ms" },
    { target: "1,000 items: at most 100 µs", limit: 100, value: median("sluice", "each"), unit: "µs" },
  ],
  most: 3,
});

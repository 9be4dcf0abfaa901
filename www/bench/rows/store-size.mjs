import { blocked, storeRow } from "../lib/store-row.mjs";

const sizes = [1000, 10_000, 100_000];

export const { title, run, report } = storeRow({
  title: "(k) Writing one entity into a store of 1,000, 10,000, 100,000",
  about: ["Users, one of them watched by itself, in no watched list. µs per write, until the watcher is told. Stores that do not normalise hold as many keys."],
  base: "bare",
  columns: [
    ...sizes.map((size) => ({ name: `of${size}`, head: `${size.toLocaleString("en-US")}, µs`, ratio: true })),
    { name: "growth", head: "last to first", show: ({ median }) => `${median.toFixed(2)} ×` },
    blocked,
  ],
  async measure(fresh) {
    const result = {};
    for (const size of sizes) {
      const { each, blocked } = await fresh((page) => page.evaluate((size) => bench.storeSize({ size }), size));
      result[`of${size}`] = each * 1000;
      result.blocked = blocked;
    }
    return { ...result, growth: result.of100000 / result.of1000 };
  },
  targets: (median) => [{ target: "flat: the last at most 1.5 times the first", limit: 1.5, value: median("sluice", "growth"), unit: "×" }],
  most: 3,
});

import { blocked, storeRow } from "../lib/store-row.mjs";
import { noExpiry } from "../lib/subjects.mjs";

export const { title, run, report } = storeRow({
  title: "(l) Invalidating one key of 10,000, and all of them",
  about: [
    "Users under a key each, none watched. RTK Query removes what nobody watches, each key by an action of its own: all of them take minutes, so that is not measured. redux-requests forgets its times.",
  ],
  absent: noExpiry,
  base: "bare",
  columns: [{ name: "one", head: "one, µs", ratio: true }, { name: "all", head: "all, ms", ratio: true }, blocked],
  async measure(fresh) {
    const { one, all, blocked } = await fresh((page) => page.evaluate(() => bench.invalidate()));
    return { one: one * 1000, all, blocked };
  },
  targets: (median) => [
    { target: "one: at most 20 µs", limit: 20, value: median("sluice", "one"), unit: "µs" },
    { target: "all: at most 5 ms", limit: 5, value: median("sluice", "all"), unit: "ms" },
  ],
  most: 3,
});

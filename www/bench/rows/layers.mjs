import { blocked, storeRow } from "../lib/store-row.mjs";
import { noLayers } from "../lib/subjects.mjs";

const counts = [10, 50];

export const { title, run, report } = storeRow({
  title: "(m) 10 and 50 pending optimistic layers over 10,000 entities: cost per commit",
  about: ["That many posts, each watched, show likes of a mutation that is not answered; another post, watched too, is written. ms until its watcher is told."],
  absent: noLayers,
  base: "data-client",
  columns: [
    ...counts.map((pending) => ({ name: `over${pending}`, head: `${pending} layers, ms`, ratio: true })),
    blocked,
  ],
  async measure(fresh) {
    const result = {};
    for (const pending of counts) {
      const { each, blocked } = await fresh((page) => page.evaluate((pending) => bench.layers({ pending }), pending));
      result[`over${pending}`] = each;
      result.blocked = blocked;
    }
    return result;
  },
  targets: (median) => [
    { target: "10 layers: at most 0.2 ms", limit: 0.2, value: median("sluice", "over10"), unit: "ms" },
    { target: "50 layers: at most 0.5 ms", limit: 0.5, value: median("sluice", "over50"), unit: "ms" },
  ],
  most: 3,
});

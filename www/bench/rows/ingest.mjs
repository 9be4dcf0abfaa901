import { blocked, storeRow } from "../lib/store-row.mjs";

export const { title, run, report } = storeRow({
  title: "(f) First ingest: 4,000 posts, 500 users, 5,500 comments in 3.85 MB",
  about: [
    "ms from the bytes to a subscriber that holds the list. *Fresh page*: the first client of a page in which this code has never run, 100 ms after it was made. *Second client*: of the same page. *Warm*: the fourth.",
  ],
  base: "bare",
  columns: [
    { name: "fresh", head: "fresh page", ratio: true },
    { name: "freshBlocked", head: "longest block", show: blocked.show },
    { name: "second", head: "second client", ratio: true },
    { name: "warm", head: "warm", ratio: true },
    blocked,
  ],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.ingest())),
  targets: (median) => [
    ...["data-client", "redux-requests", "urql", "apollo"].map((peer) => ({ target: `second client: below ${peer}`, limit: median(peer, "second"), value: median("sluice", "second"), unit: "ms" })),
    { target: "fresh page: at most twice data-client", limit: 2 * median("data-client", "fresh"), value: median("sluice", "fresh"), unit: "ms" },
  ],
  most: 5,
});

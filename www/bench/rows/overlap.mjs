import { count, storeRow } from "../lib/store-row.mjs";

const none = (target, value) => ({ target, limit: 0, value, unit: "", exactly: true });

export const { title, run, report } = storeRow({
  title: "(r) 200 overlapping optimistic mutations of 50 rows, answered out of order, three of ten with an error",
  about: [
    "A list of 50 posts is shown. Each 5 ms a mutation sets one number of one of them; the server carries it out at once, refuses three of ten, and answers after 20 to 1,000 ms, all by a seed. Time is virtual, the same for all.",
    "Frames are 16 ms apart until all is answered. In a *right* one each row shows what has come of all its mutations that have been sent, in that order, but those whose refusal has arrived: what the server has confirmed and, over it, what is pending. *wrong*: frames that showed anything else, a state that never was; *rows*: rows in them that did, added up; *at the end*: rows that are not as the server has them; *reads*: how often the list was asked for again. Each store is used as its documentation shows it for optimistic updates.",
  ],
  of: "overlap",
  absent: { bare: "has no optimistic updates" },
  base: "tanstack",
  columns: [
    { name: "end", head: "wrong at the end", show: count },
    { name: "wrong", head: "wrong frames", show: count },
    { name: "frames", head: "of", show: count },
    { name: "rows", head: "wrong rows", show: count },
    { name: "reads", head: "reads", show: count },
  ],
  measure: (fresh) => fresh((page) => page.evaluate(() => bench.overlap())),
  targets: (median) => [
    none("at the end: as the server has it", median("sluice", "end")),
    none("no frame shows what never was", median("sluice", "wrong")),
    none("calls by name, at the end: as the server has it", median("sluice-requests", "end")),
    none("calls by name, no frame shows what never was", median("sluice-requests", "wrong")),
  ],
  most: 2,
});

import { summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(a) 1,000 sequential requests with distinct data over a stub fetch that answers at once";

/** How many thousands each stub is given: growth is the library's own, so one stub is enough. */
const stubs = { light: 6, real: 1 };

/** Who is compared. `full`: caches by key, shares, aborts or refetches requests by itself. */
const cells = [
  { peer: "sluice", label: "Sluice" },
  { peer: "sluice-one-key", label: "Sluice, no requestKey" },
  { peer: "bare", label: "bare fetch" },
  { peer: "swr", label: "SWR (`mutate` outside React)" },
  { peer: "tanstack", label: "TanStack Query", full: true },
  { peer: "urql", label: "urql", full: true },
  { peer: "apollo", label: "Apollo Client", full: true },
  { peer: "rtk", label: "RTK Query", full: true },
];

/**
 * Gives per stub and cell the µs per request (ms per thousand): `cold`, the first thousand of a
 * fresh page; `first`, the first thousand keys of a new client with warm code; `last`, its sixth
 * thousand; `growth`, last over first in each run.
 */
export async function run({ browser, server, repetitions }) {
  const results = {};
  for (const [stub, thousands] of Object.entries(stubs)) {
    const samples = Object.fromEntries(cells.map(({ peer }) => [peer, { cold: [], first: [], last: [], growth: [] }]));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const { peer } of cells) {
        const { cold, warm } = await browser.page(`${server.origin}/${peer}.html`, (page) =>
          page.evaluate((options) => bench.sequential(options), { stub, thousands }),
        );
        const sample = samples[peer];
        sample.cold.push(cold);
        sample.first.push(warm[0]);
        sample.last.push(warm.at(-1));
        sample.growth.push(warm.at(-1) / warm[0]);
      }
    }
    results[stub] = Object.fromEntries(
      cells.map(({ peer }) => [peer, Object.fromEntries(Object.entries(samples[peer]).map(([name, values]) => [name, summary(values)]))]),
    );
  }
  return { results, cells };
}

/** The tables and what the targets say. */
export function report({ results, cells }) {
  const lines = [];
  const verdicts = [];
  for (const [stub, of] of Object.entries(results)) {
    lines.push(`Stub \`${stub}\`: ${stub === "light" ? "a plain object that does what a Response does" : "a true Response per call"}.`, "");
    const rows = cells.map(({ peer, label }) => {
      const { cold, first, last, growth } = of[peer];
      const row = [label, spread(cold), ratio(cold.median / of.sluice.cold.median), spread(first), ratio(first.median / of.sluice.first.median)];
      return stubs[stub] > 1 ? [...row, spread(last), ratio(growth.median)] : row;
    });
    const head = ["µs per request", "fresh page", "to Sluice", "keys 1–1,000, warm", "to Sluice"];
    lines.push(table(stubs[stub] > 1 ? [...head, "keys 5,001–6,000", "last to first"] : head, rows), "");
    const { sluice, tanstack } = of;
    for (const [state, name] of [["fresh page", "cold"], ["warm", "first"]]) {
      const times = sluice[name].median / tanstack[name].median;
      verdicts.push(verdict(`(a) \`${stub}\`, ${state}: at most twice TanStack Query`, times <= 2, ratio(times)));
      const slower = cells.filter(({ peer, full }) => full && peer !== "tanstack");
      const best = Math.min(...slower.map(({ peer }) => of[peer][name].median));
      verdicts.push(verdict(`(a) \`${stub}\`, ${state}: below every other full-featured peer`, sluice[name].median < best, `${number(sluice[name].median)} against ${number(best)} µs`));
    }
    if (stubs[stub] > 1) verdicts.push(verdict(`(a) \`${stub}\`: keys 5,001–6,000 as fast as 1–1,000`, sluice.growth.median <= 1.25, ratio(sluice.growth.median)));
  }
  return { lines, verdicts };
}

import { median, summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(b) 1,000 calls of one `get…` name at once: 999 aborted, 1 answered";

const rounds = 7;

const cells = [
  { peer: "sluice", label: "Sluice (nothing to write)" },
  { peer: "bare", label: "bare fetch, an AbortController each by hand" },
  { peer: "tanstack", label: "TanStack Query, `cancelQueries` before each" },
  { peer: "rtk", label: "RTK Query, `abort()` before each" },
];

/**
 * Gives per cell the ms until all thousand promises are settled: `cold`, the first burst of a fresh
 * page, and `warm`, the median of those after it; and what the stub saw.
 */
export async function run({ browser, server, repetitions }) {
  const samples = Object.fromEntries(cells.map(({ peer }) => [peer, { cold: [], warm: [] }]));
  const counts = {};
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { peer } of cells) {
      const result = await browser.page(`${server.origin}/${peer}.html`, (page) => page.evaluate((options) => bench.burst(options), { rounds }));
      const [cold, ...warm] = result.times;
      samples[peer].cold.push(cold);
      samples[peer].warm.push(median(warm));
      counts[peer] = result.counts;
    }
  }
  const results = Object.fromEntries(cells.map(({ peer }) => [peer, { cold: summary(samples[peer].cold), warm: summary(samples[peer].warm), counts: counts[peer] }]));
  return { results, cells };
}

export function report({ results, cells }) {
  const rows = cells.map(({ peer, label }) => {
    const { cold, warm, counts } = results[peer];
    return [label, spread(cold), spread(warm), ratio(warm.median / results.sluice.warm.median), counts.started, counts.aborted, counts.answered];
  });
  const { cold, warm, counts } = results.sluice;
  const exact = counts.started === 1000 && counts.aborted === 999 && counts.answered === 1 && counts.lastAnswered;
  return {
    lines: [table(["ms until all are settled", "fresh page", "warm", "to Sluice", "fetches", "aborted", "answered"], rows), ""],
    verdicts: [
      verdict("(b) 999 aborted, the last answered", exact, `${counts.aborted} and ${counts.answered}`),
      verdict("(b) below 30 ms, fresh page", cold.median < 30, `${number(cold.median)} ms`),
      verdict("(b) below 30 ms, warm", warm.median < 30, `${number(warm.median)} ms`),
    ],
  };
}

import { median, summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(q) 1,000 sequential requests through four functions: onRequest and onSuccess, of the client and of the request";

/** Who is compared; the other peers have no such functions. */
const cells = [
  { peer: "sluice", label: "Sluice" },
  { peer: "bare", label: "bare fetch, functions called by hand" },
  { peer: "redux-requests", label: "redux-requests" },
  { peer: "rtk", label: "RTK Query (a base query that wraps another)" },
];

const rounds = 3;

/**
 * Gives per cell the µs per request: `cold`, the first thousand of a fresh page, through the functions;
 * `without` and `through` them with warm code, each a new client; `extra`, the second less the first in each page.
 */
export async function run({ browser, server, repetitions }) {
  const samples = Object.fromEntries(cells.map(({ peer }) => [peer, { cold: [], without: [], through: [], extra: [] }]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { peer } of cells) {
      const turn = await browser.page(`${server.origin}/interceptors-${peer}.html`, (page) => page.evaluate((options) => bench.interceptors(options), { rounds }));
      const [without, through] = [median(turn.without), median(turn.through)];
      const { [peer]: sample } = samples;
      sample.cold.push(turn.cold);
      sample.without.push(without);
      sample.through.push(through);
      sample.extra.push(through - without);
    }
  }
  return { results: Object.fromEntries(cells.map(({ peer }) => [peer, Object.fromEntries(Object.entries(samples[peer]).map(([name, values]) => [name, summary(values)]))])) };
}

/** The table and what the targets say. */
export function report({ results }) {
  const { sluice } = results;
  const rows = cells.map(({ peer, label }) => {
    const { cold, without, through, extra } = results[peer];
    return [label, spread(cold), ratio(cold.median / sluice.cold.median), spread(without), spread(through), ratio(through.median / sluice.through.median), spread(extra)];
  });
  const lines = [
    "Over the stub `light`, each request with a key of its own. The functions of requests add a header, those of answers a member to the data. *extra*: what a request through them takes more than one without, in the same page.",
    "",
    table(["µs per request", "fresh page", "to Sluice", "warm, without", "warm, through all four", "to Sluice", "extra"], rows),
    "",
  ];
  const below = (peer, label) => [["fresh page", "cold"], ["warm", "through"]].map(([state, name]) => verdict(`(q) ${state}: below ${label}`, sluice[name].median < results[peer][name].median, `${number(sluice[name].median)} against ${number(results[peer][name].median)} µs`));
  return { lines, verdicts: [...below("redux-requests", "redux-requests"), ...below("rtk", "RTK Query")] };
}

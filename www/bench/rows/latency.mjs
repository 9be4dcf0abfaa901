import { liveServer, servers } from "../lib/live.mjs";
import { quantile, summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(s) Live: from the word to publish to the subscriber's callback, on loopback";

/** How many subscribers, the page among them; and how many ms are between publications at least, so that each has been delivered to all. */
const cells = [
  { subscribers: 1, interval: 5, count: 1000 },
  { subscribers: 100, interval: 20, count: 1000 },
  { subscribers: 1000, interval: 80, count: 500 },
];

/** Publications before those that are measured. */
const warmth = 100;

/** More repetitions take long, and each has hundreds of publications. */
const most = 3;

/**
 * Gives per number of subscribers and server the ms from the page's word to its callback, `p50` and `p99` of each run; and the
 * p50 of the echo.
 */
export async function run({ browser, server, repetitions, quick }) {
  const times = Math.min(repetitions, most);
  const results = [];
  for (const { subscribers, interval, count } of cells) {
    const samples = Object.fromEntries(Object.keys(servers).map((kind) => [kind, []]));
    for (let repetition = 0; repetition < times; repetition++) {
      for (const kind of Object.keys(servers)) samples[kind].push(await turn({ browser, server, kind, subscribers, interval, count: quick ? 100 : count }));
    }
    const of = Object.fromEntries(
      Object.entries(samples).map(([kind, turns]) => [kind, Object.fromEntries(["p50", "p99", "echo"].map((name) => [name, summary(turns.map((turn) => turn[name]))]))]),
    );
    results.push({ subscribers, of });
  }
  return { results, times };
}

async function turn({ browser, server, kind, subscribers, interval, count }) {
  return liveServer(kind, server.origin, async ({ port, crowd }) => {
    const others = subscribers - 1;
    // Half of the others come before the page and half after it: a server may go through them in their order.
    await crowd.join(others >> 1);
    return browser.page(`${server.origin}/latency-${kind}.html`, async (page) => {
      await page.evaluate((port) => bench.open(port), port);
      await crowd.join(others - (others >> 1));
      await page.evaluate(([count, interval]) => bench.measure(count, interval), [warmth, interval]);
      const before = await settled(crowd);
      const { times, echoes } = await page.evaluate(([count, interval]) => bench.measure(count, interval), [count, interval]);
      const heard = (await settled(crowd)) - before;
      if (heard !== count * others) throw new Error(`${kind}: the other ${others} heard ${heard} of ${count * others} events`);
      return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), echo: quantile(echoes, 0.5) };
    });
  });
}

/** How many events the others have heard, once no more come. */
async function settled(crowd) {
  for (let before = -1; ; ) {
    const heard = await crowd.heard();
    if (heard === before) return heard;
    before = heard;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

export function report({ results, times }) {
  const rows = results.flatMap(({ subscribers, of }) =>
    Object.entries(servers).map(([kind, label], i) => {
      const { p50, p99, echo } = of[kind];
      return [i === 0 ? subscribers.toLocaleString("en-US") : "", label, spread(p50), ratio(p50.median / of.sluice.p50.median), spread(p99), ratio(p99.median / of.sluice.p99.median), spread(echo)];
    }),
  );
  const verdicts = results.map(({ subscribers, of: { sluice, socketio } }) =>
    verdict(
      `(s) ${subscribers === 1 ? "one subscriber" : `${subscribers.toLocaleString("en-US")} subscribers`}: p99 not above socket.io's`,
      sluice.p99.median <= socketio.p99.median,
      `${number(sluice.p99.median)} against ${number(socketio.p99.median)} ms`,
    ),
  );
  return {
    lines: [
      `Milliseconds by the page's own clock, from its word to the server to publish, over a bare WebSocket, to the first line of its callback. *Echo*: from such a word to an answer at once, p50; the way of the word is about half of it. Medians of ${times}.`,
      "",
      table(["subscribers", "", "p50", "to Sluice", "p99", "to Sluice", "echo"], rows),
      "",
    ],
    verdicts,
  };
}

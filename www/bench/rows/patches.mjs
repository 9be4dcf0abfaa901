import { lists, size } from "../cells/live/lists.js";
import { liveServer } from "../lib/live.mjs";
import { summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(t) Live: 1,000 entity patches a second on a page with 20 watched queries";

const cells = { sluice: "Sluice", tanstack: "TanStack Query, `setQueryData`", "data-client": "data-client, `setResponse`", bare: "socket alone, nothing kept" };

/** Those whose figures are a target. */
const rivals = ["tanstack", "data-client"];

const perSecond = 1000;
const posts = lists * size;

/** What the likes of the first patch are; see cmd/livebench/control.go. */
const likesFrom = 1_000_000;

/** More repetitions take long. */
const most = 3;

/** Gives per client: `dropped` frames, `longest` ms between two, and `busy` and `script`, ms that the main thread has worked in each second. */
export async function run({ browser, server, repetitions, quick }) {
  const times = Math.min(repetitions, most);
  const seconds = quick ? 2 : 10;
  const samples = Object.fromEntries(Object.keys(cells).map((peer) => [peer, []]));
  await liveServer("sluice", server.origin, async (live) => {
    for (let repetition = 0; repetition < times; repetition++) {
      for (const peer of Object.keys(cells)) samples[peer].push(await browser.page(`${server.origin}/patches-${peer}.html`, (page, cdp) => turn(page, cdp, live, peer, seconds)));
    }
  });
  const names = ["dropped", "longest", "busy", "script"];
  const results = Object.fromEntries(Object.entries(samples).map(([peer, turns]) => [peer, Object.fromEntries(names.map((name) => [name, summary(turns.map((turn) => turn[name]))]))]));
  return { results, times, seconds };
}

async function turn(page, cdp, { port, ask }, peer, seconds) {
  await page.evaluate((url) => bench.open(url), `ws://127.0.0.1:${port}/ws`);
  await page.waitForTimeout(1000); // it is subscribed
  const send = (first, count) => ask({ op: "patches", first, count, perSecond, posts });
  const total = posts + seconds * perSecond;
  const shows = peer !== "bare";
  /** What the last post has after so many messages. */
  const last = (sent) => (shows ? likesFrom + sent - 1 : undefined);

  await send(0, posts); // a second, in which the code is compiled
  await arrived(page, peer, posts, last(posts));
  // What the thread has worked, which is not what it has waited for others on the machine.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.evaluate(() => bench.begin());
  const before = await metrics(cdp);
  const began = performance.now();
  await send(posts, total - posts);
  await arrived(page, peer, total, last(total));
  const after = await metrics(cdp);
  const took = (performance.now() - began) / 1000;
  const { dropped, longest } = await page.evaluate(() => bench.end());
  const { count, wrong } = await page.evaluate((first) => bench.state(first), likesFrom + total - posts);
  if (count !== total || (shows && wrong > 0)) throw new Error(`${peer}: ${count} of ${total} messages came, ${wrong} rows are wrong`);
  const each = (name) => ((after[name] - before[name]) * 1000) / took;
  return { dropped, longest, busy: each("TaskDuration"), script: each("ScriptDuration") };
}

async function arrived(page, peer, total, likes) {
  if (await page.evaluate(([total, likes]) => bench.settled(total, likes), [total, likes])) return;
  const { count } = await page.evaluate(() => bench.state(0));
  throw new Error(`${peer}: ${count} of ${total} messages came, or are not shown`);
}

async function metrics(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

export function report({ results, times, seconds }) {
  const { sluice } = results;
  const rows = Object.entries(cells).map(([peer, label]) => {
    const { dropped, longest, busy, script } = results[peer];
    return [label, counted(dropped), number(longest.median), spread(busy), ratio(busy.median / sluice.busy.median), spread(script)];
  });
  const least = Math.min(...rivals.map((peer) => results[peer].dropped.median));
  return {
    lines: [
      `For ${seconds} s, after one second that is not measured. Frames are of 1/60 s. Main thread: ms in each second that it has worked, and of it in scripts. Medians of ${times}.`,
      "",
      table(["", "dropped frames", "longest, ms", "main thread, ms/s", "to Sluice", "scripts, ms/s"], rows),
      "",
    ],
    verdicts: [verdict("(t) no more dropped frames than any peer", sluice.dropped.median <= least, `${sluice.dropped.median} against ${least}`)],
  };
}

const counted = ({ median, min, max }) => (min === max ? String(median) : `${median} (${min}–${max})`);

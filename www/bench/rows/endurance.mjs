import { number, table, verdict } from "../lib/table.mjs";

export const title = "(c) 1,000,000 requests of one client: memory";

/** After how many requests the page lets other events in. */
const breath = 1000;

/**
 * Gives per way of using the client, at each of `totals` requests: the module's linear memory and,
 * after a collection, the JavaScript heap, both in bytes; and the µs per request up to there.
 */
export async function run({ browser, server, totals }) {
  const results = {};
  for (const way of await browser.page(`${server.origin}/endurance.html`, (page) => page.evaluate(() => bench.ways))) {
    results[way] = await browser.page(`${server.origin}/endurance.html`, async (page, cdp) => {
      page.setDefaultTimeout(0);
      await page.evaluate((way) => bench.open(way), way);
      const points = [];
      for (const total of totals) {
        const began = performance.now();
        await page.evaluate(([total, breath]) => bench.until(total, breath), [total, breath]);
        const took = performance.now() - began;
        await cdp.send("HeapProfiler.collectGarbage");
        const { usedSize } = await cdp.send("Runtime.getHeapUsage");
        const wasm = await page.evaluate(() => bench.wasmBytes());
        points.push({ total, wasm, heap: usedSize, each: (took * 1000) / (total - (points.at(-1)?.total ?? 0)) });
      }
      return points;
    });
  }
  return { results, breath };
}

/** How much more after the last point than after the one before still counts as flat. */
const slack = { wasm: 0, heap: 0.05 };

export function report({ results, breath }) {
  const MB = (bytes) => (bytes / 2 ** 20).toFixed(2);
  const rows = Object.entries(results).flatMap(([way, points]) =>
    points.map(({ total, wasm, heap, each }, i) => [i === 0 ? way : "", total.toLocaleString("en-US"), MB(wasm), MB(heap), number(each)]),
  );
  const verdicts = Object.entries(results).map(([way, points]) => {
    const [before, last] = points.slice(-2);
    const flat = last.wasm <= before.wasm * (1 + slack.wasm) && last.heap <= before.heap * (1 + slack.heap);
    const shown = `wasm ${MB(before.wasm)} → ${MB(last.wasm)}, heap ${MB(before.heap)} → ${MB(last.heap)} MiB`;
    return verdict(`(c) ${way}: flat after ${before.total.toLocaleString("en-US")}`, flat, shown);
  });
  return {
    lines: [
      `The page lets other events in (\`setTimeout\` 0) after every ${breath.toLocaleString("en-US")} requests. Memory in MiB, the JavaScript heap after a collection.`,
      "",
      table(["client", "requests", "wasm memory", "JS heap", "µs each"], rows),
      "",
    ],
    verdicts,
  };
}

import { blocked, storeRow } from "../lib/store-row.mjs";

/** Posts, users and comments. */
const entities = 10_000;

const MB = 1e6;
const shown = ({ median }) => (Math.round((100 * median) / MB) / 100 + 0).toFixed(2);
const perEntity = ({ median }) => Math.round(median / entities).toLocaleString("en-US");

/** JavaScript heap after a collection and linear memory, together, in bytes. */
async function bytes(page, cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  return usedSize + (await page.evaluate(() => bench.memory.linear()));
}

/** Bytes that a store takes after the ingest and after one read. */
async function life(fresh) {
  return fresh(async (page, cdp) => {
    await page.evaluate(() => bench.memory.open());
    const empty = await bytes(page, cdp);
    const { blocked } = await page.evaluate(() => bench.memory.ingest());
    const ingested = (await bytes(page, cdp)) - empty;
    await page.evaluate(() => bench.memory.read());
    return { ingested, read: (await bytes(page, cdp)) - empty, blocked };
  });
}

/** What the parsed answer takes. */
let parsed;

export const { title, run, report } = storeRow({
  title: "(p) Memory: after the ingest of 10,000 entities, and after one read",
  about: [
    "JavaScript heap after a collection and linear memory, less what both were before, in MB (10⁶ bytes). *Beyond*: more than the parsed answer takes, which is what the bare Map has. *Per entity*: after one read, beyond the parsed answer, in bytes.",
  ],
  base: "bare",
  columns: [
    { name: "ingested", head: "ingested, MB", show: shown },
    { name: "beyondIngested", head: "beyond", show: shown },
    { name: "read", head: "read, MB", show: shown },
    { name: "beyondRead", head: "beyond", show: shown },
    { name: "beyondRead", head: "per entity", show: perEntity },
    blocked,
  ],
  async measure(fresh) {
    const result = await life(fresh);
    parsed ??= (await life((use) => fresh(use, "bare"))).read;
    return { ...result, beyondIngested: result.ingested - parsed, beyondRead: result.read - parsed };
  },
  targets: (median) => [{ target: "beyond the parsed answer, after one read: at most 10 MB", limit: 10, value: inMB(median("sluice", "beyondRead")), unit: "MB" }],
  most: 3,
});

function inMB(value) {
  return value === undefined ? undefined : value / MB;
}

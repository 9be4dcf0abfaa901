import { launchProfile } from "../lib/browser.mjs";
import { summary } from "../lib/stats.mjs";
import { number, spread, table, verdict } from "../lib/table.mjs";

export const title = "(d) Start: navigation to first answered request, an API that answers after 20 ms";

const delays = [20, 500];

const cells = [
  { page: "start-bare", label: "bare fetch" },
  { page: "start-tanstack", label: "TanStack Query" },
  ...delays.flatMap((delay) => [
    { page: "start-sluice", delay, label: `Sluice, \`getThing\`, wasm after ${delay} ms` },
    { page: "start-sluice-session", delay, label: `Sluice, \`session\`, wasm after ${delay} ms` },
  ]),
];

/** Visits before a warm cache counts as warm, and how long a visitor stays: V8 caches compiled code only after a while. */
const visits = 3;
const stay = 2500;

const name = ({ page, delay }) => (delay === undefined ? page : `${page}-${delay}`);

/**
 * Gives per cell, `cold` (caches emptied before each visit) and `warm`: `answered`, ms from the
 * navigation to the answer in the page's hands; `seen`, ms from the server's seeing the page's
 * request to its seeing that of the API; for Sluice also where the time of the start goes.
 */
export async function run({ server, repetitions }) {
  const profile = await launchProfile();
  const samples = Object.fromEntries(cells.map((cell) => [name(cell), { cold: [], warm: [] }]));
  try {
    await visit(profile, server, cells[0], { cold: true }); // the browser's own first page is slow
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const cell of cells) samples[name(cell)].cold.push(await visit(profile, server, cell, { cold: true }));
    }
    for (let i = 0; i < visits; i++) {
      for (const page of new Set(cells.map(({ page }) => page))) await visit(profile, server, { page }, { stay });
    }
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const cell of cells) samples[name(cell)].warm.push(await visit(profile, server, cell, {}));
    }
  } finally {
    await profile.close();
  }
  const results = {};
  for (const cell of cells) {
    results[name(cell)] = Object.fromEntries(Object.entries(samples[name(cell)]).map(([cache, visits]) => [cache, summarise(visits)]));
  }
  return { results, cells: cells.map((cell) => ({ ...cell, name: name(cell) })), visits, stay };
}

function summarise(visits) {
  const members = Object.keys(visits[0]);
  return Object.fromEntries(members.map((member) => [member, summary(visits.map((visit) => visit[member]))]));
}

async function visit({ context }, server, { page: path, delay = 0 }, { cold = false, stay = 0 }) {
  server.settings.wasmDelay = delay;
  const page = await context.newPage();
  try {
    if (cold) await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
    await page.addInitScript(watchStart);
    await page.goto(`${server.origin}/${path}.html`);
    await page.waitForFunction(() => "bench" in globalThis);
    const { at, began } = await page.evaluate(() => bench.answered);
    // The answer may come before the core is there, which then takes it over.
    if (path.includes("sluice")) await page.waitForFunction(() => globalThis.startMarks.settle !== undefined);
    const marks = await page.evaluate(() => globalThis.startMarks);
    if (stay > 0) await page.waitForTimeout(stay);
    const seen = (prefix) => server.log.find((entry) => entry.path.startsWith(prefix))?.at;
    const downloaded = seen("sluice.wasm") !== undefined;
    if (path.includes("sluice") && stay === 0 && downloaded !== cold) throw new Error(`${path}: the ${cold ? "cold" : "warm"} cache was none`);
    return { answered: at, script: began, seen: seen("api/"), ...marks };
  } finally {
    await page.close();
  }
}

/** Runs in the page before its script: notes, in ms, how long the steps of the core's start take. */
function watchStart() {
  const marks = (globalThis.startMarks = {});
  const { compileStreaming, instantiate } = WebAssembly;
  WebAssembly.compileStreaming = async (response) => {
    const began = performance.now();
    const module = await compileStreaming.call(WebAssembly, response);
    const [entry] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("sluice.wasm"));
    marks.headers = began - entry.startTime;
    marks.compiled = performance.now() - began;
    return module;
  };
  WebAssembly.instantiate = async (module, imports) => {
    const began = performance.now();
    const instance = await instantiate.call(WebAssembly, module, imports);
    const instantiated = performance.now();
    marks.instantiated = instantiated - began;
    const exports = { ...instance.exports };
    exports.run = (...args) => {
      const result = instance.exports.run(...args);
      marks.initialised = performance.now() - instantiated;
      return result;
    };
    for (const name of ["dispatch", "settle"]) {
      exports[name] = (...args) => {
        const before = performance.now();
        const result = instance.exports[name](...args);
        marks[name] ??= performance.now() - before;
        return result;
      };
    }
    return Object.create(WebAssembly.Instance.prototype, { exports: { value: exports } });
  };
}

/** Warm, a start may take so many ms longer than a bare fetch. */
const allowance = 30;

/** The steps of the core's start, in their order. */
const steps = {
  headers: "asked for → headers",
  compiled: "rest of the download, compiled",
  instantiated: "instantiated",
  initialised: "Go runtime and packages initialised",
  dispatch: "first dispatch",
  settle: "first settle",
};

export function report({ results, cells, visits, stay }) {
  const bare = results["start-bare"];
  const rows = cells.flatMap(({ name, label }) =>
    ["cold", "warm"].map((cache) => {
      const { answered, seen } = results[name][cache];
      const more = answered.median - bare[cache].answered.median;
      return [`${label}, ${cache}`, spread(answered), `${more >= 0 ? "+" : "−"}${number(Math.abs(more))}`, spread(seen)];
    }),
  );
  const sluices = cells.filter(({ delay }) => delay !== undefined);
  const where = sluices
    .filter(({ delay }) => delay === delays[0])
    .flatMap(({ name, label }) => ["cold", "warm"].map((cache) => [`${label}, ${cache}`, ...Object.keys(steps).map((step) => number(results[name][cache][step].median))]));
  const verdicts = sluices.flatMap(({ name, label, delay }) => {
    const more = results[name].warm.answered.median - bare.warm.answered.median;
    const lag = results[name].cold.seen.median - bare.cold.seen.median;
    return [
      verdict(`(d) ${label}: warm, at most ${allowance} ms more than a bare fetch`, more <= allowance, `${number(more)} ms`),
      verdict(`(d) ${label}: cold, the request is under way while the core loads`, lag < Math.min(delay, allowance), `seen ${number(Math.abs(lag))} ms ${lag >= 0 ? "after" : "before"} the bare fetch's`),
    ];
  });
  return {
    lines: [
      `Cold: caches emptied before each visit. Warm: after ${visits} visits of ${stay / 1000} s; files come from the HTTP cache. "Seen": when the server saw the API's request, from its seeing the page's.`,
      "",
      table(["ms", "answered", "to bare fetch", "seen"], rows),
      "",
      "Where the start of the core goes:",
      "",
      table(["ms", ...Object.values(steps)], where),
      "",
    ],
    verdicts,
  };
}

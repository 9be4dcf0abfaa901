// Measures Sluice beside its peers in headless Chromium; see docs/performance.md.
import { mkdirSync, writeFileSync } from "node:fs";
import { launch } from "./lib/browser.mjs";
import { brotliSize, bundle, dist } from "./lib/build.mjs";
import { machine } from "./lib/machine.mjs";
import { options, rows } from "./lib/options.mjs";
import { document, verdictTable } from "./lib/report.mjs";
import { serve } from "./lib/server.mjs";

const chosen = options(process.argv.slice(2));
await bundle();
const server = await serve();
const browser = await launch();
const context = { browser, server, ...chosen };

const measured = [];
try {
  for (const row of chosen.rows) {
    const { title, run, report } = await import(`./rows/${rows[row]}.mjs`);
    const raw = await run(context);
    const { lines, verdicts } = report(raw);
    measured.push({ row, title, raw, lines, verdicts });
    console.log(`\n${title}\n\n${lines.join("\n")}`);
  }
} finally {
  await browser.close();
  await server.close();
}

const verdicts = measured.flatMap((row) => row.verdicts);
console.log(verdictTable(verdicts));
if (chosen.keep) {
  const about = { ...machine(browser.version), repetitions: chosen.repetitions, bytes: { js: brotliSize("start-sluice."), wasm: brotliSize("sluice.wasm"), tanstack: brotliSize("start-tanstack.") } };
  mkdirSync(`${dist}/results`, { recursive: true });
  writeFileSync(`${dist}/results/${about.date}.json`, JSON.stringify({ about, measured }, undefined, 2));
  writeFileSync(new URL("RESULTS.md", import.meta.url), document(about, measured, verdicts));
}
if (chosen.check && verdicts.some(({ passed }) => !passed)) process.exitCode = 1;

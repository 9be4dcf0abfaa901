import { table } from "./table.mjs";

/** The targets, and whether they are met. */
export function verdictTable(verdicts) {
  return table(["target", "met", "measured"], verdicts.map(({ target, passed, shown }) => [target, passed ? "yes" : "NO", shown]));
}

/** The whole of RESULTS.md. */
export function document(about, measured, verdicts) {
  const peers = Object.entries(about.peers).map(([name, version]) => `${name} ${version}`);
  const KB = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  return `# Benchmark results

Written by \`node www/bench/run.mjs\`; what is measured and how stands in docs/performance.md.

${about.date}, ${about.cpu}, ${about.cores} cores, headless Chromium ${about.chromium}, ${about.go}, Node ${about.node};
${peers.join(", ")}.
Production bundles, one fresh page per cell, the cells of a row in turn, ${about.repetitions} times unless a table says otherwise: medians (least–greatest). The machine also did
other work, so ratios within a table say more than the figures themselves.

## Targets

${verdictTable(verdicts)}

First load, brotli: ${KB(about.bytes.js)} of JavaScript and ${KB(about.bytes.wasm)} of WebAssembly; the page with TanStack Query ${KB(about.bytes.tanstack)}.

${measured.map(({ title, lines }) => `## ${title}\n\n${lines.join("\n")}`).join("\n")}`;
}

// Sums the results of a run: node ci/summary.mjs dist/test
//
// A test counts once, at its leaf: a Go test with subtests is its subtests, unless it fails
// where none of them did. A package that fails without a failed test (it does not compile, it
// panics, its time is over) counts as one failure, and so does a step that fails with none in
// its results. The steps build, lint and size count as one test each.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const directory = process.argv[2];
const steps = [
  { name: "build" },
  { name: "lint" },
  { name: "size" },
  { name: "go", files: ["go.json"], count: countGo },
  { name: "browser", files: ["browser.json"], count: countGo },
  { name: "ts", files: ["ts.json", "demo.json"], count: countVitest },
  { name: "e2e", files: ["e2e.json"], count: countVitest },
];

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
console.log();
for (const { name, files = [], count } of steps) {
  const [status, seconds] = readFileSync(path.join(directory, `${name}.status`), "utf8").split(" ").map(Number);
  const result = { passed: count ? 0 : Number(status === 0), failed: 0, skipped: 0, failures: [] };
  for (const file of files) {
    const results = path.join(directory, file);
    if (existsSync(results)) count(readFileSync(results, "utf8"), result);
  }
  if (result.failed === 0 && (status !== 0 || result.passed === 0)) fail(result, `step ${name}`);
  for (const key of Object.keys(total)) total[key] += result[key];
  failures.push(...result.failures);
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
  console.log(`${name.padEnd(8)} ${result.passed} passed, ${result.failed} failed${skipped} (${seconds} s)`);
}
for (const failure of failures) console.log(`FAILED   ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function fail(result, name) {
  result.failed++;
  result.failures.push(name);
}

function countGo(text, result) {
  const events = text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const ended = events.filter(({ Action }) => ["pass", "fail", "skip"].includes(Action));
  const tests = ended.filter(({ Test }) => Test !== undefined);
  const parents = new Set();
  const failedBelow = new Set(); // names above a failed test, and packages
  for (const { Package, Test, Action } of tests) {
    const above = parentsOf(Test).map((parent) => `${Package} ${parent}`);
    for (const parent of above) parents.add(parent);
    if (Action === "fail") for (const name of [Package, ...above]) failedBelow.add(name);
  }
  for (const { Package, Test, Action } of tests) {
    const name = `${Package} ${Test}`;
    if (Action === "fail" && !failedBelow.has(name)) fail(result, name);
    else if (parents.has(name)) continue;
    else if (Action === "pass") result.passed++;
    else if (Action === "skip") result.skipped++;
  }
  for (const { Package, Test, Action } of ended) {
    if (Test === undefined && Action === "fail" && !failedBelow.has(Package)) fail(result, Package);
  }
}

/** The tests that a subtest belongs to: "A/b/c" → "A", "A/b". */
function parentsOf(test) {
  const parts = test.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

function countVitest(text, result) {
  for (const file of JSON.parse(text).testResults) {
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) {
      fail(result, file.name);
    }
    for (const { status, fullName } of file.assertionResults) {
      if (status === "passed") result.passed++;
      else if (status === "failed") fail(result, fullName);
      else result.skipped++;
    }
  }
}

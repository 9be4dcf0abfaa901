// Changes Go's runtime for a page: ci/overlay.mjs DIRECTORY writes changed copies of files of GOROOT there,
// and overlay.json for `go build -overlay`.
//
// The runtime can record traces of the scheduler, print what the collector and the scheduler do, collect metrics of
// settings, and search for the call that a setting breaks (bisect). All of it is behind variables that nothing sets in
// a page, so the compiler keeps it. Here those conditions are false, and it goes, also from the paths of
// the collector and the scheduler that asked for it. Fails when a place is not as in Go 1.26.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** For each file: what stands there, what takes its place, and how often it stands there. */
const changes = {
  // runtime/trace is not linked.
  "runtime/traceruntime.go": [
    ["return trace.enabled\n", "return false\n"],
    ["return trace.enabledWithAllocFree\n", "return false\n"],
    ["return trace.shutdown.Load()\n", "return false\n"],
    ["return tl.gen != 0\n", "return false\n"],
  ],
  // GODEBUG=gctrace=1, checkfinalizers=1
  "runtime/mgc.go": [
    ["if debug.gctrace > 0 {", "if false {"],
    ["if debug.checkfinalizers > 0 {", "if false {", 2],
  ],
  // GODEBUG=schedtrace=1
  "runtime/panic.go": [["if debug.schedtrace > 0 || debug.scheddetail > 0 {", "if false {"]],
  // GODEBUG=name=value#pattern; runtime/metrics is not linked.
  "internal/godebug/godebug.go": [
    ['\tregisterMetric("/godebug/non-default-behavior/"+s.Name()+":events", s.nonDefault.Load)\n', ""],
    ["v.bisect, _ = bisect.New(arg[j+1:])", "v.bisect = nil"],
    ["if v.bisect != nil && !v.bisect.Stack(&stderr) {", "if false {"],
  ],
};

const directory = resolve(process.argv[2]);
const source = `${execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim()}/src`;
mkdirSync(directory, { recursive: true });
const Replace = {};
for (const [name, list] of Object.entries(changes)) {
  let text = readFileSync(`${source}/${name}`, "utf8");
  for (const [from, to, times = 1] of list) {
    if (text.split(from).length - 1 !== times) throw new Error(`${name} has not ${times} times: ${from.trim()}`);
    text = text.replaceAll(from, to);
  }
  const copy = `${directory}/${name.replaceAll("/", "_")}`;
  writeFileSync(copy, text);
  Replace[`${source}/${name}`] = copy;
}
writeFileSync(`${directory}/overlay.json`, JSON.stringify({ Replace }));

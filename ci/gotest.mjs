// Reads `go test -json`, keeps it in the file that is the argument, and prints what a reader
// wants: one line per package, and the output of what failed. Fails if a test failed.
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

const file = createWriteStream(process.argv[2]);
const output = new Map(); // by package and test
let failed = false;
let events = 0;

for await (const line of createInterface({ input: process.stdin })) {
  file.write(`${line}\n`);
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    console.log(line); // not from a test: an error of the go command
    continue;
  }
  events++;
  const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ""}`;
  if (event.Action === "output" || event.Action === "build-output") {
    output.set(key, (output.get(key) ?? "") + event.Output);
    continue;
  }
  if (event.Action === "fail" || event.Action === "build-fail") {
    failed = true;
    process.stdout.write(output.get(key) ?? "");
  }
  if (event.Test === undefined && ["pass", "fail", "skip"].includes(event.Action)) {
    console.log(`${event.Action.padEnd(5)} ${event.Package} ${(event.Elapsed ?? 0).toFixed(1)}s`);
  }
  if (["pass", "skip"].includes(event.Action)) output.delete(key);
}
file.end();
process.exitCode = failed || events === 0 ? 1 : 0;

// Says what JavaScript makes of texts: reads them as a length (32 bits, little endian) and that
// many bytes each, and prints a JSON array of what oracle_test.go calls an oracleAnswer.
import { readFileSync } from "node:fs";

const input = readFileSync(0);
const answers = [];
let before;
for (let at = 0; at < input.length; ) {
  const size = input.readUInt32LE(at);
  const text = new TextDecoder().decode(input.subarray(at + 4, at + 4 + size));
  at += 4 + size;
  const answer = { Clean: Buffer.from(text).toString("base64"), OK: true };
  answers.push(answer);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    answer.OK = false;
    continue;
  }
  answer.Canonical = canonical(value);
  if (typeof value === "string") {
    const whole = value.toWellFormed();
    answer.String = { WellFormed: value.isWellFormed(), Text: whole, Quoted: JSON.stringify(whole) };
    if (typeof before?.value === "string") answer.Ordered = before.value < value ? -1 : before.value > value ? 1 : 0;
  }
  if (typeof value === "number") answer.Number = String(value);
  answer.SameAs = before !== undefined && equal(before.value, value);
  before = { value };
}
process.stdout.write(JSON.stringify(answers));

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

function equal(a, b) {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
  );
}

// Makes a Go program for js/wasm smaller after it is linked: ci/trim-wasm.mjs FILE
//
// A seventh of what a page would load is the table of functions (pclntab). It is read,
// packed without what only the traces of a crash need (functions.mjs), and written back with a start
// function that unpacks it in place (functions-start.mjs). A function without a name is nothing new to the
// runtime: in a trace it is a question mark. What the start function makes is compared with what the
// linker wrote, so that a change of Go's formats ends here and not in a page.
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { startFunction } from "./functions-start.mjs";
import { findTable, packFunctions, readFunctions } from "./functions.mjs";
import { dataOf, fileOf, memoryOf, Reader, sectionsOf, unsigned } from "./wasm-file.mjs";

const [TYPE, IMPORT, FUNCTION, EXPORT, START, CODE, DATA] = [1, 2, 3, 7, 8, 10, 11];

const file = process.argv[2];
const sections = sectionsOf(readFileSync(file));
const section = (id) => sections.find((one) => one.id === id);

const memory = memoryOf(section(DATA).body);
const table = findTable(memory);
const functions = readFunctions(memory, table);
const packed = packFunctions(memory, table, functions);
const start = startFunction(packed);
if (!isDeepStrictEqual(readFunctions(unpacked(memory, start), { ...packed, names: table.names }), functions)) throw new Error("the packed table of functions is not what it was");

section(DATA).body = dataOf(memory);
const imported = new Reader(section(IMPORT).body).number();
const own = append(FUNCTION, unsigned(typeOfStart()));
append(CODE, start);
sections.splice(sections.indexOf(section(EXPORT)) + 1, 0, { id: START, body: Buffer.from(unsigned(imported + own)) });
writeFileSync(file, fileOf(sections));

/** Adds an element to a section that is a vector; returns how many there were. */
function append(id, bytes) {
  const { body } = section(id);
  const r = new Reader(body);
  const count = r.number();
  section(id).body = Buffer.concat([Buffer.from(unsigned(count + 1)), body.subarray(r.at), Buffer.from(bytes)]);
  return count;
}

/** The index of the type of a function without parameters and results. */
function typeOfStart() {
  const r = new Reader(section(TYPE).body);
  const count = r.number();
  for (let i = 0; i < count; i++) {
    r.at++;
    const parameters = r.number();
    r.at += parameters;
    const results = r.number();
    r.at += results;
    if (parameters + results === 0) return i;
  }
  throw new Error("no type of a function without parameters and results");
}

/** A copy of the memory after the start function has run in it. */
function unpacked(memory, start) {
  const pages = Math.ceil(memory.length / 65536);
  const module = new WebAssembly.Module(
    fileOf(
      [
        [TYPE, [1, 0x60, 0, 0]],
        [IMPORT, [1, 1, 0x6d, 1, 0x6d, 2, 0, ...unsigned(pages)]],
        [FUNCTION, [1, 0]],
        [START, [0]],
        [CODE, [1, ...start]],
      ].map(([id, body]) => ({ id, body: Buffer.from(body) })),
    ),
  );
  const m = new WebAssembly.Memory({ initial: pages });
  const copy = Buffer.from(m.buffer);
  memory.copy(copy);
  new WebAssembly.Instance(module, { m: { m } });
  return copy;
}

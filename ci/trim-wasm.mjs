// Takes the line numbers and function names out of a Go program for js/wasm: ci/trim-wasm.mjs FILE
//
// The program has a table of its functions (pclntab, see cmd/link/internal/ld/pcln.go and
// runtime/symtab.go). Most of it is for the traces of a crash, which nobody sees here: for each
// function a name, and which file and line each instruction belongs to. The rest (stack sizes, what
// the garbage collector must know) stays as it is. A function without these tables is nothing new to
// the runtime: in a trace it is a question mark. Of names that begin with "runtime." that much is
// kept, since the runtime looks at it to tell its own goroutines.
//
// Fails when the table does not look as Go 1.26 writes it.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.argv[2];
const wasm = readFileSync(file);
const DATA = 11;

/** Reads what a WebAssembly file is made of. */
class Reader {
  at;
  constructor(at) {
    this.at = at;
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}

function sections() {
  const found = [];
  for (const r = new Reader(8); r.at < wasm.length; ) {
    const start = r.at;
    const id = wasm[r.at++];
    const size = r.number();
    found.push({ id, start, body: r.at, end: r.at + size });
    r.at += size;
  }
  return found;
}

/** The memory as the data section fills it. */
function memoryOf({ body }) {
  const r = new Reader(body);
  const parts = [];
  let size = 0;
  for (let n = r.number(); n > 0; n--) {
    if (wasm[r.at++] !== 0 || wasm[r.at++] !== 0x41) throw new Error("a segment that is not at a constant place");
    const address = r.number();
    if (wasm[r.at++] !== 0x0b) throw new Error("a segment that is not at a constant place");
    const length = r.number();
    parts.push([address, r.at, length]);
    size = Math.max(size, address + length);
    r.at += length;
  }
  const memory = Buffer.alloc(size);
  for (const [address, at, length] of parts) wasm.copy(memory, address, at, at + length);
  return memory;
}

/** Takes out of the memory what only traces need. */
function trim(memory) {
  const start = memory.indexOf(Buffer.from([0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8]));
  if (start < 0) throw new Error("no table of functions");
  const header = (i) => Number(memory.readBigUInt64LE(start + 8 + 8 * i));
  const count = header(0);
  const [names, , files, tables, functions] = [3, 4, 5, 6, 7].map((i) => start + header(i));
  if (!(names < files && files < tables && tables < functions && functions < memory.length)) throw new Error("a table of functions of another kind");

  const needed = new Uint8Array(functions - tables);
  const lines = new Uint8Array(functions - tables);
  for (let i = 0; i < count; i++) {
    const fn = functions + memory.readUInt32LE(functions + 8 * i + 4);
    const field = (n) => memory.readUInt32LE(fn + 4 * n);
    const [name, sp, inFile, inLine, data] = [1, 4, 5, 6, 7].map(field);
    mark(needed, sp);
    for (let k = 0; k < data; k++) mark(needed, field(11 + k));
    mark(lines, inFile);
    mark(lines, inLine);
    memory.fill(0, fn + 20, fn + 28); // no tables of files and lines
    memory.writeInt32LE(0, fn + 36); // nor a first line
    const text = memory.subarray(names + name, memory.indexOf(0, names + name));
    text.fill(0, text.indexOf("runtime.") === 0 ? "runtime.".length : 0);
  }
  for (let i = 0; i < lines.length; i++) if (lines[i] && !needed[i]) memory[tables + i] = 0;
  memory.fill(0, files, tables);

  /** Marks a table of pairs of numbers, which ends with a first number of 0 that is not the first of all. */
  function mark(marks, offset) {
    if (offset === 0 || marks[offset]) return;
    let at = tables + offset;
    for (let first = true; ; first = false) {
      const zero = memory[at] === 0;
      const end = zero && !first;
      at = end ? at + 1 : skip(skip(at));
      if (end) break;
    }
    marks.fill(1, offset, at - tables);
  }
  function skip(at) {
    while (memory[at] > 127) at++;
    return at + 1;
  }
}

/**
 * The data section of a memory. Long runs of zeros are left out; short ones, which the linker leaves
 * out too, take less room in brotli than the address and length that follow a gap.
 */
function dataOf(memory) {
  const out = [];
  let count = 0;
  for (let at = 0; at < memory.length; ) {
    while (at < memory.length && memory[at] === 0) at++;
    let end = at;
    for (let zeros = 0; end < memory.length && zeros < 1024; end++) zeros = memory[end] === 0 ? zeros + 1 : 0;
    while (end > at && memory[end - 1] === 0) end--;
    if (end === at) break;
    out.push(Buffer.from([0, 0x41, ...signed(at), 0x0b, ...unsigned(end - at)]), memory.subarray(at, end));
    count++;
    at = end;
  }
  return Buffer.concat([Buffer.from(unsigned(count)), ...out]);
}

function unsigned(value) {
  const out = [];
  do out.push((value & 127) | (value > 127 ? 128 : 0));
  while ((value >>>= 7) > 0);
  return out;
}

function signed(value) {
  const out = [];
  for (;;) {
    const byte = value & 127;
    value >>= 7;
    if (value === 0 && byte < 64) return [...out, byte];
    out.push(byte | 128);
  }
}

const all = sections();
const data = all.find(({ id }) => id === DATA);
const memory = memoryOf(data);
trim(memory);
const body = dataOf(memory);
writeFileSync(file, Buffer.concat([wasm.subarray(0, data.start), Buffer.from([DATA, ...unsigned(body.length)]), body, wasm.subarray(data.end)]));

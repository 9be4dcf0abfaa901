// The table of functions that Go's linker writes (pclntab, see cmd/link/internal/ld/pcln.go and
// runtime/symtab.go), read from a memory and packed. What is read is what a program without crash
// reports needs: sizes of frames, what the garbage collector must know of them, deferred calls.
//
// Left out: files, lines and names; where a goroutine may be preempted by a signal (there are none);
// what inlined functions were (only of wrappers is it needed, by recover); what arguments look like in
// a trace. Of names the runtime looks at three things, which stay: whether they begin with "runtime.",
// the two stubs of reflect that have no arguments of their own, and the form of a wrapper's name.
import { Reader, unsigned } from "./wasm-file.mjs";

const WRAPPER = 23; // abi.FuncIDWrapper
const NONE = 0xffffffff; // no such funcdata
const STUBS = ["reflect.makeFuncStub", "reflect.methodValueCall"];
const NAMES = ["", "runtime.", "?.(*?).?", "runtime.(*?).?", ...STUBS];
const INLINED = 16; // bytes of an inlinedCall

/** Words of a record: those of runtime._func, the tables of pcdata 0 to 2, the funcdata 0 to 4. */
const FIXED = 11;
export const PCDATA = 3;
export const FUNCDATA = 5;
export const RECORD = 4 * (FIXED + PCDATA + FUNCDATA);

/** What a column of the packed table holds; see functions-start.mjs. */
export const PLAIN = 0;
export const TABLE = 1;
export const STACK_MAP = 2;
export const STACK_OBJECTS = 3;
export const ANY = 4;

/** Where the linker put the parts of the table. Fails when they do not look as Go 1.26 writes them. */
export function findTable(memory) {
  const magic = Buffer.from([0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8]);
  const number = (at) => Number(memory.readBigUInt64LE(at));
  for (let start = memory.indexOf(magic); start >= 0; start = memory.indexOf(magic, start + 1)) {
    const header = (i) => start + number(start + 8 + 8 * i);
    const [names, tables, functions] = [header(3), header(6), header(7)];
    for (let module = 0; module + 8 * 42 <= memory.length; module += 8) {
      const word = (i) => number(module + 8 * i);
      if (word(0) !== start || word(1) !== names || word(10) !== tables || word(13) !== functions || word(16) !== functions) continue;
      const [findfunc, data, end] = [word(19), word(40), word(41)];
      if (!(names < tables && tables < functions && functions < data && data < findfunc && findfunc < end)) continue;
      return { count: number(start + 8), first: memory.readUInt32LE(functions), module, names, tables, functions, data, findfunc, end };
    }
  }
  throw new Error("no table of functions as it is known");
}

/** The functions in the order of their addresses; each part of a record as a copy of its bytes, or as undefined. */
export function readFunctions(memory, at) {
  return Array.from({ length: at.count }, (_, i) => {
    if (memory.readUInt32LE(at.functions + 8 * i) !== at.first + i) throw new Error("a function that is not where it was looked for");
    const record = at.functions + memory.readUInt32LE(at.functions + 8 * i + 4);
    const word = (n) => memory.readUInt32LE(record + 4 * n);
    const pcdata = (n) => (n < word(7) ? table(word(FIXED + n)) : undefined);
    const funcdata = (n, size) => {
      const offset = n < memory[record + 43] ? word(FIXED + word(7) + n) : NONE;
      return offset === NONE ? undefined : part(at.data + offset, size(at.data + offset));
    };
    const wrapper = memory[record + 40] === WRAPPER;
    const inlined = wrapper ? pcdata(2) : undefined;
    return {
      name: nameOf(memory.toString("latin1", at.names + word(1), memory.indexOf(0, at.names + word(1))), wrapper),
      args: word(2),
      deferreturn: word(3),
      kind: memory.readUInt16LE(record + 40),
      frame: table(word(4)),
      stackMapIndex: pcdata(1),
      inlinedIndex: inlined,
      argMaps: funcdata(0, stackMap),
      localMaps: funcdata(1, stackMap),
      stackObjects: funcdata(2, stackObjects),
      inlined: inlined && withoutNames(funcdata(3, () => INLINED * (1 + highest(inlined)))),
      openDefers: funcdata(4, (start) => skip(skip(start)) - start),
    };
  });

  /** A table of pairs of numbers ends with a first number of 0 that is not the first of all. */
  function table(offset) {
    if (offset === 0) return undefined;
    const start = at.tables + offset;
    let end = skip(skip(start));
    while (memory[end] !== 0) end = skip(skip(end));
    return part(start, end + 1 - start);
  }
  function part(start, length) {
    return Buffer.from(memory.subarray(start, start + length));
  }
  function skip(at) {
    while (memory[at] > 127) at++;
    return at + 1;
  }
  function stackMap(start) {
    return 8 + memory.readInt32LE(start) * ((memory.readInt32LE(start + 4) + 7) >> 3);
  }
  function stackObjects(start) {
    return 8 + 16 * memory.readInt32LE(start);
  }
}

function nameOf(name, wrapper) {
  if (STUBS.includes(name)) return name;
  const method = wrapper && name.includes("(*") ? "(*?).?" : "";
  return name.startsWith("runtime.") ? `runtime.${method}` : method && `?.${method}`;
}

/** The greatest value of a table. */
function highest(table) {
  let value = -1;
  let most = -1;
  for (const r = new Reader(table); r.at < table.length - 1; r.number()) {
    const delta = r.number();
    value += delta % 2 ? -(delta + 1) / 2 : delta / 2;
    most = Math.max(most, value);
  }
  return most;
}

/** The tree of what was inlined, without names and first lines. */
function withoutNames(tree) {
  const out = Buffer.from(tree);
  for (let at = 0; at < out.length; at += INLINED) {
    out.writeInt32LE(0, at + 4);
    out.writeInt32LE(0, at + 12);
  }
  return out;
}

/**
 * Puts the packed table in the place of the linker's. Its tables and funcdata stand where they are
 * read, in the order of first use: those of several functions first, the commonest of all before the
 * others, then column by column those of one function. In the columns a number says which it is: 0 is
 * none, 1 is the next one, and n+2 the one at n. Returns where it all is.
 */
export function packFunctions(memory, at, functions) {
  memory.fill(0, at.names, at.end);
  const names = new Map();
  let stream = at.names;
  for (const name of NAMES) {
    names.set(name, stream - at.names);
    stream += memory.write(`${name}\0`, stream, "latin1");
  }

  const tables = new Place(memory, at.tables, 1, 1);
  const data = new Place(memory, at.data, 0, 4);
  const parts = [
    { key: "frame", word: 4, kind: TABLE, place: tables },
    { key: "stackMapIndex", word: FIXED + 1, kind: TABLE, place: tables },
    { key: "inlinedIndex", word: FIXED + 2, kind: TABLE, place: tables },
    { key: "stackObjects", word: FIXED + PCDATA + 2, kind: STACK_OBJECTS, place: data },
    { key: "argMaps", word: FIXED + PCDATA, kind: STACK_MAP, place: data },
    { key: "localMaps", word: FIXED + PCDATA + 1, kind: STACK_MAP, place: data },
    { key: "inlined", word: FIXED + PCDATA + 3, kind: ANY, place: data },
    { key: "openDefers", word: FIXED + PCDATA + 4, kind: ANY, place: data },
  ];
  for (const place of [tables, data]) place.share(functions, parts.filter((part) => part.place === place));

  const plain = { name: 1, args: 2, deferreturn: 3, kind: 10 };
  const columns = [
    ...Object.entries(plain).map(([key, word]) => [PLAIN, 4 * word, 0, 0, functions.map((f) => (key === "name" ? names.get(f.name) : f[key]))]),
    ...parts.map(({ key, word, kind, place }) => [kind, 4 * word, place.origin, place.end, functions.map((f) => place.add(f[key]))]),
  ];
  const packed = Buffer.from(columns.flatMap(([kind, field, origin, next, values]) => [kind, field, ...unsigned(origin), ...unsigned(next), ...values.flatMap(unsigned)]));

  const records = (tables.end + 7) & ~7;
  if (stream + packed.length > at.tables || records + 8 * at.count + 8 + RECORD * at.count > at.data || data.end > at.findfunc)
    throw new Error("a packed table that is too large");
  packed.copy(memory, stream);
  memory.writeUInt32LE(at.first + at.count, records + 8 * at.count);
  for (const i of [13, 16]) memory.writeBigUInt64LE(BigInt(records), at.module + 8 * i);
  return { ...at, functions: records, stream, columns: columns.length };
}

/** Where things of one sort are put. */
class Place {
  #shared = new Map();
  constructor(memory, origin, used, align) {
    Object.assign(this, { memory, origin, end: origin + used, align });
  }
  /** Puts what several functions have, and what has no length of its own. */
  share(functions, parts) {
    const counts = new Map();
    for (const { key, kind } of parts)
      for (const { [key]: bytes } of functions) if (bytes) counts.set(id(bytes), (counts.get(id(bytes)) ?? 0) + (kind === ANY ? 2 : 1));
    const shared = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
    for (const [bytes] of shared) this.#shared.set(bytes, this.#put(Buffer.from(bytes, "latin1")) - this.origin);
  }
  /** The number of a function's part. One that no other function has is put after those before. */
  add(bytes) {
    if (!bytes) return 0;
    const offset = this.#shared.get(id(bytes));
    if (offset !== undefined) return offset + 2;
    this.#put(bytes);
    return 1;
  }
  #put(bytes) {
    const start = this.end;
    bytes.copy(this.memory, start);
    this.end = start + bytes.length + ((-bytes.length & (this.align - 1)) >>> 0);
    return start;
  }
}

function id(bytes) {
  return bytes.toString("latin1");
}

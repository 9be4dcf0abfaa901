// What a WebAssembly file that Go's linker wrote is made of: sections, numbers, and its data as one memory.

/** Reads numbers (LEB128, unsigned) out of bytes, from `at` on. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}

/** A number as LEB128, unsigned, up to 2^53. */
export function unsigned(value) {
  const out = [];
  do {
    out.push((value % 128) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return out;
}

/** A number as LEB128, signed, 32 bits. */
export function signed(value) {
  const out = [];
  for (;;) {
    const byte = value & 127;
    value >>= 7;
    if (value === (byte < 64 ? 0 : -1)) return [...out, byte];
    out.push(byte | 128);
  }
}

/** The sections of a file in their order: [{ id, body }]. */
export function sectionsOf(wasm) {
  const found = [];
  for (const r = new Reader(wasm, 8); r.at < wasm.length; ) {
    const id = wasm[r.at++];
    const size = r.number();
    found.push({ id, body: wasm.subarray(r.at, r.at + size) });
    r.at += size;
  }
  return found;
}

/** The file that sections make. */
export function fileOf(sections) {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  return Buffer.concat([Buffer.from(header), ...sections.flatMap(({ id, body }) => [Buffer.from([id, ...unsigned(body.length)]), body])]);
}

/** The memory as a data section fills it. */
export function memoryOf(section) {
  const r = new Reader(section);
  const parts = [];
  let size = 0;
  for (let n = r.number(); n > 0; n--) {
    if (section[r.at++] !== 0 || section[r.at++] !== 0x41) throw new Error("a segment that is not at a constant place");
    const address = r.number();
    if (section[r.at++] !== 0x0b) throw new Error("a segment that is not at a constant place");
    const length = r.number();
    parts.push([address, r.at, length]);
    size = Math.max(size, address + length);
    r.at += length;
  }
  const memory = Buffer.alloc(size);
  for (const [address, at, length] of parts) section.copy(memory, address, at, at + length);
  return memory;
}

/**
 * The data section of a memory. Long runs of zeros are left out; short ones, which the linker leaves
 * out too, take less room in brotli than the address and length that follow a gap.
 */
export function dataOf(memory) {
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

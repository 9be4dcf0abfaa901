/** The WebAssembly side of the streams: what the generated codec reads from and writes to. */

/** A text's first character may be U+FEFF: it is no mark here. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
export const encoder = new TextEncoder();

/** Longest text that is copied character by character: beyond it the platform's coders win. */
const shortText = 48;

/** Writes one command after another into a buffer of the module's memory. */
export class Writer {
  /** Bytes written since {@link start}. */
  length = 0;
  /** The numbers of names, see names.ts. */
  readonly names = new Map<string, number>();
  #memory: WebAssembly.Memory;
  #allocate: (bytes: number) => number;
  #buffer!: ArrayBuffer;
  #bytes!: Uint8Array;
  #view!: DataView;
  #address = 0;
  #capacity = 0;

  /** `allocate(n)` gives the address of a buffer of n bytes; the one it gave before is gone. */
  constructor(memory: WebAssembly.Memory, allocate: (bytes: number) => number) {
    this.#memory = memory;
    this.#allocate = allocate;
    this.#capacity = 4096;
    this.#address = allocate(this.#capacity);
    this.#look();
  }

  start(): void {
    this.length = 0;
    if (this.#memory.buffer !== this.#buffer) this.#look();
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#address + this.length++] = value;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#address + this.length, value, true);
    this.length += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#address + this.length, value, true);
    this.length += 8;
  }

  text(value: string): void {
    const n = value.length;
    this.#reserve(4 + 3 * n);
    const start = this.#address + this.length + 4;
    let written = 0;
    if (n <= shortText) {
      const bytes = this.#bytes;
      while (written < n) {
        const unit = value.charCodeAt(written);
        if (unit > 127) break;
        bytes[start + written++] = unit;
      }
    }
    if (written < n) {
      written = encoder.encodeInto(value, this.#bytes.subarray(start, start + 3 * n)).written;
    }
    this.#view.setUint32(start - 4, written, true);
    this.length += 4 + written;
  }

  #reserve(bytes: number): void {
    if (this.length + bytes <= this.#capacity) return;
    const kept = this.#bytes.slice(this.#address, this.#address + this.length);
    this.#capacity = Math.max(2 * this.#capacity, this.length + bytes);
    this.#address = this.#allocate(this.#capacity);
    this.#look();
    this.#bytes.set(kept, this.#address);
  }

  /** Makes the views anew: they are detached when the memory grows. */
  #look(): void {
    this.#buffer = this.#memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }
}

/** Reads the operations of one step from the module's memory. */
export class Reader {
  #memory: WebAssembly.Memory;
  #buffer: ArrayBuffer | undefined;
  #bytes!: Uint8Array;
  #view!: DataView;
  #at = 0;
  #end = 0;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Goes to what stands behind the two numbers at `header`: an address and a length. */
  open(header: number): void {
    if (this.#memory.buffer !== this.#buffer) {
      this.#buffer = this.#memory.buffer;
      this.#bytes = new Uint8Array(this.#buffer);
      this.#view = new DataView(this.#buffer);
    }
    this.#at = this.#view.getUint32(header, true);
    this.#end = this.#at + this.#view.getUint32(header + 4, true);
  }

  /** The changes of the step, see wire.Changes: three numbers each. Valid until the module runs again. */
  changes(header: number): Uint32Array {
    return new Uint32Array(this.#buffer!, this.#view.getUint32(header + 8, true), this.#view.getUint32(header + 12, true));
  }

  /** The texts that belong to them, after those that were spilled before, which are taken. */
  texts(header: number, spilled: string[]): readonly unknown[] {
    const start = this.#view.getUint32(header + 16, true);
    const length = this.#view.getUint32(header + 20, true);
    if (length > 0) spilled.push(decoder.decode(this.#bytes.subarray(start, start + length)));
    return spilled.splice(0).flatMap((text) => JSON.parse(text) as unknown[]);
  }

  /** All that stands there, as text: what a dead core says. */
  message(header: number): string {
    this.open(header);
    return decoder.decode(this.#bytes.subarray(this.#at, this.#end));
  }

  more(): boolean {
    return this.#at < this.#end;
  }

  u8(): number {
    return this.#bytes[this.#at++]!;
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  f64(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  text(): string {
    const n = this.u32();
    const start = this.#at;
    this.#at += n;
    return n === 0 ? "" : decoder.decode(this.#bytes.subarray(start, start + n));
  }
}

/** The text of some bytes of the module's memory. */
export function textAt(memory: WebAssembly.Memory, address: number, bytes: number): string {
  return decoder.decode(new Uint8Array(memory.buffer, address, bytes));
}

/** Copies bytes into the module's memory; `allocate` as above. Returns their number. */
export function copyBytes(memory: WebAssembly.Memory, allocate: (bytes: number) => number, bytes: Uint8Array): number {
  const address = allocate(bytes.length);
  new Uint8Array(memory.buffer).set(bytes, address);
  return bytes.length;
}

/** Copies the UTF-8 of a text into the module's memory; `allocate` as above. Returns its length. */
export function copyText(memory: WebAssembly.Memory, allocate: (bytes: number) => number, text: string): number {
  return copyBytes(memory, allocate, encoder.encode(text));
}

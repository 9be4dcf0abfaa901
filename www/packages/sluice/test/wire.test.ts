import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Reader, Writer, copyText } from "../src/wire.js";
import * as wire from "../src/wire.gen.js";

interface Vector {
  readonly kind: "Command" | "Operation";
  readonly name: string;
  readonly fields: readonly string[];
  /** Which fields are texts, if any. */
  readonly texts: readonly number[] | null;
  readonly hex: string;
}

/** What Go's own tests write and read: see jsbridge/wire/vector_test.go. */
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../jsbridge/wire/testdata/vectors.json"), "utf8")) as Vector[];
const of = (kind: Vector["kind"]) => vectors.filter((vector) => vector.kind === kind);
const names = (kind: Vector["kind"]) => [...new Set(of(kind).map(({ name }) => name))];

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A module's memory whose buffers are given out one behind the other, each on a page of its own. */
function memory(): { memory: WebAssembly.Memory; allocate(bytes: number): number; address(): number } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  let address = 0;
  return {
    memory,
    allocate: (bytes) => {
      address = memory.buffer.byteLength;
      memory.grow(Math.ceil(bytes / 65_536) || 1); // every view of it is detached
      return address;
    },
    address: () => address,
  };
}

function written(write: (w: Writer) => void): Uint8Array {
  const { memory: module, allocate, address } = memory();
  const w = new Writer(module, allocate);
  w.start();
  write(w);
  return new Uint8Array(module.buffer, address(), w.length).slice();
}

/** What the operations of a stream say: name and arguments of each. */
function read(stream: Uint8Array): [string, ...unknown[]][] {
  const { memory: module, allocate } = memory();
  const header = allocate(8);
  const address = allocate(stream.length);
  new Uint8Array(module.buffer).set(stream, address);
  const view = new DataView(module.buffer);
  view.setUint32(header, address, true);
  view.setUint32(header + 4, stream.length, true);
  const reader = new Reader(module);
  reader.open(header);
  const said: [string, ...unknown[]][] = [];
  const on = new Proxy({}, { get: (_, name) => (...args: unknown[]) => said.push([String(name), ...args]) });
  wire.readOperations(reader, on as wire.Operations);
  return said;
}

const writers = wire as unknown as Record<string, (w: Writer, ...fields: (string | number)[]) => void>;
const lower = (name: string) => name[0]!.toLowerCase() + name.slice(1);

/** The fields of a vector, with numbers where the function that it is for takes numbers. */
const fieldsOf = ({ fields, texts }: Vector) => fields.map((field, i) => (texts?.includes(i) ? field : Number(field)));

describe("a command that the script writes", () => {
  test.each(names("Command"))("is, byte for byte, what Go reads: %s", (name) => {
    for (const vector of of("Command").filter((one) => one.name === name)) {
      const bytes = written((w) => writers[`write${name}`]!(w, ...fieldsOf(vector)));
      expect(hexOf(bytes)).toBe(vector.hex);
    }
  });

  test("may follow others, in a buffer that grows under them", () => {
    const all = of("Command");
    const bytes = written((w) => {
      for (const vector of all) writers[`write${vector.name}`]!(w, ...fieldsOf(vector));
    });
    expect(bytes.length).toBeGreaterThan(4096 * 2);
    expect(hexOf(bytes)).toBe(all.map(({ hex }) => hex).join(""));
  });

  test.each([47, 48, 49, 4095, 4096, 100_000, 3_000_000])("may have a text of %i characters, ASCII or not", (length) => {
    for (const text of ["x".repeat(length), "é".repeat(length), `${"x".repeat(length - 1)}é`]) {
      const bytes = written((w) => wire.writeName(w, 7, text));
      expect(new DataView(bytes.buffer).getUint32(5, true)).toBe(bytes.length - 9);
      expect(new TextDecoder().decode(bytes.subarray(9))).toBe(text);
    }
  });

  test("has a lone surrogate replaced: texts that matter are checked before", () => {
    expect(hexOf(written((w) => wire.writeName(w, 7, "a\ud800"))).slice(18)).toBe("61efbfbd");
  });
});

describe("an operation that Go writes", () => {
  test.each(names("Operation"))("is read with the same fields: %s", (name) => {
    for (const vector of of("Operation").filter((one) => one.name === name)) {
      expect(read(bytesOf(vector.hex))).toEqual([[lower(name), ...fieldsOf(vector)]]);
    }
  });

  test("is read in its turn when others stand around it", () => {
    const all = of("Operation");
    const said = read(bytesOf(all.map(({ hex }) => hex).join("")));
    expect(said).toEqual(all.map((vector) => [lower(vector.name), ...fieldsOf(vector)]));
  });

  test("that is unknown is refused, with the reason that it can have", () => {
    expect(() => read(Uint8Array.of(255))).toThrow("another version");
    expect(() => read(Uint8Array.of(0))).toThrow("another version");
  });
});

test("a body is copied as UTF-8, also when that makes the memory grow", () => {
  const { memory: module, allocate, address } = memory();
  for (const text of ["", "a", "é😀\0", "x".repeat(1_000_000)]) {
    const length = copyText(module, allocate, text);
    expect(new TextDecoder().decode(new Uint8Array(module.buffer, address(), length))).toBe(text);
  }
});

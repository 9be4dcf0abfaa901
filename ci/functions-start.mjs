// The function that makes Go's table of functions from the packed one (functions.mjs) when the program
// is instantiated: WebAssembly, written by hand. It takes well under a millisecond.
import { FUNCDATA, PCDATA, RECORD, STACK_MAP, TABLE } from "./functions.mjs";
import { signed, unsigned } from "./wasm-file.mjs";

const names = ["i", "record", "stream", "columns", "kind", "field", "origin", "next", "value", "byte", "shift"];
const variables = Object.fromEntries(names.map((name, i) => [name, i]));

const num = (value) => [0x41, ...signed(value)];
const get = (name) => [0x20, variables[name]];
const set = (name, value) => [...value, 0x21, variables[name]];
const add = (a, b) => [...a, ...b, 0x6a];
const mul = (a, b) => [...a, ...b, 0x6c];
const and = (a, b) => [...a, ...b, 0x71];
const or = (a, b) => [...a, ...b, 0x72];
const shl = (a, b) => [...a, ...b, 0x74];
const shr = (a, b) => [...a, ...b, 0x76];
const equal = (a, b) => [...a, ...b, 0x46];
const below = (a, b) => [...a, ...b, 0x49];
const byteAt = (address) => [...address, 0x2d, 0, 0];
const wordAt = (address, offset = 0) => [...address, 0x28, 0, ...unsigned(offset)];
const store = (address, offset, value) => [...address, ...value, 0x36, 0, ...unsigned(offset)];
const when = (condition, then, otherwise = []) => [...condition, 0x04, 0x40, ...then, 0x05, ...otherwise, 0x0b];
/** Does the body once and then again as long as the condition holds. */
const repeat = (body, condition) => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
const step = (name, by) => set(name, add(get(name), by));
/** As many times as there are functions, with their records. */
const each = (at, body) => [
  ...set("i", num(0)),
  ...set("record", num(at.functions + 8 * at.count + 8)),
  ...repeat([...body, ...step("record", num(RECORD)), ...step("i", num(1))], below(get("i"), num(at.count))),
];

/** Reads a number (LEB128) of the stream. */
const read = (name) => [
  ...set(name, num(0)),
  ...set("shift", num(0)),
  ...repeat(
    [
      ...set("byte", byteAt(get("stream"))),
      ...step("stream", num(1)),
      ...set(name, or(get(name), shl(and(get("byte"), num(127)), get("shift")))),
      ...step("shift", num(7)),
    ],
    shr(get("byte"), num(7)),
  ),
];

/** Goes on to what comes after the next one, by its kind. */
const skipNumber = [...repeat([...set("byte", byteAt(get("next"))), ...step("next", num(1))], shr(get("byte"), num(7)))];
const skip = when(
  equal(get("kind"), num(TABLE)),
  [...repeat([...skipNumber, ...skipNumber], byteAt(get("next"))), ...step("next", num(1))],
  when(
    equal(get("kind"), num(STACK_MAP)),
    step("next", and(add(num(11), mul(wordAt(get("next")), shr(add(wordAt(get("next"), 4), num(7)), num(3)))), num(-4))),
    step("next", add(num(8), mul(num(16), wordAt(get("next"))))),
  ),
);

/** What a number of a column stands for. */
const resolve = when(
  below(num(1), get("value")),
  step("value", num(-2)),
  when(
    get("value"),
    [...set("value", add(get("next"), mul(get("origin"), num(-1)))), ...skip],
    set("value", add(equal(get("kind"), num(TABLE)), num(-1))),
  ),
);

/** The body of the function for a packed table, as it stands in the code section. */
export function startFunction(at) {
  const body = [
    ...each(at, [
      ...store(shl(get("i"), num(3)), at.functions, add(get("i"), num(at.first))),
      ...store(shl(get("i"), num(3)), at.functions + 4, add(get("record"), num(-at.functions))),
      ...store(get("record"), 0, add(get("i"), num(at.first))),
      ...store(get("record"), 28, num(PCDATA)),
      // A bucket of the index for each 4,096 addresses, of which a function has 65,536.
      ...store(mul(get("i"), num(16 * 20)), at.findfunc, get("i")),
    ]),
    ...set("stream", num(at.stream)),
    ...set("columns", num(at.columns)),
    ...repeat(
      [
        ...read("kind"),
        ...read("field"),
        ...read("origin"),
        ...read("next"),
        ...each(at, [...read("value"), ...when(get("kind"), resolve), ...store(add(get("record"), get("field")), 0, get("value"))]),
        ...step("columns", num(-1)),
      ],
      get("columns"),
    ),
    // Last, since the column with the kinds of functions fills this word.
    ...each(at, store(get("record"), 40, or(wordAt(get("record"), 40), num(FUNCDATA << 24)))),
    0x0b,
  ];
  const code = [1, ...unsigned(names.length), 0x7f, ...body];
  return Buffer.from([...unsigned(code.length), ...code]);
}

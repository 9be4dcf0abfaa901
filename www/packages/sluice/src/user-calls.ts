import type { Exports } from "./instance.js";
import { functionOf } from "./schema/functions.js";
import { copyText } from "./wire.js";

/** What the core runs functions of the user with. */
export interface UserCalls {
  /** What they have thrown in the step at hand. The core knows it by its place, from 1. */
  readonly thrown: unknown[];
  /** How many of them are running. */
  depth: number;
  /** Asks the endpoint of a call what its answer will probably be: JSON, or `undefined` to show nothing for now. */
  optimistic(client: number, call: number, space: number, fetchedAt: number): string | undefined;
  /** Does something with data of names; see jsbridge/value.go. */
  value(asked: Uint32Array, text: () => string): number | string;
}

const UNDEFINED = 1;
const RETURNED = 2;

/** The number of what is done with data of names, and what it gives when that throws. */
const VALUE = -3;
const THREW = 0x8000_0000;
/** The bytes of its numbers, before a text. */
const HEAD = 24;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Runs a function of the user for the core: arguments and result are JSON, see jsbridge/function.go.
 * Nothing is thrown: an exception would leave a function of the core half done.
 */
export function callUser(exports: Exports, calls: UserCalls, fn: number, address: number, bytes: number): number {
  calls.depth++;
  try {
    if (fn === VALUE) {
      const asked = new Uint32Array(exports.mem.buffer.slice(address, address + HEAD));
      const given = calls.value(asked, () => decoder.decode(new Uint8Array(exports.mem.buffer, address + HEAD, bytes - HEAD)));
      if (typeof given === "number") return given;
      copyText(exports.mem, (n) => exports.result(n), given);
      return 1;
    }
    const args = argumentsAt(exports.mem, address, bytes);
    const text = fn === 0 ? calls.optimistic(...(args as [number, number, number, number])) : (JSON.stringify(functionOf(fn)?.(...args)) as string | undefined);
    if (text === undefined) return UNDEFINED;
    copyText(exports.mem, (n) => exports.result(n), text);
    return RETURNED;
  } catch (error) {
    return (fn === VALUE ? THREW : RETURNED) + calls.thrown.push(error);
  } finally {
    calls.depth--;
  }
}

function argumentsAt(memory: WebAssembly.Memory, address: number, bytes: number): unknown[] {
  const view = new DataView(memory.buffer);
  const out: unknown[] = [];
  for (let at = address; at < address + bytes; ) {
    const length = view.getUint32(at, true);
    at += 4;
    out.push(length === 0 ? undefined : JSON.parse(decoder.decode(new Uint8Array(memory.buffer, at, length))));
    at += length;
  }
  return out;
}

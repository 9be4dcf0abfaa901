import type { Exports } from "./instance.js";
import { functionOf } from "./schema/functions.js";
import { copyText } from "./wire.js";

/** What functions of the user have thrown while the core ran them. */
export interface UserCalls {
  /** The last of them, until the core has said what comes of it. */
  thrown: unknown;
}

const THREW = 0;
const UNDEFINED = 1;
const RETURNED = 2;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Runs a function of the user for the core: arguments and result are JSON, see jsbridge/function.go.
 * Nothing is thrown: an exception would leave a function of the core half done.
 */
export function callUser(exports: Exports, calls: UserCalls, fn: number, address: number, bytes: number): number {
  try {
    const value = functionOf(fn)?.(...argumentsAt(exports.mem, address, bytes));
    const text = value === undefined ? undefined : (JSON.stringify(value) as string | undefined);
    if (text === undefined) return UNDEFINED;
    copyText(exports.mem, (n) => exports.result(n), text);
    return RETURNED;
  } catch (error) {
    calls.thrown = error;
    return THREW;
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

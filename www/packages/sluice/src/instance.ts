import { LoadError } from "./errors.js";
import { callUser, type UserCalls } from "./user-calls.js";
import { copyBytes, textAt } from "./wire.js";
import { loadGo } from "./generated/wasm_exec.js";

/** The functions that `sluice.wasm` exports; see wasm/main.go. Those that run the core return 1 when it is dead. */
export interface Exports {
  readonly mem: WebAssembly.Memory;
  header(): number;
  input(bytes: number): number;
  body(bytes: number): number;
  inner(bytes: number): number;
  ask(bytes: number): number;
  result(bytes: number): number;
  dispatch(bytes: number, now: number): number;
  settle(request: number, status: number, kind: number, note: number, retryAfter: number, bytes: number, now: number): number;
  unsendable(request: number, bytes: number, now: number): number;
  tick(now: number): number;
}

/** A running core. */
export interface Instance {
  readonly exports: Exports;
  /** Texts of changes that came before those at `header()`, each a JSON array. Whoever takes them empties it. */
  readonly spilled: string[];
  /** The body of the outcome that is being given to the core, which may need it again. */
  body?: Uint8Array | undefined;
  /** Enters Go by its scheduler, so that its sweeper and finalisers run. */
  pulse(): void;
  /** Makes the instance deaf: no event of the page reaches it any more. */
  kill(): void;
}

/** What an instance tells the host. */
export interface InstanceHost {
  readonly functions: UserCalls;
  now(): number;
  /** The core is at work outside of a command: `run` gives 1 when it is dead, else its operations stand at `header()`. */
  enter(run: (exports: Exports) => number): void;
  /** The program has ended; `message` says why. */
  died(message: string): void;
}

/** The host as the program sees it, under the global `sluice`; see jsbridge/serve_js.go. It sets `started`. */
interface Hooks {
  now(): number;
  flushed(dead: number): void;
  started?: boolean;
}

/** No functions of the user: texts are handed over, the body is asked for again. See wasm/main.go. */
const SPILL = -1;
const AGAIN = -2;

type Scope = Record<string, unknown>;

/** Starts a core. Rejects with {@link LoadError}. */
export async function start(module: WebAssembly.Module, host: InstanceHost): Promise<Instance> {
  let output = "";
  let alive = true;
  const hooks: Hooks = {
    now: () => host.now(),
    flushed: (dead) => {
      if (alive) host.enter(() => dead);
    },
  };
  const scope = goScope((text) => (output = (output + text).slice(-4096)), hooks);
  const GoProgram = loadGo(scope, pageFor(scope));
  const go = new GoProgram();
  let started = false;
  go.exit = () => {
    go._resume = () => {};
    if (alive && started) host.died(output);
    alive = false;
  };
  const made: { exports?: Exports; running?: Instance } = {};
  const spilled: string[] = [];
  const call = (fn: number, args: number, bytes: number) => {
    if (!made.exports) return 0;
    if (fn === SPILL) spilled.push(textAt(made.exports.mem, args, bytes));
    else if (fn === AGAIN) copyBytes(made.exports.mem, () => args, made.running!.body!);
    else return callUser(made.exports, host.functions, fn, args, bytes);
    return 0;
  };
  const instance = await WebAssembly.instantiate(module, { ...go.importObject, sluice: { call } });
  made.exports = instance.exports as unknown as Exports;
  // Returns once the program waits for events; its end is told by exit. It rejects when this is
  // another program, which then has not set its hook.
  go.run(instance).catch(() => {});
  if (!hooks.started || !alive) throw new LoadError(`sluice.wasm does not start here: ${output}`, undefined);
  started = true;
  return (made.running = {
    exports: instance.exports as unknown as Exports,
    spilled,
    pulse: () => {
      if (alive) go._resume();
    },
    kill: () => {
      alive = false;
      go._resume = () => {};
      // Listeners that Go has left on the page keep `go`, but then not the memory. Go may still be at
      // work at this moment, further up the stack.
      queueMicrotask(() => Object.assign(go, { _inst: undefined, mem: undefined, _values: [], _ids: new Map() }));
    },
  });
}

/** The globals that wasm_exec.js reads and adds to, so that it leaves none behind. What Go prints goes to `print`. */
function goScope(print: (text: string) => void, sluice: Hooks): Scope {
  const { crypto, performance, TextEncoder, TextDecoder } = globalThis;
  return { crypto, performance, TextEncoder, TextDecoder, console: { log: (text: unknown) => print(`${String(text)}\n`), warn: () => {} }, sluice };
}

/** What the program sees as the JavaScript global: the page's, with the scope's members over it. */
function pageFor(scope: Scope): object {
  return new Proxy(scope, { get: (_, name) => (Object.hasOwn(scope, name) ? scope : (globalThis as unknown as Scope))[name as string] });
}

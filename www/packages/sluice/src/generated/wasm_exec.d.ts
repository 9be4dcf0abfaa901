/** Go's runtime support for one program, from its `wasm_exec.js`. */
export interface Go {
  argv: string[];
  env: Record<string, string>;
  exit: (code: number) => void;
  importObject: WebAssembly.Imports;
  /** Enters the program: returns when it blocks for the first time, and settles when it ends. */
  run(instance: WebAssembly.Instance): Promise<void>;
  /** Internal: enters Go for an event. */
  _resume(): void;
}

/**
 * Gives the class Go. `scope` takes the place of the globals that the script reads and writes;
 * `page` is what the program sees as the JavaScript global.
 */
export function loadGo(scope: object, page: object): new () => Go;

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { createClient, type Client, type ClientOptions, type QuerySnapshot } from "../src/index.js";
import "../src/running.js"; // there before a test holds what starts WebAssembly
import { Network } from "./network.js";

/** The bytes of the core as it is built. */
export const wasmBytes = readFileSync(join(import.meta.dirname, "../dist/sluice.wasm"));

/** The core, compiled once for a test file. */
export const wasm = new WebAssembly.Module(wasmBytes);

export interface Setup {
  readonly client: Client;
  readonly network: Network;
}

/** A client on a network of the test's. It may still be loading; it is closed when the test ends. */
export function setup(options: ClientOptions = {}): Setup {
  const network = new Network();
  const client = createClient({ wasm, fetch: network.fetch, ...options });
  onTestFinished(() => client.close());
  return { client, network };
}

/** The same, once the core answers. */
export async function ready(options: ClientOptions = {}): Promise<Setup> {
  const made = setup(options);
  await made.client.ready;
  return made;
}

/** A core that does not start by itself. */
export interface HeldCore {
  /** Lets it start, and every later one. */
  start(): void;
  /** Has the present attempt to start one fail. */
  fail(cause: Error): void;
}

const { instantiate } = WebAssembly;

/** Keeps cores from starting until the test says so: meanwhile clients are loading. */
export function holdCore(): HeldCore {
  let held!: Promise<void>;
  let start!: () => void;
  let fail!: (cause: Error) => void;
  const hold = () => {
    held = new Promise((resolve, reject) => {
      start = resolve;
      fail = reject;
    });
    held.catch(() => {}); // nobody may be waiting for it
  };
  hold();
  const late = async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
    try {
      await held;
    } catch (error) {
      hold(); // the next one
      throw error;
    }
    return instantiate(module, imports);
  };
  const spy = vi.spyOn(WebAssembly, "instantiate").mockImplementation(late as typeof WebAssembly.instantiate);
  onTestFinished(() => spy.mockRestore());
  return {
    start: () => start(),
    fail: (cause) => fail(cause),
  };
}

/** A client whose core is loading until the test lets it start. */
export function loading(options: ClientOptions = {}): Setup & { readonly core: HeldCore; start(): Promise<void> } {
  const core = holdCore();
  const made = setup(options);
  return {
    ...made,
    core,
    start: async () => {
      core.start();
      await made.client.ready;
      await turn();
    },
  };
}

/** What a listener of a name reads whenever it is told. */
export function told(client: Client, type: string): { readonly snapshots: QuerySnapshot[]; get(): QuerySnapshot } {
  const watch = client.watch({ type });
  const snapshots: QuerySnapshot[] = [];
  watch.subscribe(() => snapshots.push(watch.get()));
  return { snapshots, get: () => watch.get() };
}

/** Lets everything run that needs no timer and no answer. */
export async function turn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise was fulfilled");
}

/** Whether a promise is still open. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const settled = () => void (pending = false);
  promise.then(settled, settled);
  await turn();
  return pending;
}

/** Collects, while the test runs, what nobody has caught. */
export function uncaught(): unknown[] {
  const caught: unknown[] = [];
  const events = ["unhandledRejection", "uncaughtException"] as const;
  // The runner's own listeners would fail the test that expects one.
  const others = events.map((event) => process.listeners(event as "uncaughtException"));
  const note = (error: unknown) => void caught.push(error);
  for (const event of events) {
    process.removeAllListeners(event);
    process.on(event as "uncaughtException", note);
  }
  onTestFinished(() => {
    events.forEach((event, i) => {
      process.removeAllListeners(event);
      for (const listener of others[i]!) process.on(event as "uncaughtException", listener);
    });
  });
  return caught;
}

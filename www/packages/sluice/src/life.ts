import type { Core, CoreHost } from "./core.js";
import { CrashError, LoadError } from "./errors.js";
import { loadModule, type WasmSource } from "./loader.js";
import { trueTimeout, unref } from "./timer.js";

/** The code that runs a core, see running.ts. */
export type Running = typeof import("./running.js");

/** What the life of the core needs of the host. */
export interface LifeHost extends CoreHost {
  /** A core is there, for what has waited for it. */
  takeOver(core: Core, running: Running): void;
  /** There is no core to be had. */
  failed(error: LoadError | CrashError): void;
}

/**
 * How long to wait before a core is started again after it died, in ms, by how often it did lately.
 * If it dies more often than that, it is left dead until it has been so for a while.
 */
const backoff = [0, 100, 500, 2000, 5000];
/** What "lately" means, in ms. */
const crashWindow = 60_000;

/** How long a page has to itself before the core is loaded, in ms. */
const headStart = 100;

/** Has a core started, and another one when it has died. */
export class Life {
  /** Fulfilled when the core answers; the promise of the latest attempt to have one. */
  ready!: Promise<void>;
  /** Ends the head start of the page: something is to be done that takes the core. */
  hurry = (): void => {};
  #source: WasmSource | undefined;
  #host: LifeHost;
  #module: WebAssembly.Module | undefined;
  #loading = false;
  #crashes: number[] = [];

  constructor(source: WasmSource | undefined, host: LifeHost) {
    this.#source = source;
    this.#host = host;
    if (source instanceof WebAssembly.Module) this.#module = source;
    this.want();
  }

  /** Has a core started where there is none, after `delay` ms. */
  want(delay = 0): void {
    if (this.#loading) return;
    this.#loading = true;
    this.ready = this.#start(delay);
    this.ready.catch(() => {}); // who wants to know holds the promise
  }

  /** The core has died: another one is started, later each time. */
  died(): void {
    this.#crashes = [...this.#lately(), Date.now()];
    this.want(backoff[this.#crashes.length - 1]);
  }

  #lately(): number[] {
    const now = Date.now();
    return this.#crashes.filter((at) => now - at < crashWindow);
  }

  async #start(delay: number): Promise<void> {
    let core: Core;
    let running: Running;
    try {
      const { length } = this.#lately();
      if (length > backoff.length) throw new CrashError(`${length} times within a minute`);
      if (delay > 0) await new Promise((resolve) => unref(setTimeout(resolve, delay)));
      if (!this.#module) await this.#headStart();
      [running, this.#module] = await Promise.all([
        import("./running.js").catch((cause: unknown) => {
          throw new LoadError("cannot load running.js, which belongs beside index.js", cause);
        }),
        loadModule(this.#module ?? this.#source),
      ]);
      core = new running.Core(await running.start(this.#module, this.#host), this.#host);
      this.#loading = false;
    } catch (error) {
      this.#loading = false;
      const failed = error instanceof LoadError || error instanceof CrashError ? error : new LoadError("sluice.wasm does not start here", error);
      this.#host.failed(failed);
      throw failed;
    }
    this.#host.takeOver(core, running);
  }

  /**
   * Lets the page go first, with what it can do without the core: loading that would compete for the
   * processor. Only for so long that it is not missed, and only where somebody looks.
   */
  async #headStart(): Promise<void> {
    if (globalThis.document?.hidden !== false) return;
    await new Promise<void>((resolve) => {
      this.hurry = resolve;
      unref(trueTimeout(resolve, headStart));
    });
  }
}

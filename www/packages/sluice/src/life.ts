import { CrashError, LoadError } from "./errors.js";
import { start, type Instance, type InstanceHost } from "./instance.js";
import { loadModule, type WasmSource } from "./loader.js";
import { unref } from "./timer.js";

/** What the life of the core needs of the host. */
export interface LifeHost extends InstanceHost {
  /** Makes a core of an instance. May throw: then this is not what `sluice.wasm` was taken for. */
  born(instance: Instance): void;
  /** The core is ready to take over what has waited for it. */
  takeOver(): void;
  /** The core cannot be had. */
  failed(error: LoadError): void;
}

/**
 * How long to wait before a core is started again after it died, in ms, by how often it did lately.
 * If it dies more often than that, it is left dead until it has been so for a while.
 */
const backoff = [0, 100, 500, 2000, 5000];
/** What "lately" means, in ms. */
const crashWindow = 60_000;

/** Has a core started, and another one when it has died. */
export class Life {
  /** Fulfilled when the core answers; the promise of the latest attempt to have one. */
  ready: Promise<void>;
  #source: WasmSource | undefined;
  #host: LifeHost;
  #loading = false;
  #crashes: number[] = [];

  constructor(source: WasmSource | undefined, host: LifeHost) {
    this.#source = source;
    this.#host = host;
    this.ready = this.#load(0);
  }

  /** Has a core started where there is none, unless it died too often lately: then it says so. */
  want(): CrashError | undefined {
    if (this.#loading) return undefined;
    this.#crashes = this.#lately();
    if (this.#crashes.length > backoff.length) return new CrashError(`${this.#crashes.length} times within a minute`);
    this.ready = this.#load(0);
    return undefined;
  }

  /** The core has died with `error`. Gives whether a new one is on its way. */
  died(error: CrashError): boolean {
    this.#crashes = [...this.#lately(), Date.now()];
    const delay = backoff[this.#crashes.length - 1];
    this.ready = delay === undefined ? Promise.reject(error) : this.#load(delay);
    this.ready.catch(() => {});
    return delay !== undefined;
  }

  #lately(): number[] {
    const now = Date.now();
    return this.#crashes.filter((at) => now - at < crashWindow);
  }

  #load(delay: number): Promise<void> {
    this.#loading = true;
    const ready = this.#start(delay);
    ready.catch(() => {}); // who wants to know holds the promise
    return ready;
  }

  async #start(delay: number): Promise<void> {
    try {
      if (delay > 0) await new Promise((resolve) => unref(setTimeout(resolve, delay)));
      this.#host.born(await start(await loadModule(this.#source), this.#host));
      this.#loading = false;
    } catch (error) {
      this.#loading = false;
      const failed = error instanceof LoadError ? error : new LoadError("sluice.wasm does not start here", error);
      this.#host.failed(failed);
      throw failed;
    }
    this.#host.takeOver();
  }
}

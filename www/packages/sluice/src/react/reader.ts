import { CrashError, ExpiryStatus, SchemaError, abortReason, type AnyEndpoint, type Controller } from "sluice";

export type View = ReturnType<Controller["look"]>;

/** What a hook asks: its endpoint with arguments, as they were given last, and by which controller. */
export interface Asker {
  controller: Controller;
  endpoint: AnyEndpoint;
  args: readonly unknown[];
}

/** What came of a request that a hook has sent, for as long as the store does not say it. */
interface Outcome {
  /** `undefined` when it was answered, but with nothing to show. */
  error: unknown;
  /** In ms. Until a hook has been mounted with it, it counts as just come for {@link grace}. */
  readonly at: number;
  taken: boolean;
}

/** What a hook has to know of the moment of its mounting. */
export interface Decision {
  /** The data is not to be shown for as long as it expires at this time. */
  readonly waitsPast: number | undefined;
  /** What came of a request too long ago to count. */
  readonly past: Outcome | undefined;
}

/** What a hook shows: nothing yet, an error, or data. Beside an error, data where there is some. */
export type Shown = { readonly phase: "wait" } | { readonly phase: "error"; readonly error: unknown; readonly data: unknown } | { readonly phase: "data"; readonly data: unknown };

const waiting: Shown = { phase: "wait" };

/**
 * How long, in ms, a component may take to come back for the answer that it was suspended for. Within
 * this time the answer counts as fresh, even if it has expired, so that nothing is asked for in a loop.
 */
const grace = 1000;

/**
 * An endpoint with arguments as hooks show it: asked for when the first one wants it, and again when
 * it turns invalid, is expired or reset. All hooks of one question share one reader.
 */
export class Reader {
  readonly #controller: Controller;
  readonly #view: View;
  /** Brings what it shows up to date. Nobody need do so who listens. */
  readonly look: () => void;
  #outcome: Outcome | undefined;
  /** What is being asked, by the signal that only this share heeds. */
  readonly #asks = new Map<AbortSignal | undefined, Promise<unknown>>();
  readonly #askers = new Set<Asker>();
  readonly #listeners = new Set<() => void>();
  #unlisten: (() => void) | undefined;
  #due = false;
  #expiresAt = 0;
  #pristine = false;

  constructor(view: View, { controller, endpoint, args }: Asker) {
    this.#controller = controller;
    this.#view = view;
    this.look = () => controller.look(endpoint, args);
  }

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    if (!this.#unlisten) {
      if (this.#view.root < 0) this.look(); // it was rendered before there was a core
      this.#unlisten = this.#controller.listen(this.#view, this.#changed);
      this.#turned();
    }
    return () => {
      if (!this.#listeners.delete(own) || this.#listeners.size > 0) return;
      this.#unlisten?.();
      this.#unlisten = undefined;
    };
  };

  /** What a hook that is mounted now has to know. */
  decide(): Decision {
    this.look();
    const { status, expiresAt } = this.#view;
    const stale = this.#controller.now() > expiresAt && !this.#answered();
    return {
      waitsPast: stale && status === ExpiryStatus.InvalidIfStale ? expiresAt : undefined,
      past: this.#answered() ? undefined : this.#outcome,
    };
  }

  /** Whether a hook that is mounted now has to ask. */
  get wants(): boolean {
    const { status, expiresAt } = this.#view;
    return !this.#answered() && (status === ExpiryStatus.Invalid || this.#controller.now() > expiresAt);
  }

  /** The error that is stored. */
  get error(): unknown {
    return this.#view.error;
  }

  /** A hook is mounted: it asks if there is need, and goes on asking until it is unmounted. */
  mount(asker: Asker): () => void {
    this.#askers.add(asker);
    if (this.wants) void this.ask(asker);
    const outcome = this.#outcome;
    // Others may be mounted with it, at the same time.
    if (outcome) queueMicrotask(() => (outcome.taken = true));
    return () => this.#askers.delete(asker);
  }

  /** Asks, if that is not going on already. Fulfilled when there is something to show; never rejects. */
  ask(asker: Asker): Promise<unknown> {
    const { signal, name } = asker.endpoint;
    let asked = this.#asks.get(signal);
    if (!asked) {
      if (this.#outcome) queueMicrotask(this.#tell);
      this.#outcome = undefined;
      asked = this.#send(asker).then(({ error }) => {
        this.#asks.delete(signal);
        this.#settled(name, error, signal);
      });
      this.#asks.set(signal, asked);
    }
    return asked;
  }

  /** What is shown. */
  read({ waitsPast, past }: Decision): Shown {
    const { usable, status, error, expiresAt } = this.#view;
    const outcome = this.#outcome === past ? undefined : this.#outcome;
    const shows = usable && status !== ExpiryStatus.Invalid;
    const expired = status === ExpiryStatus.InvalidIfStale && (expiresAt <= 1 || expiresAt === waitsPast);
    if (expired || (!shows && (error === undefined || usable))) {
      if (!outcome || (!shows && outcome.error === undefined)) return waiting;
    }
    const data = shows ? this.#view.data : undefined;
    const shown = error ?? (shows ? undefined : outcome?.error);
    return shown === undefined ? { phase: "data", data } : { phase: "error", error: shown, data };
  }

  /** The answer to what a hook has asked has come just now. */
  #answered(): boolean {
    const outcome = this.#outcome;
    return outcome !== undefined && !outcome.taken && this.#controller.now() - outcome.at <= grace;
  }

  async #send({ controller, endpoint, args }: Asker): Promise<{ error?: unknown }> {
    for (let crashes = 0; ; ) {
      try {
        await (controller.fetch as (endpoint: AnyEndpoint, ...args: readonly unknown[]) => Promise<unknown>)(endpoint, ...args);
        return {};
      } catch (error) {
        // Once: if this very request is what the core cannot bear, it is shown as failed.
        if (!(error instanceof CrashError) || crashes++ > 0) return { error };
      }
    }
  }

  #settled(name: string, error: unknown, signal: AbortSignal | undefined): void {
    try {
      this.look(); // nobody may be listening yet
    } catch (wrong) {
      error ??= wrong; // its schema cannot be used
    }
    const { usable, status } = this.#view;
    const shows = usable && status !== ExpiryStatus.Invalid;
    if (abortReason(error) === "reset") this.#askAll();
    else if (!signal?.aborted && !(shows && error === undefined && this.#askers.size > 0)) {
      const failure = error ?? (shows ? undefined : new SchemaError(name, "", "leaves nothing to show", undefined));
      this.#outcome = { error: failure, at: this.#controller.now(), taken: false };
    }
    this.#tell();
  }

  #askAll(): void {
    for (const asker of this.#askers) void this.ask(asker);
  }

  #changed = (): void => {
    if (this.#turned()) this.#askAll();
    this.#tell();
  };

  /** Whether it was invalidated, expired or reset since this was called last. */
  #turned(): boolean {
    const { status, expiresAt } = this.#view;
    const { pristine } = this.#view.get();
    const due = status === ExpiryStatus.Invalid || expiresAt <= 1;
    const turned = due && (!this.#due || expiresAt < this.#expiresAt || (pristine && !this.#pristine));
    this.#pristine = pristine;
    this.#due = due;
    this.#expiresAt = expiresAt;
    return turned;
  }

  #tell = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };
}

const readers = new WeakMap<View, Reader>();

/** The reader that all hooks share who ask this. It shows what it did last, until it decides or somebody listens. */
export function readerOf(asker: Asker): Reader {
  const view = asker.controller.seen(asker.endpoint, asker.args);
  let reader = readers.get(view);
  if (!reader) readers.set(view, (reader = new Reader(view, asker)));
  return reader;
}

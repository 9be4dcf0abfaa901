import { queryChoice } from "./auto-abort.js";
import type { Host } from "./host.js";
import { scopeOf } from "./names.js";
import { Observer } from "./observer.js";
import type { ClientOptions } from "./options.js";
import type { ApiRequest } from "./request.js";
import { NamedWatch } from "./watch.js";
import { writeLeave } from "./wire.gen.js";

let lastToken = 0;

/** How many watches a client remembers, so that equal ones share what they have. */
const most = 1000;

/** The watches and observers of a client's named requests: equal ones are one. */
export class Watches {
  readonly #client: number;
  readonly #host: Host;
  readonly #options: ClientOptions;
  readonly #watches = new Map<string, NamedWatch>();
  readonly #observers = new Map<string, Observer>();

  constructor(client: number, host: Host, options: ClientOptions) {
    this.#client = client;
    this.#host = host;
    this.#options = options;
  }

  /** The watch of a name. `variant` is the data of a hook's request, `""` for none. */
  watch(name: string, key: string, variant: string): NamedWatch {
    const scope = scopeOf(this.#client, name, key, variant);
    let watch = this.#watches.get(scope);
    if (!watch) {
      this.#forgetIdle();
      watch = new NamedWatch(this.#host, { token: ++lastToken, client: this.#client, name, key, variant, scope, query: queryChoice(this.#options, name) });
      this.#watches.set(scope, watch);
    }
    return watch;
  }

  /** The observer of a request that is sent with `send`. */
  observer(name: string, key: string, variant: string, request: ApiRequest, send: (request: ApiRequest) => Promise<unknown>): Observer {
    const scope = scopeOf(this.#client, name, key, variant);
    let observer = this.#observers.get(scope);
    if (!observer) {
      const watch = this.watch(name, key, variant);
      // The core may have to load before it has a number for the record.
      const leave = () => this.#host.send((w) => writeLeave(w, watch.record));
      this.#observers.set(scope, (observer = new Observer(watch, request, send, leave)));
    }
    return observer;
  }

  /** Forgets the oldest watches that nobody listens to, when there are many. Who still holds one may go on using it. */
  #forgetIdle(): void {
    if (this.#watches.size < most) return;
    for (const [scope, watch] of this.#watches) {
      if (this.#watches.size <= most / 2) return;
      if (watch.listening) continue;
      watch.forget();
      this.#watches.delete(scope);
      this.#observers.delete(scope);
    }
  }

  clear(): void {
    this.#watches.clear();
    this.#observers.clear();
  }
}

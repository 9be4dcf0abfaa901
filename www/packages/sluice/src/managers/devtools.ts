import { actionTypes, passive, type Action, type Manager, type Middleware } from "./action.js";
import type { Connection, DevToolsConfig, DevToolsExtension } from "../devtools-connection.js";
import type { Controller } from "../controller.js";
import { report } from "../record.js";

/** How many actions are kept until somebody looks. */
const maxActions = 100;

/** The Redux DevTools extension, where it is present. */
function extension(): DevToolsExtension | undefined {
  return (globalThis as { readonly __REDUX_DEVTOOLS_EXTENSION__?: DevToolsExtension }).__REDUX_DEVTOOLS_EXTENSION__;
}

/** Tells the Redux DevTools extension what happens. Does nothing where there is none. */
export class DevToolsManager implements Manager {
  #config: DevToolsConfig;
  #kept: Action[] = [];
  #api: Controller | undefined;
  #connection: Connection | undefined;
  #closed = false;

  /** What the extension is connected with, such as a `name`. */
  constructor(config: DevToolsConfig = {}) {
    this.#config = config;
  }

  /** @internal */
  get [passive](): boolean {
    return !extension();
  }

  getMiddleware(): Middleware {
    return (api) => {
      this.#api = api;
      return (next) => (action) => {
        const done = next(action);
        if (action.type === actionTypes.FETCH_TYPE) {
          this.#note(action);
          return done;
        }
        return done.finally(() => this.#note(action));
      };
    };
  }

  #note(action: Action): void {
    if (this.#connection?.tell(action) || this.#closed || !extension()) return;
    this.#kept.push(action);
    if (this.#kept.length > maxActions) this.#kept.shift();
  }

  init(): void {
    const tools = extension();
    if (!tools || !this.#api) return;
    const api = this.#api;
    import("../devtools-connection.js").then(({ connect }) => {
      if (!this.#closed) this.#connection = connect(tools, api, this.#config, () => this.#kept.splice(0));
    }).catch(report);
  }

  cleanup(): void {
    this.#closed = true;
    this.#connection?.close();
  }
}

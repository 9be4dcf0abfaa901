import type { Controller } from "../controller.js";
import { actionTypes, type Manager, type Middleware } from "./action.js";

/** When a user is taken to be logged out, and what is done then. */
export interface LogoutOptions {
  /** Default: an error whose `status` is 401. */
  readonly shouldLogout?: (error: unknown) => boolean;
  /** Default: the store is emptied. */
  readonly handleLogout?: (controller: Controller) => void;
}

/** Ends what is known of a user when an error says that they are logged out. */
export class LogoutManager implements Manager {
  #shouldLogout: (error: unknown) => boolean;
  #handleLogout: (controller: Controller) => void;

  constructor({
    shouldLogout = (error) => (error as { readonly status?: unknown } | null | undefined)?.status === 401,
    handleLogout = (controller) => void controller.resetEntireStore(),
  }: LogoutOptions = {}) {
    this.#shouldLogout = shouldLogout;
    this.#handleLogout = handleLogout;
  }

  getMiddleware(): Middleware {
    return (api) => (next) => (action) => {
      const done = next(action);
      if (action.type === actionTypes.SET_RESPONSE_TYPE && action.error && this.#shouldLogout(action.response)) this.#handleLogout(api);
      return done;
    };
  }
}

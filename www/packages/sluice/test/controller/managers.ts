import { getDefaultManagers, type Action, type Manager, type Middleware } from "../../src/index.js";
import { store, type Store } from "./store.js";

export const one = { id: "1" };
export const article = { id: "1", title: "a" };

/** A manager of one middleware. */
export const manager = (middleware: Middleware): Manager => ({ middleware });

/** Notes the actions that pass. */
export function noting(): { readonly actions: Action[]; readonly types: string[]; readonly manager: Manager } {
  const actions: Action[] = [];
  return {
    actions,
    get types() {
      return actions.map(({ type }) => type);
    },
    manager: manager(() => (next) => (action) => {
      actions.push(action);
      return next(action);
    }),
  };
}

export const withManagers = (...managers: Manager[]): Promise<Store> => store({ managers: [...managers, ...getDefaultManagers()] });

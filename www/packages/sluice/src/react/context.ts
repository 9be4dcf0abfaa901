import { createContext, createElement, useContext, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { UsageError, type Client, type Controller } from "sluice";
import { CurrentState, StateContext } from "./state.js";

const ClientContext = createContext<Client | undefined>(undefined);

/** The controller of the hooks below: of the client, if nothing is put in its place. */
export const ControllerContext = createContext<Controller | undefined>(undefined);

/** Hands a client to the components below. Unmounting it does not close the client. */
export function Provider({ client, children }: { client: Client; children?: ReactNode }): ReactNode {
  const { controller } = client;
  const state = useMemo(() => new CurrentState(controller), [controller]);
  const value = useSyncExternalStore(state.subscribe, state.get, state.get);
  const inner = createElement(StateContext.Provider, { value }, children);
  return createElement(ClientContext.Provider, { value: client }, createElement(ControllerContext.Provider, { value: controller }, inner));
}

/** The client of the nearest {@link Provider}; throws `UsageError` outside of one. */
export function useClient(): Client {
  return needed(useContext(ClientContext));
}

/** The controller of the nearest {@link Provider}'s client; throws `UsageError` outside of one. */
export function useController(): Controller {
  return needed(useContext(ControllerContext));
}

function needed<T>(given: T | undefined): T {
  if (!given) throw new UsageError("there is no client here; wrap the tree in <Provider client={createClient()}>");
  return given;
}

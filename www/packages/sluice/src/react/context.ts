import { createContext, createElement, useContext, type ReactNode } from "react";
import { UsageError, type Client, type Controller } from "sluice";

const ClientContext = createContext<Client | undefined>(undefined);

/** Hands a client to the components below. Unmounting it does not close the client. */
export function Provider({ client, children }: { client: Client; children?: ReactNode }): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the nearest {@link Provider}; throws `UsageError` outside of one. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new UsageError("there is no client here; wrap the tree in <Provider client={createClient()}>");
  return client;
}

/** The controller of the nearest {@link Provider}'s client; throws `UsageError` outside of one. */
export function useController(): Controller {
  return useClient().controller;
}

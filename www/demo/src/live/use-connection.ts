import { useEffect } from "react";
import { useClient } from "sluice/react";

/** Keeps the client's socket open while the component is mounted. */
export function useConnection(): void {
  const client = useClient();
  useEffect(() => {
    client.openWebsocket();
    return () => client.closeWebsocket();
  }, [client]);
}

import { open as openGuide } from "./tanstack.js";

export { shape } from "./tanstack.js";

/** The same, as its maintainers advise it for mutations that overlap: the list is refetched when no other is pending. */
export const open = (network) =>
  openGuide(network, (client, queryKey) => {
    if (client.isMutating({ mutationKey: queryKey }) === 1) return client.invalidateQueries({ queryKey });
  });

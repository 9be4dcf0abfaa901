import { open as openUndoing } from "./rtk.js";

export { shape } from "./rtk.js";

/** What the documentation advises for mutations that overlap: the list is invalidated on a failure. */
export const open = (network) => openUndoing(network, (_patched, invalidate) => invalidate());

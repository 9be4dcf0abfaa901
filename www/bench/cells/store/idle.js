import { soon } from "./clock.js";

/**
 * Imported before a library that waits for idle time before it sends a request: over this network,
 * which answers at once, the wait would be all that is measured.
 */
globalThis.requestIdleCallback = (task) => soon(() => task({ didTimeout: false, timeRemaining: () => 50 }));
globalThis.cancelIdleCallback = (id) => clearTimeout(id);

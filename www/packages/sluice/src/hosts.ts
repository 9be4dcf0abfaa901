import { Host } from "./host.js";
import type { ClientOptions } from "./options.js";

/** Hosts by the address of their wasm: clients with the same one and no clock of their own share a core. */
const shared = new Map<string, Host>();

/** Read anew each time, so that a test's fake clock is heeded. */
const clock = () => Date.now();

/** The host for a client's options. */
export function hostFor({ wasm, now, timers }: ClientOptions): Host {
  if (now || (wasm !== undefined && typeof wasm !== "string" && !(wasm instanceof URL))) return new Host(wasm, now ?? clock, timers);
  const key = String(wasm ?? "");
  let host = shared.get(key);
  if (!host) shared.set(key, (host = new Host(wasm, clock)));
  return host;
}

import { UsageError } from "../errors.js";
import { show } from "../options.js";
import type { SubscriberOptions } from "./types.js";

const functions = ["onOpen", "onClose", "onError", "onMessage", "onSend", "activateOn", "getData", "onStopSubscriptions", "isHeartbeatMessage", "WS"] as const;

/** Throws {@link UsageError} for options that cannot be meant. */
export function checkSubscriber(options: SubscriberOptions): void {
  const refuse = (name: string, value: unknown, give: string): never => {
    throw new UsageError(`subscriber: ${name} is ${show(value)}; give ${give}`);
  };
  const { url, heartbeatTimeout = 1, reconnectTimeout = 1, reconnectBackoff, resume } = options;
  if (typeof url !== "string") refuse("url", url, "an address");
  for (const name of functions) if (options[name] !== undefined && typeof options[name] !== "function") refuse(name, options[name], "a function");
  if (!(heartbeatTimeout > 0)) refuse("heartbeatTimeout", heartbeatTimeout, "seconds");
  if (reconnectTimeout !== null && !(reconnectTimeout >= 0)) refuse("reconnectTimeout", reconnectTimeout, "seconds, or null");
  const { factor = 1, max = 1, jitter = 0 } = typeof reconnectBackoff === "object" ? reconnectBackoff : {};
  if (!(factor >= 1 && max > 0 && jitter >= 0 && jitter <= 1)) refuse("reconnectBackoff", JSON.stringify(reconnectBackoff), "true, or { factor: 1 or more, max: seconds, jitter: from 0 to 1 }");
  const { pongTimeout = 1 } = typeof resume === "object" ? (resume ?? { pongTimeout: 0 }) : {};
  if (!(pongTimeout > 0)) refuse("resume", JSON.stringify(resume), "true, or { pongTimeout: seconds }");
}

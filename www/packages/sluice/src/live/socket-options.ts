import type { Writer } from "../wire.js";
import { writeSocket } from "../wire.gen.js";
import type { SubscriberOptions } from "./types.js";

/** Writes what a core is told of a socket; `wanted`: one is to be made at once. */
export function writeOptions(w: Writer, options: SubscriberOptions, wanted: boolean): void {
  const { activateOn, isHeartbeatMessage, heartbeatTimeout = 20, reconnectTimeout = 5, reconnectBackoff, resume } = options;
  const { factor = 2, max = 60, jitter = 0.5 } = typeof reconnectBackoff === "object" ? reconnectBackoff : {};
  const { pongTimeout = 5 } = typeof resume === "object" ? resume : {};
  const beats = isHeartbeatMessage || resume ? heartbeatTimeout * 1000 : 0;
  writeSocket(w, (wanted ? 0 : 1) | (activateOn ? 2 : 0) | (resume ? 4 : 0) | (isHeartbeatMessage ? 0 : 8), beats, (reconnectTimeout ?? Infinity) * 1000, reconnectBackoff ? factor : 0, max * 1000, jitter, pongTimeout * 1000);
}

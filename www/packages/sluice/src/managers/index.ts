import { choice } from "../auto-abort.js";
import type { Controller } from "../controller.js";
import type { Host } from "../host.js";
import type { ClientOptions } from "../options.js";
import { report } from "../record.js";
import type { Side } from "../side.js";
import type { Writer } from "../wire.js";
import { writeClientPage } from "../wire.gen.js";
import { passive, type Manager } from "./action.js";
import { DevToolsManager } from "./devtools.js";
import { NetworkManager } from "./network.js";
import { Pipeline } from "./pipeline.js";
import { SubscriptionManager, type Condition } from "./subscription.js";

export { actionTypes, type Action, type ActionMeta, type Dispatch, type Manager, type Middleware } from "./action.js";
export { DevToolsManager } from "./devtools.js";
export { LogoutManager, type LogoutOptions } from "./logout.js";
export { IdlingNetworkManager, NetworkManager, type Lengths } from "./network.js";
export { PollingSubscription, SubscriptionManager, type Condition, type PageConditions, type Subscription, type SubscriptionClass } from "./subscription.js";

/** The managers of a client that is given none. */
export function getDefaultManagers(): Manager[] {
  return [new DevToolsManager(), new NetworkManager(), new SubscriptionManager()];
}

/** Gives a client its managers, before a core knows it. Returns what ends them. */
export function manage(options: ClientOptions, side: Side, host: Host, controller: Controller, settled: () => Promise<void>): () => void {
  const managers = (options.managers ?? getDefaultManagers()).filter((manager) => options.devtools !== false || !(manager instanceof DevToolsManager));
  const active = managers.filter((manager) => !manager[passive]);
  const network = managers.find((manager) => manager instanceof NetworkManager);
  const subscription = managers.find((manager) => manager instanceof SubscriptionManager);
  const { visible, online } = subscription?.page ?? {};
  const writePage = (w: Writer) => writeClientPage(w, side.id, not(visible), not(online));
  const ends = [visible, online].map((condition) => condition?.subscribe(() => host.send(writePage)));
  let begun = false;
  side.opened = (w) => {
    if (visible || online) writePage(w);
    if (!begun && active.length > 0) queueMicrotask(() => active.forEach((manager) => attempt(() => manager.init?.(controller.getState()))));
    begun = true;
  };
  if (network) {
    side.lengths = network.lengths;
    network.settling.push(settled);
  }
  if (active.length > 0 || !network || !subscription) side.pipeline = new Pipeline(controller, host.now, managers);
  return () => {
    for (const end of ends) end?.();
    for (const manager of active) attempt(() => manager.cleanup?.());
  };
}

/** The opposite of a condition, as the core numbers it. */
function not(condition: Condition | undefined): number {
  return choice(condition && !condition.get());
}

function attempt(run: () => void): void {
  try {
    run();
  } catch (error) {
    report(error);
  }
}

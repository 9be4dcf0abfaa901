// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

import type { Reader } from "../wire.js";
import type { ClientOperations } from "./client.gen.js";
import type { CallOperations } from "./call.gen.js";
import type { RejectionOperations } from "./rejection.gen.js";
import type { NetworkOperations } from "./network.gen.js";
import type { StepOperations } from "./step.gen.js";
import type { WatchOperations } from "./watch.gen.js";
import type { KnownOperations } from "./known.gen.js";
import type { UpdateOperations } from "./update.gen.js";
import type { EndpointOperations } from "./endpoint.gen.js";
import type { ViewOperations } from "./view.gen.js";
import type { StateOperations } from "./state.gen.js";
import type { SweepOperations } from "./sweep.gen.js";
import type { SocketOperations } from "./socket.gen.js";
import type { SubscriptionOperations } from "./subscription.gen.js";
import type { FrameOperations } from "./frame.gen.js";

/** What a host does for each operation. */
export interface Operations extends ClientOperations, CallOperations, RejectionOperations, NetworkOperations, StepOperations, WatchOperations, KnownOperations, UpdateOperations, EndpointOperations, ViewOperations, StateOperations, SweepOperations, SocketOperations, SubscriptionOperations, FrameOperations {}

/** Reads operations up to the end of the reader and has each one done. */
export function readOperations(r: Reader, on: Operations): void {
  while (r.more()) {
    const code = r.u8();
    switch (code) {
      case 14:
        on.timer(r.f64());
        break;
      case 15:
        on.navigate(r.u32());
        break;
      case 16:
        on.tabs(r.u32(), r.u8(), r.text());
        break;
      case 17:
        on.idle(r.u32());
        break;
      case 30:
        on.report(r.u32(), r.u32(), r.text(), r.text());
        break;
      case 4:
        on.resolve(r.u32(), r.u32(), r.u32());
        break;
      case 70:
        on.give(r.u32(), r.u32());
        break;
      case 25:
        on.done(r.u32());
        break;
      case 5:
        on.rejectAbort(r.u32(), r.u32(), r.u32(), r.u8());
        break;
      case 6:
        on.rejectApi(r.u32(), r.u32(), r.u32(), r.u32(), r.text(), r.text(), r.text());
        break;
      case 7:
        on.rejectNetwork(r.u32(), r.u32(), r.u32());
        break;
      case 8:
        on.rejectTimeout(r.u32(), r.u32(), r.u32(), r.f64());
        break;
      case 9:
        on.rejectUsage(r.u32(), r.u32(), r.u32(), r.text());
        break;
      case 10:
        on.rejectCrash(r.u32(), r.u32(), r.u32(), r.text());
        break;
      case 19:
        on.rejectFailed(r.u32(), r.u32(), r.u32(), r.u32(), r.u32());
        break;
      case 20:
        on.rejectSchema(r.u32(), r.u32(), r.u32(), r.text(), r.text());
        break;
      case 1:
        on.fetch(r.u32(), r.u32(), r.u32(), r.u8(), r.u8());
        break;
      case 2:
        on.abort(r.u32(), r.u8());
        break;
      case 3:
        on.forget(r.u32());
        break;
      case 31:
        on.run(r.u32(), r.u32(), r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.u32());
        break;
      case 32:
        on.action(r.u32(), r.u32(), r.u32(), r.u32(), r.u8(), r.u8());
        break;
      case 33:
        on.ending(r.u32(), r.u32());
        break;
      case 34:
        on.over(r.u32());
        break;
      case 40:
        on.deliver(r.u32(), r.u32());
        break;
      case 36:
        on.retain(r.u32());
        break;
      case 37:
        on.let(r.u32());
        break;
      case 11:
        on.record(r.u32(), r.u32(), r.u8(), r.f64(), r.f64(), r.f64());
        break;
      case 12:
        on.gone(r.u32());
        break;
      case 13:
        on.watched(r.u32(), r.u32());
        break;
      case 35:
        on.hit(r.u32(), r.u32(), r.u32(), r.u8());
        break;
      case 41:
        on.named(r.u32(), r.u32(), r.text(), r.text(), r.text(), r.u8(), r.text(), r.f64(), r.u32());
        break;
      case 38:
        on.show(r.u32(), r.u32());
        break;
      case 42:
        on.showText(r.u32(), r.text());
        break;
      case 43:
        on.object(r.u32(), r.text(), r.text());
        break;
      case 39:
        on.letValue(r.u32());
        break;
      case 24:
        on.keep(r.u32(), r.u32(), r.u8());
        break;
      case 27:
        on.hold(r.u32(), r.u32());
        break;
      case 28:
        on.held(r.u32(), r.u8());
        break;
      case 74:
        on.refused(r.u32(), r.text(), r.text());
        break;
      case 23:
        on.settled(r.u32());
        break;
      case 18:
        on.resolveRoot(r.u32(), r.u32(), r.u32());
        break;
      case 21:
        on.looked(r.u32(), r.u32(), r.u32());
        break;
      case 22:
        on.view(r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.f64());
        break;
      case 29:
        on.seen(r.u32(), r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.f64());
        break;
      case 26:
        on.told(r.u32(), r.text());
        break;
      case 73:
        on.state(r.u32(), r.u32(), r.u32(), r.f64(), r.text());
        break;
      case 72:
        on.hydrated(r.u32(), r.text(), r.text());
        break;
      case 71:
        on.swept(r.u32(), r.u8());
        break;
      case 80:
        on.dial(r.u32(), r.u32());
        break;
      case 81:
        on.hangUp(r.u32(), r.u32(), r.u32());
        break;
      case 82:
        on.connection(r.u32(), r.u8(), r.u32());
        break;
      case 83:
        on.socketStep(r.u32(), r.u32(), r.u8(), r.u32());
        break;
      case 84:
        on.say(r.u32(), r.u32(), r.u32(), r.u8(), r.u32(), r.text(), r.f64());
        break;
      case 86:
        on.hand(r.u32(), r.u32(), r.u32(), r.f64());
        break;
      case 89:
        on.begun(r.u32(), r.u32());
        break;
      case 87:
        on.missed(r.u32(), r.u32(), r.text(), r.f64(), r.f64());
        break;
      case 88:
        on.trouble(r.u32(), r.u32(), r.text(), r.text());
        break;
      case 85:
        on.signal(r.u32(), r.u32(), r.u8(), r.f64());
        break;
      default:
        throw new Error(`sluice: unknown operation ${code}; sluice.wasm is of another version than the script`);
    }
  }
}

import type { OpenCall } from "../call.js";
import { choice } from "../auto-abort.js";
import type { RequestsPromise } from "../redux/requests-promise.js";
import type { DriedRequests } from "../data/carry.js";
import type { Host } from "../host.js";
import { numberOf } from "../names.js";
import { keyText, nameText, type ApiRequest } from "../request.js";
import { checkRetry, writeRetryOf } from "../retry.js";
import { isPlain } from "../schema/check.js";
import type { Side } from "../side.js";
import { writeCall, writeLocal } from "../wire.gen.js";
import { actionMeta, clientMeta, latestOf, normalOf, updatesOf, type CallMeta, type RequestOptions, type Teller } from "./meta.js";
import type { RequestAction, RequestMeta, RequestResponse, RequestsStore } from "./types.js";
import type { RequestsView } from "./view.js";

/** An action to carry out. */
export interface ActionJob {
  readonly options: RequestOptions;
  readonly action: RequestAction;
  readonly query: boolean;
  readonly store: RequestsStore;
  readonly told: Teller | undefined;
  /** It was answered already: only polling begins. */
  readonly answered?: boolean;
}

/** What sluice/redux needs of a client. */
export interface Actions {
  /** Carries out an action. Resolves with the response. */
  request(job: ActionJob): Promise<RequestResponse>;
  /** Applies updates of data that no request belongs to. */
  local(own: RequestMeta): Promise<unknown>;
  /** Takes what is known of requests beforehand. What the core knows by itself stays. */
  adopt(requests: DriedRequests): void;
  /** The state of its requests, when a core is there; kept from the first time that it is asked for. */
  view(): RequestsView | undefined;
  /** Who counts requests, on a server. */
  readonly counting: RequestsPromise | null;
  /** Whether a core is there. */
  readonly running: boolean;
  /** Calls the listener after each step of the core. */
  observe(listener: () => void): () => void;
}

/** What actions need of a client. */
interface Inside {
  readonly host: Host;
  readonly side: Side;
  readonly counting: RequestsPromise | null;
  open(request: ApiRequest, meta: CallMeta): OpenCall;
}

export function actionsOf({ host, side, counting, open }: Inside): Actions {
  return {
    counting,
    async request({ options, action, query, store, told, answered = false }) {
      const own: RequestMeta = action.meta ?? {};
      let meta: CallMeta = { ...actionMeta(options, own, store, action), told, answered, whole: true };
      let latest = query;
      // Applications may have a member of that name of their own.
      let retry = own.retry === false || isPlain(own.retry) ? own.retry : undefined;
      try {
        checkRetry(retry);
        latest = latestOf(options, own, () => action) ?? query;
      } catch (error) {
        meta = { ...meta, broken: { error } };
        latest = false;
        retry = undefined;
      }
      const type = nameText(action.type);
      const key = keyText(own.requestKey);
      const one = !Array.isArray(action.payload ? action.payload.request : action.request); // a list shows no progress
      const call = open({ name: type, measureDownloadProgress: one && own.measureDownloadProgress === true, measureUploadProgress: one && own.measureUploadProgress === true }, meta);
      host.open(call, (w) => {
        const name = numberOf(type, w);
        host.code.writeCallMeta(w, meta);
        writeRetryOf(w, retry);
        writeCall(w, side.id, call.id, name, key, "", choice(query), choice(latest), (call.upload ? 1 : 0) | (call.download ? 2 : 0), call.started, -1);
      });
      return call.promise as Promise<RequestResponse>;
    },
    local(own) {
      const updates = updatesOf(own).filter(([, { local, updateData }]) => local && updateData);
      const call = open({ name: "local" }, { ...clientMeta({}, 0, () => ({ type: "local" })), updates });
      host.open(call, (w) => {
        host.code.writeUpdates(w, updates);
        writeLocal(w, side.id, call.id, normalOf({ localData: own.localData })?.local ?? "");
      });
      return call.promise;
    },
    adopt: (requests) => host.adopt(side.id, requests),
    view: () => host.viewOf(side),
    get running() {
      return host.running;
    },
    observe(listener) {
      host.observers.add(listener);
      return () => host.observers.delete(listener);
    },
  };
}

import { report } from "sluice";
import { propertyName } from "../names.js";
import type { RequestsOptions, Rules } from "../options.js";
import { pairOf } from "../pair.js";
import { withPatch } from "../patch.js";
import { requestOf } from "../request-action.js";
import { errorAction, successAction, withMeta } from "../response-action.js";
import type { Session, StoreApi } from "../session.js";
import type { TypedRequest, RequestResult } from "../types.js";
import { middleware } from "./handler.js";
import { told } from "./sending.js";

/** Answers requests that a server has answered already, of the state that it has sent: each of its list once. */
export const rehydration = (session: (api: StoreApi) => Session, rules: Rules, options: RequestsOptions) =>
  middleware((api) => {
    const { engine, store } = session(api);
    const used = new Map<string, number>();
    return (action, next) => {
      if (!rules.isRequest(action) || !rules.isQuery(action)) return next(action);
      const request: TypedRequest = action;
      const { requests } = api.getState();
      const name = propertyName(requests, pairOf(request.type, request.meta?.requestKey));
      const uses = used.get(name) ?? 0;
      const record = Object.hasOwn(requests.queries, name) ? requests.queries[name] : undefined;
      const listed = requests.ssr?.filter((entry) => entry === name).length ?? 0;
      if (!record || uses >= listed) return next(action);
      used.set(name, uses + 1);

      const { data, error } = record;
      const failed = error !== null;
      const run = uses === 0 ? aside(request, store, options) : () => {};
      const answered = withMeta(request, failed ? { ssrError: error } : { ssrResponse: { data } });
      const response = { data };
      run("onRequest", requestOf(request));
      next(withPatch(answered, {}));
      if (failed) run("onError", error);
      else run("onSuccess", response);
      const end = withPatch(failed ? errorAction(answered, error) : successAction(answered, response), {});
      store.dispatch(end);
      if (request.meta?.poll) engine.poll(request, (event) => told(event, store, store.dispatch));
      return Promise.resolve<RequestResult>(failed ? { action: end, error } : { action: end, data });
    };
  });

/** Runs functions of the user of whose results nothing is to come. */
function aside(request: TypedRequest, store: Session["store"], options: RequestsOptions) {
  const { meta = {} } = request;
  const skips = { onRequest: meta.runOnRequest, onSuccess: meta.runOnSuccess, onError: meta.runOnError };
  return (name: keyof typeof skips, given: unknown) => {
    for (const run of [skips[name] === false ? undefined : options[name], meta[name]]) {
      try {
        Promise.resolve((run as ((given: unknown, action: TypedRequest, store: unknown) => unknown) | undefined)?.(given, request, store)).catch(report);
      } catch (error) {
        report(error);
      }
    }
  };
}

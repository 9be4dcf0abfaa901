import { isAbort } from "../errors.js";
import type { ClientOptions } from "../options.js";
import { asQuery, isRequestAction, isRequestActionQuery } from "../redux/request-action.js";
import type { TypedRequest } from "../redux/types.js";
import type { Actions } from "./actions.js";
import type { Teller } from "./meta.js";
import type { RequestsStore } from "./types.js";

/** What functions of a client's requests are given where there is no Redux store. What is no request is given back. */
export function facadeOf(actions: Actions, options: ClientOptions): RequestsStore {
  const { isRequestAction: isRequest = isRequestAction, isRequestActionQuery: isQuery = isRequestActionQuery } = options;
  const dispatchRequest = async (given: unknown) => {
    const action = given as TypedRequest;
    let thrown = false;
    const told: Teller = { patch: () => undefined, tell: (event) => void (thrown = event.thrown) };
    try {
      const query = asQuery(action) ?? isQuery(action as never);
      const response = actions.request({ options, action, query, store, told });
      actions.counting?.count(action, response.then(({ data }) => data));
      return { action, ...(await response) };
    } catch (error) {
      if (thrown) throw error;
      return { action, ...(isAbort(error) ? { isAborted: true } : { error }) };
    }
  };
  const store: RequestsStore = {
    getState: () => ({ requests: actions.view()?.state() ?? {} }),
    dispatch: (action) => (isRequest(action as never) ? dispatchRequest(action) : action),
    dispatchRequest,
  };
  return store;
}

import { handleRequests } from "@redux-requests/core";
import { applyMiddleware, combineReducers, legacy_createStore as createStore } from "redux";
import { ofClient, ofRequest, send } from "../four.js";

/** Options of handleRequests and members of meta; a driver of one's own, since axios is not what is measured. */
export function open(fetch, intercepted) {
  const { requestsReducer, requestsMiddleware } = handleRequests({ driver: (request) => send(fetch, request), ...(intercepted && ofClient) });
  const store = createStore(combineReducers({ requests: requestsReducer }), applyMiddleware(...requestsMiddleware));
  return async (i) => {
    const { data, error } = await store.dispatch({
      type: "GET_THING",
      request: { url: "/api/getThing", method: "post", data: { id: i } },
      meta: { requestKey: String(i), asMutation: false, ...(intercepted && ofRequest) },
    });
    if (error) throw error;
    return data;
  };
}

import { ofClient, ofRequest, send } from "../four.js";

/** The functions called by hand, one after the other. */
export function open(fetch, intercepted) {
  const request = (i) => ({ url: "/api/getThing", data: { id: i } });
  if (!intercepted) return async (i) => (await send(fetch, request(i))).data;
  return async (i) => {
    const response = await send(fetch, ofRequest.onRequest(ofClient.onRequest(request(i))));
    return ofRequest.onSuccess(ofClient.onSuccess(response)).data;
  };
}

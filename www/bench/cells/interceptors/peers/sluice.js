import { createClient } from "sluice";
import { ofClient, ofRequest } from "../four.js";

export async function open(fetch, intercepted) {
  const client = createClient({ fetch, ...(intercepted && ofClient) });
  await client.ready;
  return (i) => client.apiRequest({ name: "getThing", requestKey: i, data: { id: i }, ...(intercepted && ofRequest) });
}

import { createClient } from "sluice";

export const shape = "rest";

/** Each answer is kept under its own key. */
export async function sequential(fetch) {
  const client = createClient({ fetch });
  await client.ready;
  return (i) => client.apiRequest({ name: "getThing", requestKey: i, data: { id: i } });
}

export async function burst(fetch) {
  const client = createClient({ fetch });
  await client.ready;
  return (i) => client.apiRequest({ name: "getThing", data: { id: i } });
}

/**
 * The four functions that each request goes through: of the client and of the request itself, before it is
 * sent and with its answer. Those of requests add a header, those of answers a member to the data, so that
 * what arrives tells whether they ran.
 */
const withHeader = (name) => (request) => ({ ...request, headers: { ...request.headers, [name]: "1" } });
const withMember = (name) => (response) => ({ ...response, data: { ...response.data, [name]: true } });

export const ofClient = { onRequest: withHeader("x-client"), onSuccess: withMember("client") };
export const ofRequest = { onRequest: withHeader("x-request"), onSuccess: withMember("request") };

/** Both headers of a request, both members of its answer: 4 where all functions ran, 0 where none did. */
export function ran(headers, answer) {
  const sent = new Headers(headers);
  return [sent.has("x-client"), sent.has("x-request"), answer.client, answer.request].filter(Boolean).length;
}

const base = { accept: "application/json", "content-type": "application/json" };

/** What people write by hand: POST JSON with these headers, check the status, parse the answer. */
export async function send(fetch, { url, data, headers }) {
  const response = await fetch(url, { method: "POST", headers: { ...base, ...headers }, body: JSON.stringify(data) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return { data: await response.json() };
}

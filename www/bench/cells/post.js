const headers = { accept: "application/json", "content-type": "application/json" };

/** What people write by hand: POST JSON, check the status, parse the answer. */
export async function post(fetch, url, data, signal) {
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(data), signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

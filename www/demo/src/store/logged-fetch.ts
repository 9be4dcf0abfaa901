import { requestLog } from "../log/request-log";
import { endpointNames } from "./endpoints";

/**
 * `fetch`, with what endpoints ask in the log: it is the store that asks for them, and no
 * component has their promise.
 */
export const loggedFetch: typeof fetch = (input, init) => {
  const answer = fetch(input, init);
  const name = typeof input === "string" ? input.slice(input.lastIndexOf("/") + 1) : "";
  if (endpointNames.has(name)) {
    const settled = answer.then(failOnRefusal);
    requestLog.watch(name, detailOf(init?.body), settled).catch(() => undefined);
  }
  return answer;
};

async function failOnRefusal(response: Response): Promise<void> {
  if (response.ok) return;
  const { error } = (await response.clone().json()) as { error: { code: string } };
  throw Object.assign(new Error(error.code), { name: error.code });
}

// The names that the arguments consist of, in a few characters.
function detailOf(body: unknown): string {
  if (typeof body !== "string") return "";
  const { code = "", nickname, text = nickname } = JSON.parse(body) as { code?: string; nickname?: string; text?: string };
  return text === undefined ? code : `${code} “${text}”`;
}

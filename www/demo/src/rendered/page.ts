// The script of the page that the server renders (cmd/sluice/internal/rendered): it asks as the server has asked, is
// answered by what stands in the page, and sends nothing before Refresh is pressed.
import { createClient } from "sluice";

import type { SearchResult, ServerTime } from "../api";
import { describe } from "../errors";
import "../styles/base.css";
import "./page.css";

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`rendered: the page has no element #${id}`);
  return found;
}

let sent = 0;
const client = createClient({
  ssr: "client",
  fetch: (...request) => {
    element("sent").textContent = String(++sent);
    return fetch(...request);
  },
});

const query = document.querySelector<HTMLInputElement>("input[name=q]")?.defaultValue ?? "";

async function show(): Promise<void> {
  try {
    await ask();
    element("problem").textContent = "";
  } catch (failure) {
    element("problem").textContent = describe(failure);
  }
}

async function ask(): Promise<void> {
  const [found, time] = await Promise.all([
    client.apiRequest<SearchResult>({ name: "searchCities", requestKey: query, data: { query, limit: 10 } }),
    client.apiRequest<ServerTime>({ name: "getServerTime" }),
  ]);
  const lines = found.cities.map(({ name, countryName }) => {
    const line = document.createElement("li");
    line.textContent = `${name}, ${countryName}`;
    return line;
  });
  element("cities").replaceChildren(...lines);
  element("none").hidden = lines.length > 0;
  element("told").textContent = String(time.answered);
}

await client.hydrate(element("state").textContent);
await show();
element("refresh").addEventListener("click", () => void show());
element("refresh").removeAttribute("disabled");

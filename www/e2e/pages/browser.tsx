// The page that a server has rendered, in a browser.
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { createClient } from "sluice";
import { Provider } from "sluice/react";
import { App } from "./app.js";

const client = createClient({ ssr: "client" });
const problems: string[] = [];
void client.hydrate(document.getElementById("data")!.textContent);
await client.ready;
hydrateRoot(
  document.getElementById("root")!,
  <StrictMode><Provider client={client}><App /></Provider></StrictMode>,
  { onRecoverableError: (error) => problems.push(String(error)) },
);
Object.assign(globalThis, { problems });

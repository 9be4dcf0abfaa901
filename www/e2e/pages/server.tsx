// Renders the page in Node, as a server does, and prints it: `node program.mjs <address of the API>`.
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { renderToPipeableStream } from "react-dom/server";
import { createClient } from "sluice";
import { Provider } from "sluice/react";
import { App } from "./app.js";

const client = createClient({ baseUrl: `${process.argv[2]}/api`, ssr: "server" });

/** One pass over the page: what it suspends for is waited for. */
async function render(): Promise<string> {
  const stream = new PassThrough();
  const { pipe } = renderToPipeableStream(<Provider client={client}><App /></Provider>, { onAllReady: () => pipe(stream) });
  return text(stream);
}

await client.ready;
await render();
await client.allSettled();
const html = await render();
console.log(JSON.stringify({ html, data: client.dehydrate() }));
client.close();

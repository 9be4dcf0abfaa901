import { createClient } from "sluice";

/** Subscribes to the topic; `hear` is told each value that is published. */
export function subscribe(port, topic, hear) {
  const client = createClient({ wasm: "sluice.wasm", subscriber: { url: `ws://127.0.0.1:${port}/ws`, resume: true } });
  client.subscription({ type: topic, onMessage: hear });
}

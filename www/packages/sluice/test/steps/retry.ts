import { onTestFinished } from "vitest";
import type { ClientOptions, Retry } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { wasm } from "../harness.js";

/** Three attempts, after 100 ms and after 200 ms. */
export const retry: Retry = { attempts: 3, delay: 100 };

/** A client whose clock and network are the test's. */
export async function scripted(options: ClientOptions = { retry }) {
  const made = createTestClient({ wasm, ...options } as never);
  onTestFinished(() => made.client.close());
  await made.client.ready;
  const { network } = made;
  return {
    ...made,
    get last() {
      return network.calls.at(-1)!;
    },
    get net() {
      return network.calls.length;
    },
    refuse: (status: number, headers: Record<string, string> = {}) => network.answer(network.calls.at(-1)!, status, new Response("no", { status, headers })),
  };
}

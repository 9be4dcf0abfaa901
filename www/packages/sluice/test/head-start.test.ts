// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { endpoint, type Client } from "../src/index.js";
import { setup, turn, wasmBytes, type Setup } from "./harness.js";
import type { NetworkCall } from "./network.js";

const mutation = { name: "save" };
const query = { name: "getUser" };
const getUser = endpoint({ path: "https://host.example/users/:id" });

/** How often the core was asked for. */
let asked: number;
let count = 0;

beforeEach(() => {
  asked = 0;
  vi.stubGlobal("fetch", () => {
    asked++;
    return Promise.resolve(new Response(wasmBytes, { headers: { "content-type": "application/wasm" } }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.resetModules();
});

/** A client in a page, of a package that was loaded with a clock in the test's hands. */
async function page(): Promise<Setup & { pass(ms: number): void }> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.resetModules();
  const harness = await import("./harness.js");
  const made = harness.setup({ wasm: `https://host.example/${++count}/sluice.wasm` });
  return { ...made, pass: (ms) => vi.advanceTimersByTime(ms) };
}

describe("a page", () => {
  test("has 100 ms to itself before the core is asked for", async () => {
    const { pass } = await page();
    pass(99);
    await turn();
    expect(asked).toBe(0);
    pass(1);
    await turn();
    expect(asked).toBe(1);
  });

  test("may be answered meanwhile, as often as it likes", async () => {
    const { client, network, pass } = await page();
    for (const name of ["session", "getUser"]) {
      const answer = client.apiRequest({ name });
      pass(30);
      network.last.answer(name);
      expect(await answer).toBe(name);
    }
    await turn();
    expect(asked).toBe(0);
  });

  test.each<[string, (client: Client) => unknown]>([
    ["somebody waits for the core", (client) => client.ready],
    ["a mutation is called", (client) => client.apiRequest(mutation)],
    ["a logout is called", (client) => client.apiRequest({ name: "logout" })],
    ["an endpoint is fetched", (client) => client.controller.fetch(getUser, { id: "1" })],
    ["a name is called that is none", (client) => client.apiRequest({ name: "a//b" }).catch(() => {})],
    ["a login is called", (client) => client.login({ email: "a@b.example", password: "secret" })],
    ["requests are aborted", (client) => client.abortRequests()],
    ["somebody waits until all is settled", (client) => client.allSettled()],
  ])("has the core asked for at once when %s", async (_, act) => {
    const { client } = await page();
    await turn();
    expect(asked).toBe(0);
    (act(client) as Promise<unknown> | undefined)?.catch(() => {});
    await turn();
    expect(asked).toBe(1);
  });

  test.each<[string, (call: NetworkCall) => void]>([
    ["is an error", (call) => call.refuse(500, "api.internal", "internal error")],
    ["does not come", (call) => call.fail(new TypeError("fetch failed"))],
  ])("has the core asked for when an answer %s: it says what that means", async (_, respond) => {
    const { client, network } = await page();
    client.apiRequest(query).catch(() => {});
    await turn();
    expect(asked).toBe(0);
    respond(network.last);
    await turn();
    expect(asked).toBe(1);
  });

  test("that ends a call itself leaves the core where it is", async () => {
    const { client } = await page();
    const controller = new AbortController();
    client.apiRequest({ ...query, signal: controller.signal }).catch(() => {});
    controller.abort();
    await turn();
    expect(asked).toBe(0);
  });

  test("that nobody sees has no head start", async () => {
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const { client } = await page();
    client.apiRequest(query).catch(() => {});
    await turn();
    expect(asked).toBe(1);
  });

  test("whose clock a test has taken has its core all the same", async () => {
    vi.useFakeTimers();
    const { client, network } = setup({ wasm: `https://host.example/${++count}/sluice.wasm` });
    const answer = client.apiRequest(query);
    vi.useRealTimers();
    await vi.waitFor(() => expect(asked).toBe(1), { interval: 5, timeout: 10_000 });
    network.last.answer(1);
    expect(await answer).toBe(1);
  });
});

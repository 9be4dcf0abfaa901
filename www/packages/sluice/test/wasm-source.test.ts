import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LoadError, type WasmSource } from "../src/index.js";
import { rejection, setup, turn, uncaught, wasm, wasmBytes } from "./harness.js";

const file = new URL("../dist/sluice.wasm", import.meta.url);
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Has the page's fetch answer downloads; gives the addresses that were asked for. */
function downloads(answer: (url: string) => Response | Promise<Response>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: URL) => {
    asked.push(String(url));
    return Promise.resolve(answer(String(url)));
  });
  return asked;
}

const served = (type: string, bytes: BodyInit = wasmBytes, status = 200) => new Response(bytes, { status, headers: { "content-type": type } });

let count = 0;
/** An address that no other test has used: modules are kept by address. */
const address = () => `https://host.example/${++count}/sluice.wasm`;

let errors: unknown[];
beforeEach(() => {
  errors = uncaught();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await turn();
  expect(errors).toEqual([]);
});

async function works(source: WasmSource): Promise<void> {
  const { client, network } = setup({ wasm: source });
  const answer = client.apiRequest({ name: "save" });
  await client.ready;
  network.last.answer(1);
  expect(await answer).toBe(1);
}

describe("the option wasm", () => {
  test.each<[string, () => WasmSource]>([
    ["a module", () => wasm],
    ["a typed array", () => wasmBytes],
    ["an ArrayBuffer", () => wasmBytes.buffer.slice(wasmBytes.byteOffset, wasmBytes.byteOffset + wasmBytes.length)],
    ["a view into a larger buffer", () => {
      const larger = new Uint8Array(wasmBytes.length + 100);
      larger.set(wasmBytes, 50);
      return new DataView(larger.buffer, 50, wasmBytes.length);
    }],
    ["a file: address in Node", () => file],
    ["a file: address as text", () => file.href],
  ])("may be %s", async (_, source) => {
    await works(source());
  });

  test.each(["application/wasm", "application/octet-stream", "text/html; charset=utf-8", ""])("may be an address that is served as %j", async (type) => {
    const asked = downloads(() => served(type));
    const url = address();
    await works(url);
    expect(asked).toEqual([url]);
  });

  test("that is one address is loaded once for all clients, which then share a core", async () => {
    const asked = downloads(() => served("application/wasm"));
    const url = address();
    const one = setup({ wasm: url });
    const other = setup({ wasm: new URL(url) });
    const answers = [one, other].map(({ client }) => client.apiRequest({ name: "save" }));
    await Promise.all([one.client.ready, other.client.ready]);
    one.network.last.answer(1);
    other.network.last.answer(2);
    expect(await Promise.all(answers)).toEqual([1, 2]);
    expect(asked).toEqual([url]);
    one.client.close();
    const again = other.client.apiRequest({ name: "getUser" });
    other.network.last.answer(3);
    expect(await again).toBe(3);
    expect(one.client.getQuery({ type: "getUser" }).data).not.toBe(3);
  });
});

describe("a core that cannot be had", () => {
  test.each<[string, () => WasmSource]>([
    ["text instead of wasm", () => new TextEncoder().encode("<html>")],
    ["no bytes", () => new Uint8Array()],
    ["bytes that break off", () => wasmBytes.subarray(0, 100_000)],
    ["another module", () => emptyModule],
    ["another module, compiled", () => new WebAssembly.Module(emptyModule)],
    ["a file that is not there", () => new URL("./nothing.wasm", file)],
    ["an address that is none", () => "https://"],
    ["a status", () => (downloads(() => served("text/plain", "not here", 404)), address())],
    ["a page with the wrong type", () => (downloads(() => served("text/html", "<html>")), address())],
    ["a page with the right type", () => (downloads(() => served("application/wasm", "<html>")), address())],
    ["no answer", () => (downloads(() => Promise.reject(new TypeError("fetch failed"))), address())],
  ])("is %s: ready and the calls that waited reject with LoadError", async (_, source) => {
    const { client } = setup({ wasm: source() });
    const calls = [client.apiRequest({ name: "getUser" }), client.apiRequest({ name: "save" }), client.login({ email: "a@b.example", password: "" })];
    const outcomes = await Promise.allSettled([...calls, client.ready]);
    for (const outcome of outcomes) {
      const error = (outcome as PromiseRejectedResult).reason as LoadError;
      expect(error).toBeInstanceOf(LoadError);
      expect(error.message).toMatch(/^sluice: /);
    }
    await client.allSettled();
  });

  test("says what the cause was", async () => {
    const cause = new TypeError("fetch failed");
    downloads(() => Promise.reject(cause));
    const { client } = setup({ wasm: address() });
    expect(await rejection(client.ready)).toMatchObject({ name: "LoadError", cause });
  });

  test("has the networks that were begun early aborted", async () => {
    downloads(() => Promise.reject(new TypeError("fetch failed")));
    const { client, network } = setup({ wasm: address() });
    await rejection(client.apiRequest({ name: "getUser" }));
    expect(network.last.aborted).toBe(true);
  });

  test("raises no unhandledrejection when nobody holds ready", async () => {
    downloads(() => Promise.reject(new TypeError("fetch failed")));
    setup({ wasm: address() });
    await turn();
    expect(errors).toEqual([]);
  });

  test("is tried again by the next call, and ready becomes the promise of that attempt", async () => {
    let up = false;
    const asked = downloads(() => (up ? served("application/wasm") : Promise.reject(new TypeError("fetch failed"))));
    const { client, network } = setup({ wasm: address() });
    const watch = client.watch({ type: "getUser" });
    const first = client.ready;
    await rejection(first);
    expect(client.ready).toBe(first);

    const still = client.apiRequest({ name: "save" });
    const second = client.ready;
    expect(second).not.toBe(first);
    expect(await rejection(still)).toBeInstanceOf(LoadError);
    await rejection(second);

    up = true;
    const answer = client.apiRequest({ name: "getUser" });
    expect(client.ready).not.toBe(second);
    network.last.answer(1);
    expect(await answer).toBe(1);
    await client.ready;
    expect(watch.get().data).toBe(1);
    expect(asked).toHaveLength(3);
  });

  test("is tried again by a new client with the same address", async () => {
    let up = false;
    downloads(() => (up ? served("application/wasm") : Promise.reject(new TypeError("fetch failed"))));
    const url = address();
    await rejection(setup({ wasm: url }).client.ready);
    up = true;
    await setup({ wasm: url }).client.ready;
  });

  test("is not asked for by a client that is closed", async () => {
    const asked = downloads(() => Promise.reject(new TypeError("fetch failed")));
    const { client } = setup({ wasm: address() });
    await rejection(client.ready);
    client.close();
    await rejection(client.apiRequest({ name: "getUser" }));
    expect(asked).toHaveLength(1);
  });
});

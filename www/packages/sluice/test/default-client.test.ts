import { beforeEach, describe, expect, test, vi } from "vitest";
import { wasm } from "./harness.js";
import { Network } from "./network.js";

type Package = typeof import("../src/index.js");

/** The package as a page has it that has just been opened. */
let fresh: Package;
beforeEach(async () => {
  vi.resetModules();
  fresh = await import("../src/index.js");
});

describe("apiRequest on the default client", () => {
  test("goes by what configure was given, in as many steps as one likes", async () => {
    const network = new Network();
    fresh.configure({ wasm, baseUrl: "https://first.example/api" });
    fresh.configure({ fetch: network.fetch, baseUrl: "https://host.example/v1" });
    const answer = fresh.apiRequest({ name: "getUser" });
    expect(network.last.url).toBe("https://host.example/v1/getUser");
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("is one client for all calls", async () => {
    const network = new Network();
    fresh.configure({ wasm, fetch: network.fetch });
    const first = fresh.apiRequest({ name: "getUser" });
    const second = fresh.apiRequest({ name: "getUser" });
    await expect(first).rejects.toSatisfy((error) => fresh.abortReason(error) === "superseded");
    network.last.answer(2);
    expect(await second).toBe(2);
  });

  test("cannot be configured once it is in use", async () => {
    const network = new Network();
    fresh.configure({ wasm, fetch: network.fetch });
    const answer = fresh.apiRequest({ name: "getUser" });
    expect(() => fresh.configure({ baseUrl: "/v2" })).toThrow(fresh.UsageError);
    network.last.answer(1);
    await answer;
  });

  test("is not made by options that are wrong", () => {
    expect(() => fresh.configure({ timeout: -1 })).toThrow(fresh.UsageError);
    fresh.configure({ wasm });
  });
});

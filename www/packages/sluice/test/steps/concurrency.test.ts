import { describe, expect, test } from "vitest";
import { endpoint } from "../../src/index.js";
import { loading, rejection, setup, turn } from "../harness.js";
import { scripted } from "./retry.js";

describe("concurrency", () => {
  test("has so many requests on the network for each origin; an aborted one never gets there", async () => {
    const { client, network } = setup({ concurrency: 2, baseUrl: "https://a.example/api" });
    await client.ready;
    const here = endpoint({ path: "https://a.example/here/:id" });
    const there = endpoint({ path: "https://b.example/there/:id" });
    const own = endpoint({ name: "own", fetch: async () => 1 });
    const controller = new AbortController();
    const results = Promise.allSettled([
      client.apiRequest({ name: "getA" }),
      client.controller.fetch(here, { id: 1 }),
      client.apiRequest({ name: "save", signal: controller.signal }),
      client.controller.fetch(here, { id: 2 }),
      client.controller.fetch(there, { id: 1 }),
      client.controller.fetch(there, { id: 2 }),
      client.controller.fetch(there, { id: 3 }),
      client.login({ email: "e", password: "p" }),
      client.controller.fetch(own),
    ]);
    await turn();
    const sent = () => network.calls.map(({ url }) => url.replace("https://", ""));
    const first = ["a.example/api/getA", "a.example/here/1", "b.example/there/1", "b.example/there/2", "a.example/auth/login"];
    expect(sent()).toEqual(first);
    expect(client.getMutation({ type: "save" })).toMatchObject({ pending: 1 });
    controller.abort();
    network.calls[0]!.answer(1);
    await turn();
    expect(sent()).toEqual([...first, "a.example/here/2"]);
    network.calls[2]!.answer(1);
    await turn();
    expect(sent()).toEqual([...first, "a.example/here/2", "b.example/there/3"]);
    for (const call of network.calls) if (call.name !== "login") call.answer({ id: 1 });
    await turn();
    network.calls[4]!.answer({ id: 1 });
    expect((await results).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", ...Array<string>(6).fill("fulfilled")]);
  });

  test("holds while the core is loading, too", async () => {
    const { client, network, start } = loading({ concurrency: 1 });
    const both = Promise.all([client.apiRequest({ name: "getA" }), client.apiRequest({ name: "getB" })]);
    await start();
    expect(network.calls).toHaveLength(1);
    network.calls[0]!.answer(1);
    await turn();
    network.calls[1]!.answer(2);
    expect(await both).toEqual([1, 2]);
  });

  test("has the time of what waits run; a late poll says whose it was", async () => {
    const s = await scripted({ concurrency: 1 });
    const polled = endpoint({ name: "getPolled", pollFrequency: 10_000, timeout: 50 });
    void s.client.apiRequest({ name: "getA" }).catch(() => {});
    const late = rejection(s.client.apiRequest({ name: "getB", timeout: 50, onError: () => {} }));
    await s.client.controller.subscribe(polled);
    await s.clock.tick(50);
    expect(await late).toMatchObject({ name: "TimeoutError", request: { name: "getB" } });
    expect(s.client.controller.getError(polled, s.client.controller.getState())).toMatchObject({ name: "TimeoutError", request: { name: "getPolled" } });
    expect(s.net).toBe(1);
  });
});

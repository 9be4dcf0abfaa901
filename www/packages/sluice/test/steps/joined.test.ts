import { describe, expect, onTestFinished, test } from "vitest";
import { createTestClient } from "../../src/testing.js";
import { ready, rejection, turn, wasm } from "../harness.js";

describe("two who wait for one request", () => {
  test("one leaves by his signal: the other is given the answer, which has gone through the request's functions", async () => {
    const { client, network } = await ready();
    const controller = new AbortController();
    const aborted: string[] = [];
    const own = { getData: (data: number) => data + 1, onSuccess: ({ data }: { data: number }) => ({ data: data * 10 }), onAbort: () => void aborted.push("own") };
    const left = rejection(client.apiRequest({ name: "getThing", signal: controller.signal, ...own }));
    const joined = client.joinRequest("getThing");
    controller.abort();
    expect(await left).toMatchObject({ name: "AbortError" });
    expect(network.last.aborted).toBe(false);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 1 });
    network.last.answer(4);
    expect(await joined).toBe(50);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 50, pending: 0 });
    expect(aborted).toEqual([]);
  });

  test("one leaves while a function of the request is awaited: it goes on for the other", async () => {
    let go!: () => void;
    const { client, network } = await ready({ onSuccess: () => new Promise<void>((resolve) => (go = resolve)) });
    const controller = new AbortController();
    const left = rejection(client.apiRequest({ name: "saveThing", signal: controller.signal }));
    const joined = client.joinRequest("saveThing");
    network.last.answer("d");
    await turn();
    controller.abort();
    expect(await left).toMatchObject({ name: "AbortError" });
    go();
    expect(await joined).toBe("d");
  });

  test("it is aborted by its name, or superseded: both are rejected, with one error", async () => {
    for (const end of ["abort", "supersede"]) {
      const { client, network } = await ready();
      const both = [client.apiRequest({ name: "getThing" }), client.joinRequest("getThing")].map(rejection);
      if (end === "abort") client.abortRequests(["getThing"]);
      else void client.apiRequest({ name: "getThing" });
      const [one, other] = await Promise.all(both);
      expect(one).toMatchObject({ name: "AbortError" });
      expect(other).toBe(one);
      expect(network.calls[0]!.aborted).toBe(true);
    }
  });
});

describe("polls of what is cached", () => {
  async function polling() {
    const { client, network, clock } = createTestClient({ wasm });
    onTestFinished(() => client.close());
    await client.ready;
    const first = client.apiRequest({ name: "getThing", poll: 10, cache: 15 });
    await turn();
    await network.answer(network.calls[0]!, 200, 1);
    await first;
    const answer = async (data: unknown) => network.answer(network.calls.at(-1)!, 200, data);
    return { client, clock, network, answer, sent: () => network.calls.length, ask: (poll?: number) => client.apiRequest({ name: "getThing", cache: 15, ...(poll && { poll }) }) };
  }

  test("are sent all the same, and what they bring is given again for as long", async () => {
    const { client, clock, answer, sent, ask } = await polling();
    await clock.tick(10_000);
    expect(sent()).toBe(2);
    expect(await ask(10)).toBe(1); // a hit: the poll is on its way
    await answer(2);
    client.stopPolling();
    await clock.tick(15_000);
    expect(await ask()).toBe(2);
    await clock.tick(1);
    void ask();
    await turn();
    expect(sent()).toBe(3);
  });

  test("that are aborted leave what was cached, and the next one comes", async () => {
    const { client, clock, answer, sent, ask } = await polling();
    await clock.tick(10_000);
    client.abortRequests(["getThing"]);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 1, pending: 0 });
    await clock.tick(5000);
    expect(await ask(10)).toBe(1); // a hit, which begins the time of the next poll anew
    await clock.tick(9999);
    expect(sent()).toBe(2);
    await clock.tick(1);
    expect(sent()).toBe(3);
    await answer(3);
    expect(client.getQuery({ type: "getThing" }).data).toBe(3);
  });

  test("that are stopped while one is on its way end with that one", async () => {
    const { client, clock, answer, sent } = await polling();
    await clock.tick(10_000);
    client.stopPolling(["getThing"]);
    await answer(2);
    expect(client.getQuery({ type: "getThing" }).data).toBe(2);
    await clock.tick(60_000);
    expect(sent()).toBe(2);
  });

  test("that fail take what was cached along, and go on", async () => {
    const { client, clock, answer, sent, ask, network } = await polling();
    await clock.tick(10_000);
    await network.fail(network.calls[1]!);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 1, error: { name: "NetworkError" } });
    await clock.tick(10_000);
    expect(sent()).toBe(3);
    await answer(3);
    expect(await ask(10)).toBe(3);
    await clock.tick(10_000);
    await network.fail(network.calls[3]!);
    void ask(10);
    await turn();
    expect(sent()).toBe(5);
  });
});

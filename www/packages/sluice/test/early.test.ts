import { describe, expect, test, vi } from "vitest";
import { ExpiryStatus, type Client } from "../src/index.js";
import { holdCore, loading, setup, told, turn } from "./harness.js";
import type { NetworkCall } from "./network.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

describe("a call that is answered while the core is loading", () => {
  test.each(["getUser", "searchCities", "session"])("has its answer at once: %s", async (name) => {
    const { client, network, start } = loading();
    const answer = client.apiRequest({ name });
    network.last.answer(ada);
    expect(await answer).toEqual(ada);
    await start();
    expect(network.names).toEqual([name]);
    expect(await answer).toEqual(ada);
  });

  test.each<[string, (call: NetworkCall) => void]>([
    ["an answer of status 204", (call) => call.text("", null, { status: 204 })],
    ["an empty body", (call) => call.text("", "text/html")],
    ["the value null", (call) => call.answer(null)],
  ])("is null for %s", async (_, respond) => {
    const { client, network } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    respond(network.last);
    expect(await answer).toBeNull();
    expect(snapshots).toMatchObject([{ data: null, pristine: false, expiryStatus: ExpiryStatus.Valid }]);
  });

  test("is shown as it will be by the core, which changes nothing and tells nobody", async () => {
    let now = 1000;
    const { client, network, start } = loading({ now: () => now });
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    now = 1010;
    network.last.answer(ada);
    const value = await answer;
    expect(snapshots).toEqual([
      {
        data: ada, error: null, loading: false, pending: 0, pristine: false, stale: false,
        expiryStatus: ExpiryStatus.Valid, expiresAt: 0, fetchedAt: 1000, downloadProgress: null, uploadProgress: null,
      },
    ]);
    const shown = get();
    expect(shown.data).toBe(value);
    now = 2000;
    await start();
    expect(get()).toBe(shown);
    expect(snapshots).toHaveLength(1);
    const again = client.apiRequest({ name: "getUser" });
    network.last.answer({ ...ada });
    expect(await again).toBe(value);
  });

  test("is shown to who looks for it later, before and after the core is there", async () => {
    let now = 1000;
    const { client, network, start } = loading({ now: () => now });
    const values = [client.apiRequest({ name: "getUser" }), client.apiRequest({ name: "getTask", requestKey: 7 })];
    network.calls.forEach((call) => call.answer(ada));
    const [user, task] = await Promise.all(values);
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: ada, pristine: false, fetchedAt: 1000 });
    expect(client.getQuery({ type: "getUser" }).data).toBe(user);
    expect(client.getQuery({ type: "getTask" })).toMatchObject({ data: null, pristine: true });
    now = 2000;
    await start();
    const late = client.getQuery({ type: "getTask", requestKey: 7 });
    expect(late).toMatchObject({ pristine: false, fetchedAt: 1000 });
    expect(late.data).toBe(task);
    expect(client.getQuery({ type: "getUser" }).data).toBe(user);
  });

  test("tells listeners once per change", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    for (const value of [ada, { ...ada }, bob]) {
      const answer = client.apiRequest({ name: "getUser" });
      network.last.answer(value);
      await answer;
    }
    expect(snapshots.map(({ data }) => data)).toEqual([ada, bob]);
    await start();
    expect(snapshots).toHaveLength(2);
    expect(network.calls).toHaveLength(3);
    expect(client.getQuery({ type: "getUser" }).data).toBe(snapshots[1]!.data);
  });

  test("may be one of many hooks, all of which keep their data", async () => {
    const { client, network, start } = loading();
    const observers = Array.from({ length: 150 }, (_, id) => client.observe({ name: "getUser", data: { id } }));
    const listener = vi.fn();
    for (const observer of observers) observer.subscribe(listener);
    for (const call of network.calls) call.answer(call.data);
    await turn();
    expect(listener).toHaveBeenCalledTimes(150);
    await start();
    expect(observers.map((observer) => (observer.get().data as { id: number }).id)).toEqual(observers.map((_, id) => id));
    expect(listener).toHaveBeenCalledTimes(150);
    expect(network.calls).toHaveLength(150);
  });

  test("shows what it measured as complete", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser", measureDownloadProgress: true });
    network.last.answer(ada);
    await answer;
    await start();
    expect(snapshots).toMatchObject([{ data: ada, downloadProgress: 100, uploadProgress: null }]);
  });

  test("is over: neither its signal nor its timeout ends it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { client, network, start } = loading();
      const controller = new AbortController();
      const { snapshots } = told(client, "getUser");
      const answer = client.apiRequest({ name: "getUser", signal: controller.signal, timeout: 50 });
      network.last.answer(ada);
      await answer;
      expect(vi.getTimerCount()).toBe(0);
      controller.abort();
      await start();
      expect(network.last.aborted).toBe(false);
      expect(snapshots).toMatchObject([{ data: ada }]);
      expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: ada, loading: false });
    } finally {
      vi.useRealTimers();
    }
  });

  test.each<[string, (client: Client) => unknown]>([
    ["a mutation", (client) => client.apiRequest({ name: "save" })],
    ["a call of another name", (client) => client.apiRequest({ name: "getTask" })],
    ["a call with another key", (client) => client.apiRequest({ name: "getUser", requestKey: 1 })],
    ["a hook of the name", (client) => client.observe({ name: "getUser", data: { id: 1 } }).subscribe(() => {})],
  ])("does not wait for %s, before or behind", async (_, other) => {
    const { client, network } = loading();
    void other(client);
    const answer = client.apiRequest({ name: "getUser", data: "mine" });
    void other(client);
    network.calls.find(({ data }) => data === "mine")!.answer(ada);
    expect(await answer).toEqual(ada);
  });
});

test("two clients of one core are answered apart from one another", async () => {
  const core = holdCore();
  const url = new URL("../dist/sluice.wasm?early", import.meta.url);
  const one = setup({ wasm: url });
  const other = setup({ wasm: url });
  const shown = [told(one.client, "getUser"), told(other.client, "getUser")];
  const answers = [one, other].map(({ client }) => client.apiRequest({ name: "getUser" }));
  other.network.last.answer(bob);
  expect(await answers[1]).toEqual(bob);
  expect(shown.map(({ snapshots }) => snapshots.length)).toEqual([0, 1]);
  one.network.last.answer(ada);
  expect(await answers[0]).toEqual(ada);
  core.start();
  await one.client.ready;
  await turn();
  expect(shown.map(({ snapshots }) => snapshots.map(({ data }) => data))).toEqual([[ada], [bob]]);
});

import { readFileSync } from "node:fs";
import { describe, expect, inject, test, vi } from "vitest";
import { CrashError, ExpiryStatus, LoadError, NetworkError, abortReason, type ApiError, type Client, type ClientOptions, type QuerySnapshot } from "../src/index.js";
import { holdCore, isPending, rejection, setup, turn, type HeldCore, type Setup } from "./harness.js";
import type { NetworkCall } from "./network.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

/** A client whose core is loading until the test lets it start. */
function loading(options: ClientOptions = {}): Setup & { core: HeldCore; start(): Promise<void> } {
  const core = holdCore();
  const made = setup(options);
  return {
    ...made,
    core,
    start: async () => {
      core.start();
      await made.client.ready;
      await turn();
    },
  };
}

/** What listeners of a name were told, and how often. */
function told(client: Client, type: string): { snapshots: QuerySnapshot[]; get(): QuerySnapshot } {
  const watch = client.watch({ type });
  const snapshots: QuerySnapshot[] = [];
  watch.subscribe(() => snapshots.push(watch.get()));
  return { snapshots, get: () => watch.get() };
}

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

describe("what is done after the answer, still before the core, finds it answered", () => {
  test("an abort of all requests leaves it as it is", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    client.abortRequests();
    await start();
    expect(snapshots).toMatchObject([{ data: ada }]);
  });

  test("a newer call shows itself as loading beside the data, and takes nothing of it when it fails", async () => {
    const { client, network, start } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const newer = client.apiRequest({ name: "getUser" });
    await start();
    expect(get()).toMatchObject({ data: ada, loading: true, expiryStatus: ExpiryStatus.Valid });
    network.last.refuse(500, "api.internal", "internal error");
    const error = await rejection(newer);
    expect(snapshots).toMatchObject([{ data: ada }, { data: ada, loading: true }, { data: ada, error, loading: false }]);
  });

  test("a newer call that is aborted leaves the data", async () => {
    const { client, network, start } = loading();
    const { get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const newer = client.apiRequest({ name: "getUser" });
    client.abortRequests();
    await start();
    expect(abortReason(await rejection(newer))).toBe("aborted");
    expect(get()).toMatchObject({ data: ada, loading: false, pristine: false });
  });

  test("a logout takes the data only when it is answered", async () => {
    const { client, network, start } = loading({ navigate: () => {} });
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const logout = client.apiRequest({ name: "logout" });
    await start();
    expect(get().data).toEqual(ada);
    network.last.text("", null, { status: 204 });
    await logout;
    expect(snapshots.map(({ data }) => data)).toEqual([ada, null]);
  });

  test("the session of another user waits for the core, which drops what was the first one's", async () => {
    const { client, network, start } = loading();
    const session = told(client, "session");
    const note = told(client, "getNote");
    for (const value of [ada, "of Ada"]) {
      const answer = client.apiRequest({ name: value === ada ? "session" : "getNote" });
      network.last.answer(value);
      await answer;
    }
    const other = client.apiRequest({ name: "session" });
    network.last.answer(bob);
    expect(await isPending(other)).toBe(true);
    expect(note.get().data).toBe("of Ada");
    await start();
    expect(await other).toEqual(bob);
    expect(session.snapshots.map(({ data }) => data)).toEqual([ada, bob]);
    expect(note.snapshots.map(({ data }) => data)).toEqual(["of Ada", null]);
  });

  test("closing the client takes what is shown, and tells so", async () => {
    const { client, network, core } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    client.close();
    expect(snapshots).toMatchObject([{ data: ada }, { data: null, pristine: true }]);
    core.start();
    await client.ready;
    expect(get()).toBe(snapshots[1]);
    expect(abortReason(await rejection(client.apiRequest({ name: "getUser" })))).toBe("closed");
  });
});

describe("an answer waits for the core", () => {
  const code = (error: unknown) => (error as ApiError).code;

  test.each<[string, (call: NetworkCall) => void, (error: unknown) => void]>([
    ["is 404", (call) => call.refuse(404, "user.unknown", "no"), (error) => expect(code(error)).toBe("user.unknown")],
    ["is 502 without an envelope", (call) => call.text("<html>", "text/html", { status: 502 }), (error) => expect(code(error)).toBe("http.502")],
    ["is no JSON", (call) => call.text("<html>", "text/html"), (error) => expect(code(error)).toBe("api.invalidResponse")],
    ["is malformed JSON", (call) => call.text('{"id":', "application/json"), (error) => expect(code(error)).toBe("api.invalidResponse")],
    ["does not come", (call) => call.fail(new TypeError("fetch failed")), (error) => expect(error).toBeInstanceOf(NetworkError)],
  ])("that %s", async (_, respond, check) => {
    const { client, network, start } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    respond(network.last);
    expect(await isPending(answer)).toBe(true);
    expect(snapshots).toEqual([]);
    await start();
    const error = await rejection(answer);
    check(error);
    expect(get()).toMatchObject({ data: null, error, loading: false });
    expect(network.calls).toHaveLength(1);
  });

  test.each<[string, (client: Client) => unknown, "aborted" | "superseded"]>([
    ["an abort of its name", (client) => client.abortRequests(["getUser"]), "aborted"],
    ["a newer call of its name and key", (client) => client.apiRequest({ name: "getUser", data: "newer" }), "superseded"],
  ])("if %s waits behind it: the call is ended", async (_, ending, reason) => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    void ending(client);
    network.calls[0]!.answer(ada);
    expect(await isPending(answer)).toBe(true);
    expect(snapshots).toEqual([]);
    await start();
    expect(abortReason(await rejection(answer))).toBe(reason);
    expect(snapshots.map(({ data }) => data)).not.toContainEqual(ada);
  });

  test("if its hook has moved on", async () => {
    const { client, network, start } = loading();
    const before = client.observe({ name: "getUser", data: { id: 1 } });
    before.subscribe(() => {})();
    before.leave();
    network.last.answer(ada);
    await turn();
    expect(before.get().data).toBeNull();
    await start();
    expect(before.get()).toMatchObject({ data: null, loading: false });
  });

  test.each<[string, (client: Client) => unknown]>([
    ["a logout", (client) => client.apiRequest({ name: "logout" })],
    ["a login", (client) => client.login({ email: "a@b.example", password: "secret" }).catch(() => {})],
    ["a registration", (client) => client.register({ name: "Ada", email: "a@b.example", password: "secret" }).catch(() => {})],
  ])("if %s waits, too: before or behind it", async (_, change) => {
    for (const first of [true, false]) {
      const { client, network, start } = loading({ baseUrl: "https://host.example/api", navigate: () => {} });
      if (first) void change(client);
      const answer = client.apiRequest({ name: "getUser" });
      if (!first) void change(client);
      network.last.answer(ada);
      expect(await isPending(answer)).toBe(true);
      await start();
      expect(await answer).toEqual(ada);
      client.close();
    }
  });

  test("of an older call, if a newer one was answered: it does not replace that", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const older = client.apiRequest({ name: "getUser", takeLatest: false });
    const newer = client.apiRequest({ name: "getUser", takeLatest: false });
    network.calls[1]!.answer(bob);
    expect(await newer).toEqual(bob);
    network.calls[0]!.answer(ada);
    expect(await isPending(older)).toBe(true);
    await start();
    expect(await older).toEqual(ada);
    expect(snapshots).toMatchObject([{ data: bob }]);
  });
});

describe("a core that cannot be had, after an answer", () => {
  test("does not take it back", async () => {
    const { client, network, core } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    const other = client.apiRequest({ name: "save" });
    network.last.answer(ada);
    await answer;
    core.fail(new Error("no memory"));
    expect(await rejection(client.ready)).toBeInstanceOf(LoadError);
    expect(await rejection(other)).toBeInstanceOf(LoadError);
    expect(await answer).toEqual(ada);
    expect(snapshots).toMatchObject([{ data: ada, error: null, stale: false }]);
    expect(network.last.aborted).toBe(false);
  });

  test("is told of it when the next call has it started after all", async () => {
    const { client, network, core, start } = loading({ navigate: () => {} });
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    core.fail(new Error("no memory"));
    await rejection(client.ready);
    const logout = client.apiRequest({ name: "logout" });
    await start();
    expect(network.names).toEqual(["getUser", "logout"]);
    network.last.text("", null, { status: 204 });
    await logout;
    expect(snapshots).toMatchObject([{ data: ada }, { data: null }]);
  });

  test("answers queries all the same, and is told of the last hundred when it is there", async () => {
    const { client, network, core, start } = loading();
    for (let i = 0; i < 150; i++) {
      const answer = client.apiRequest({ name: "getUser", requestKey: i });
      network.last.answer(i);
      expect(await answer).toBe(i);
      core.fail(new Error("no memory"));
      await rejection(client.ready);
    }
    expect(client.getQuery({ type: "getUser", requestKey: 149 }).data).toBe(149);
    const save = client.apiRequest({ name: "save" });
    await start();
    network.last.answer(1);
    await save;
    expect(network.calls).toHaveLength(151);
    const known = Array.from({ length: 150 }, (_, i) => client.getQuery({ type: "getUser", requestKey: i }).data);
    expect(known).toEqual(known.map((_, i) => (i < 50 ? null : i)));
  });
});

describe("a core that dies while it takes over", () => {
  const wasm = new WebAssembly.Module(readFileSync(inject("faultyCore")));
  const apply = { name: "fault/apply" };

  test("leaves what was answered before on display, as stale, until it is asked for again", async () => {
    const { client, network, start } = loading({ wasm });
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    const value = await answer;
    const fatal = rejection(client.apiRequest(apply));
    await start();
    expect(await fatal).toBeInstanceOf(CrashError);
    expect(snapshots).toMatchObject([{ data: ada, stale: false }, { data: ada, stale: true }]);
    await client.ready;
    const again = client.apiRequest({ name: "getUser" });
    network.last.answer({ ...ada });
    expect(await again).toBe(value);
    expect(get()).toMatchObject({ data: ada, stale: false, loading: false });
  });

  test("leaves to the next one what it has not come to", async () => {
    const { client, network, start } = loading({ wasm });
    const { get, snapshots } = told(client, "getUser");
    const fatal = rejection(client.apiRequest(apply));
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    const value = await answer;
    await start();
    expect(await fatal).toBeInstanceOf(CrashError);
    await client.ready;
    await turn();
    expect(get()).toMatchObject({ stale: false, pristine: false, loading: false, expiryStatus: ExpiryStatus.Valid });
    expect(snapshots.map(({ stale, expiryStatus }) => [stale, expiryStatus])).toEqual([false, true, false].map((stale) => [stale, ExpiryStatus.Valid]));
    expect(get().data).toBe(value);
    expect(network.names).toEqual(["getUser"]);
  });

  test("is replaced, and meanwhile calls are answered", async () => {
    const { client, network, core, start } = loading({ wasm });
    await start();
    const watch = told(client, "getUser");
    const first = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    const value = await first;
    await rejection(client.apiRequest(apply));
    const second = client.apiRequest({ name: "getUser" });
    network.last.answer({ ...ada });
    expect(await second).toBe(value);
    core.start();
    await client.ready;
    await turn();
    expect(watch.get()).toMatchObject({ data: ada, stale: false, loading: false });
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

import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { CrashError, MemoryCache, abortReason, resolver, type Client, type Result } from "../../src/index.js";
import { ready, rejection, turn } from "../harness.js";
import { Any, R, Remote, U, scene, seen, withRemote } from "./remote.js";

/** Ends of what a client knows, and the reason that they give. */
const resets: [string, string, (client: Client, made: Awaited<ReturnType<typeof ready>>) => unknown][] = [
  ["resetEntireStore", "reset", (client) => client.controller.resetEntireStore()],
  ["logout", "reset", async (client, { network }) => {
    void client.apiRequest({ name: "logout" });
    network.last.answer(null);
    await turn();
  }],
  ["another user", "reset", async (client, { network }) => {
    for (const id of [1, 2]) {
      void client.apiRequest({ name: "session" });
      network.last.answer({ id });
      await turn();
    }
  }],
  ["close", "closed", (client) => client.close()],
];

/** A client, and what ends what it knows. */
async function begin(reset: (typeof resets)[number][2]) {
  const made = await ready({ baseUrl: "https://host.example/api" });
  return { ...withRemote(made), reset: async () => reset(made.client, made) };
}

describe.each(resets)("%s", (_, reason, how) => {
  test("ends what is in flight with its reason", async () => {
    const { client, remote, resolve, reset } = await begin(how);
    const read = rejection(client.apiRequest(R()));
    const result = resolve(R());
    const update = rejection(client.apiRequest(U({ signature: "t" })));
    await reset();
    expect(abortReason(await read)).toBe(reason);
    expect(abortReason(await update)).toBe(reason);
    expect(result.state).toBe("failure");
    expect(abortReason(result.value)).toBe(reason);
    expect(remote.calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(abortReason(remote.calls[0]!.signal.reason)).toBe(reason);
  });

  test("leaves a mutation's work to finish, unheard; it is not stored", async () => {
    const { remote, resolve, reset } = await begin(how);
    const update = resolve(U());
    const states = seen(update);
    await reset();
    await remote.last.answer("done");
    expect(states).toHaveLength(1);
    expect(resolve(R()).value).not.toBe("done");
  });
});

describe.each(resets.slice(0, 3))("%s", (_, __, how) => {
  test("has reads sent anew, and a read that the unheard mutation overtakes is not kept", async () => {
    const { client, remote, resolve, reset } = await begin(how);
    resolve(R());
    await remote.last.answer("of the one user");
    resolve(U());
    await reset();
    const read = client.apiRequest(R());
    expect(remote.net).toBe(3);
    await remote.calls[2]!.answer("before the update");
    expect(await read).toBe("before the update");
    expect(resolve(R()).value).toBe("before the update");
    await remote.calls[1]!.answer("updated");
    resolve(R());
    expect(remote.net).toBe(4);
  });

  test("concerns nothing that is asked for afterwards", async () => {
    const { client, remote, reset } = await begin(how);
    await reset();
    const promise = client.apiRequest(R());
    await remote.last.answer(1);
    expect(await promise).toBe(1);
    expect(await client.apiRequest(R())).toBe(1);
  });
});

class Other extends Any {}

describe("a reset", () => {
  test("empties every memory cache of a chain of the user's", async () => {
    const remote = new Remote();
    const cache = new MemoryCache();
    const chain = resolver.oneOf(resolver.caching(cache, (request, context) => (request instanceof Other ? remote.resolve(request, context) : null)), resolver.memoryCache(remote.resolve));
    const { client } = await scene({ resolver: (request, context) => chain(request, { ...context }) });
    for (const request of [R(), new Other({ signature: "t" })]) {
      client.resolve(request);
      await remote.last.answer(1);
    }
    expect(cache.size).toBe(1);
    await client.controller.resetEntireStore();
    expect(cache.size).toBe(0);
    client.resolve(R());
    expect(remote.net).toBe(3);
  });

  test("asked for in a listener ends what came before it, not what comes after", async () => {
    const { client, remote, resolve } = await scene();
    const before = resolve(R());
    let after: Result | undefined;
    client.watch({ type: "getUser" }).subscribe(() => {
      if (after) return;
      void client.controller.resetEntireStore();
      after = resolve(R());
    });
    client.apiRequest({ name: "getUser" }).catch(() => {});
    await turn();
    expect(abortReason(before.value)).toBe("reset");
    expect(after!.state).toBe("pending");
    await remote.last.answer(1);
    expect(after!.value).toBe(1);
  });
});

describe.each<[string, (client: Client) => void]>([
  ["resetRequests()", (client) => client.resetRequests()],
  ["clearRequestsCache()", (client) => client.clearRequestsCache()],
])("%s", (_, clear) => {
  test("empties the cache; what is in flight still answers who waits, but is not kept", async () => {
    const { client, remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const pending = client.apiRequest(R({ signature: "t" }));
    const update = client.apiRequest(U({ signature: "u" }));
    clear(client);
    expect(remote.calls.map(({ signal }) => signal.aborted)).toEqual([false, false, false]);
    await remote.calls[1]!.answer(2);
    await remote.calls[2]!.answer(3);
    expect(await Promise.all([pending, update])).toEqual([2, 3]);
    for (const signature of ["s", "t", "u"]) expect(resolve(R({ signature })).state).toBe("pending");
  });
});

test.each<[string, (client: Client) => unknown]>([
  ["resetRequests(list)", (client) => client.resetRequests(["getUser"])],
  ["clearRequestsCache(list)", (client) => client.clearRequestsCache([])],
  ["invalidateAll", (client) => client.controller.invalidateAll({ testKey: () => true })],
  ["expireAll", (client) => client.controller.expireAll({ testKey: () => true })],
  ["abortRequests", (client) => client.abortRequests()],
])("%s leaves Requests alone", async (_, act) => {
  const { client, remote, resolve } = await scene();
  resolve(R());
  await remote.last.answer(1);
  const pending = client.apiRequest(R({ signature: "t" }));
  await act(client);
  expect(resolve(R()).value).toBe(1);
  expect(remote.last.signal.aborted).toBe(false);
  await remote.last.answer(2);
  expect(await pending).toBe(2);
});

test("dehydrate knows nothing of Requests", async () => {
  const { client, remote, resolve } = await scene();
  resolve(R());
  await remote.last.answer("an answer of a Request");
  expect(client.dehydrate()).not.toContain("an answer of a Request");
});

describe("a client that is closed", () => {
  test("rejects and resolves nothing any more", async () => {
    const { client, remote } = await scene();
    client.close();
    expect(abortReason(await rejection(client.apiRequest(R())))).toBe("closed");
    expect(abortReason(client.resolve(R())!.value)).toBe("closed");
    expect(remote.net).toBe(0);
  });

  test("leaves those of another one alone who share a cache with it", async () => {
    const remote = new Remote();
    const chain = resolver.memoryCache(remote.resolve);
    const one = await scene({ resolver: chain });
    const other = await scene({ resolver: chain });
    const gone = rejection(one.client.apiRequest(R()));
    const stays = other.client.apiRequest(R());
    expect(remote.net).toBe(1);
    one.client.close();
    expect(abortReason(await gone)).toBe("closed");
    await remote.last.answer(1);
    expect(await stays).toBe(1);
  });
});

test("a core that dies ends what is in flight with CrashError and forgets what is stored", async () => {
  const made = await ready({ wasm: new WebAssembly.Module(readFileSync(inject("faultyCore"))) });
  const { client, remote, resolve } = withRemote(made);
  resolve(R());
  await remote.last.answer(1);
  const read = rejection(client.apiRequest(R({ signature: "t" })));
  const update = resolve(U({ signature: "u" }));
  await rejection(client.apiRequest({ name: "fault/apply" }));
  expect(await read).toBeInstanceOf(CrashError);
  expect(update.value).toBeInstanceOf(CrashError);
  expect(remote.calls.slice(1).map(({ signal }) => signal.aborted)).toEqual([true, false]);
  const next = client.apiRequest(R());
  expect(resolve(R()).state).toBe("init");
  await client.ready;
  await remote.last.answer(2);
  expect(await next).toBe(2);
});

import { describe, expect, test } from "vitest";
import { MemoryCache, Request, UsageError, resolver, types, type Result } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { C, D, R, Remote, U, scene } from "./remote.js";

describe("the memory cache", () => {
  test("2 a read that was closed by an update still answers those who hold it", async () => {
    const { client, remote, resolve } = await scene();
    const promise = client.apiRequest(R());
    const result = resolve(R());
    resolve(U());
    await remote.calls[0]!.answer("old");
    expect(await promise).toBe("old");
    expect(result.value).toBe("old");
  });

  test("3 a failed read is removed before its holders are told", async () => {
    const { client, remote, resolve } = await scene();
    const first = resolve(R());
    let retry: Result | undefined;
    first.subscribe(() => (retry = resolve(R())));
    await remote.last.fail(new Error("no"));
    expect(remote.net).toBe(2);
    expect(retry).not.toBe(first);
    await remote.last.answer(42);
    expect(client.resolve(R())).toBe(retry);
  });

  test.each([["an update", U], ["a create", C], ["a delete", D], ["an update that stores nothing", () => U({ cacheable: false })]])("4 %s drops the answer and closes reads when it is issued, in the same turn", async (_, make) => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    resolve(make());
    const read = resolve(R());
    expect(read.state).toBe("pending");
    resolve(make());
    expect(resolve(R())).not.toBe(read);
    expect(remote.net).toBe(5);
  });

  test("4 what no resolver takes invalidates nothing", async () => {
    const remote = new Remote();
    const { client } = await scene({ resolver: resolver.memoryCache((request, context) => (types.operation.read.match(request.type) ? remote.resolve(request, context) : null)) });
    client.resolve(R());
    await remote.last.answer(1);
    expect(client.resolve(U())).toBeNull();
    expect(await rejection(client.apiRequest(U()))).toBeInstanceOf(UsageError);
    expect(client.resolve(R())!.value).toBe(1);
  });

  test("4 one whose resolver throws was issued", async () => {
    const { client, remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const back = client.library.register(Request, () => {
      throw new Error("no");
    });
    expect(resolve(U()).state).toBe("failure");
    back();
    expect(resolve(R()).state).toBe("pending");
  });

  test.each(["answer", "fail"] as const)("5 an update that ends (%s) drops what a read was answered beside it, and closes the others", async (end) => {
    const { remote, resolve } = await scene();
    resolve(U({ cacheable: false }));
    resolve(R());
    await remote.calls[1]!.answer("beside");
    expect(resolve(R()).value).toBe("beside"); // 9
    await remote.calls[0]![end](new Error("no"));
    resolve(R());
    expect(remote.net).toBe(3);
  });

  test("6 the answer of a create is stored with its own expiry", async () => {
    const { clock, remote, resolve } = await scene();
    const create = resolve(C({ expires: 1 }));
    await remote.last.answer("made");
    expect(resolve(R())).toBe(create);
    await clock.tick(1001);
    resolve(R());
    expect(remote.net).toBe(2);
  });

  test("6 not if the cache was cleared since", async () => {
    const { client, remote, resolve } = await scene();
    const cache = new MemoryCache();
    const chain = resolver.caching(cache, remote.resolve);
    client.library.register(Request, chain);
    for (const forget of [() => cache.clear(), () => cache.invalidate("s")]) {
      resolve(U());
      forget();
      await remote.last.answer(1);
      expect(cache.size).toBe(0);
    }
  });

  test("8 a newer update's stored answer stays when an older one fails", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    resolve(U());
    await remote.calls[1]!.answer("new");
    await remote.calls[0]!.fail(new Error("no"));
    expect(resolve(R()).value).toBe("new");
  });

  test("8 after a newer delete an older answer is not stored", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    resolve(D());
    await remote.calls[1]!.answer(null);
    await remote.calls[0]!.answer("old");
    resolve(R());
    expect(remote.net).toBe(3);
  });

  test("9 while an update is pending reads share among themselves", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    expect(resolve(R())).toBe(resolve(R()));
    expect(remote.net).toBe(2);
  });

  test.each([[-1, 1, 2], [0.5, 500, 1], [0.5, 501, 2], [Infinity, 1e12, 1], [NaN, 1e12, 1], [null, 1e12, 1], [() => 1, 1001, 2], [() => "1", 1e9, 1]])("10 expires = %s, after %i ms: net %i", async (expires, ms, net) => {
    const { clock, remote, resolve } = await scene();
    const [one, other] = [resolve(R({ expires })), resolve(R({ expires }))];
    expect(other).toBe(one);
    await remote.last.answer(1);
    await clock.tick(ms);
    resolve(R({ expires }));
    expect(remote.net).toBe(net);
  });

  test("10 a negative expiry is not stored even within the ms", async () => {
    const { remote, resolve } = await scene();
    resolve(R({ expires: -1 }));
    await remote.last.answer(1);
    resolve(R({ expires: -1 }));
    expect(remote.net).toBe(2);
  });

  test("10 a hit does not prolong it, and brings no expiry of its own (11)", async () => {
    const { clock, remote, resolve } = await scene();
    resolve(R({ expires: 2 }));
    await remote.last.answer(1);
    await clock.tick(1900);
    expect(resolve(R({ expires: 1 })).value).toBe(1);
    expect(resolve(R()).value).toBe(1);
    await clock.tick(101);
    resolve(R());
    expect(remote.net).toBe(2);
  });

  test("12 a mutation without signature invalidates nothing", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    resolve(U({ signature: undefined }));
    await remote.last.answer(2);
    expect(resolve(R()).value).toBe(1);
  });

  test("keeps max answers, the latest; what is in flight does not count", async () => {
    const remote = new Remote();
    const cache = new MemoryCache({ max: 2 });
    const { client } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    const names = ["a", "b", "c"];
    names.map((signature) => client.resolve(R({ signature })));
    expect(cache.size).toBe(0);
    for (const call of remote.calls) await call.answer(1);
    expect(cache.size).toBe(2);
    expect(names.map((signature) => cache.resolve(R({ signature }))?.state)).toEqual([undefined, "success", "success"]);
    // What is stored anew counts as later than what was stored before.
    client.resolve(U({ signature: "b" }));
    await remote.last.answer(2);
    client.resolve(R({ signature: "a" }));
    await remote.last.answer(3);
    expect(names.map((signature) => cache.resolve(R({ signature }))?.value)).toEqual([3, 2, undefined]);
  });

  test.each([0, 1, Infinity])("may keep %d", async (max) => {
    const remote = new Remote();
    const cache = new MemoryCache({ max });
    const { client } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    client.resolve(R());
    await remote.last.answer(1);
    expect(cache.size).toBe(Math.min(max, 1));
  });

  test.each([-1, NaN, "5", null])("refuses max = %j", (max) => {
    expect(() => new MemoryCache({ max: max as number })).toThrow(UsageError);
  });

  test("can be told that an answer counts no more, pending or stored", async () => {
    const remote = new Remote();
    const cache = new MemoryCache();
    const { client } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    client.resolve(R());
    await remote.last.answer(1);
    cache.invalidate("other");
    expect(client.resolve(R())!.value).toBe(1);
    cache.invalidate("s");
    const pending = client.resolve(R())!;
    cache.invalidate("s");
    expect(client.resolve(R())).not.toBe(pending);
    await remote.calls[1]!.answer("old");
    expect(client.resolve(R())!.state).toBe("pending");
    await remote.calls[2]!.answer("new");
    expect(client.resolve(R())!.value).toBe("new");
    cache.clear();
    expect(cache.size).toBe(0);
  });

  test("keeps a Result that it is given, whoever made it", () => {
    const cache = new MemoryCache();
    const listeners: (() => void)[] = [];
    const result = { state: "pending", value: undefined, subscribe: (told: () => void) => (listeners.push(told), () => {}) };
    expect(cache.resolve(R())).toBeNull();
    cache.cache(R(), result as never);
    expect(cache.resolve(R())).toBe(result);
    Object.assign(result, { state: "success", value: 1 });
    listeners.forEach((told) => told());
    expect(cache.size).toBe(1);
    expect(cache.resolve(R())).toBe(result);
    cache.cache(U(), types.result.success(2) as never);
    expect(cache.resolve(R())!.value).toBe(2);
  });

  test("drops what is over in the client's idle sweep", async () => {
    const cache = new MemoryCache();
    const remote = new Remote();
    const { client, clock } = await scene({ resolver: resolver.caching(cache, remote.resolve), gc: { intervalMS: 10_000 } });
    for (const [signature, expires] of [["a", 1], ["b", 15], ["c", undefined]] as const) {
      client.resolve(R({ signature, expires }));
      await remote.last.answer(1);
    }
    await clock.tick(9999);
    expect(cache.size).toBe(3);
    await clock.tick(1);
    await turn();
    expect(cache.size).toBe(2);
    await clock.tick(10_000); // it goes on while something will be over
    await turn();
    expect(cache.size).toBe(1);
  });

  test("drops it in client.sweep()", async () => {
    const cache = new MemoryCache();
    const remote = new Remote();
    const { client, clock } = await scene({ resolver: resolver.caching(cache, remote.resolve), gc: false });
    client.resolve(R({ expires: 1 }));
    await remote.last.answer(1);
    await clock.tick(1001);
    await client.sweep();
    expect(cache.size).toBe(0);
  });

  test("of one client knows nothing of another's", async () => {
    const one = await scene();
    const other = await scene();
    one.resolve(R());
    await one.remote.last.answer(1);
    expect(other.resolve(R()).state).toBe("pending");
  });

  test("does not meet endpoint keys or request names", async () => {
    const { client, network, remote, resolve } = await scene();
    void client.apiRequest({ name: "getUser" });
    await network.answer(network.calls[0]!, 200, { id: 1 });
    resolve(R({ signature: "getUser" }));
    await remote.last.answer(2);
    expect(client.getQuery({ type: "getUser" }).data).toEqual({ id: 1 });
  });
});

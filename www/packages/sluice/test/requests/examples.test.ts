import { describe, expect, test } from "vitest";
import { ApiError, Library, MemoryCache, Request, UsageError, abortReason, resolver, types, type Result } from "../../src/index.js";
import { isPending, rejection } from "../harness.js";
import { Any, D, R, Remote, U, scene, seen } from "./remote.js";

const { result: is } = types;

describe("worked examples", () => {
  test("1 without a signature nothing is shared or stored", async () => {
    const { remote, resolve } = await scene();
    const three = [1, 2, 3].map(() => resolve(new Request()));
    expect(remote.net).toBe(3);
    expect(new Set(three).size).toBe(3);
    for (const call of remote.calls) await call.answer(42);
    expect(three.map(({ value }) => value)).toEqual([42, 42, 42]);
    resolve(new Request());
    expect(remote.net).toBe(4);
  });

  test("2 equal reads are one Result, also after the answer", async () => {
    const { remote, resolve } = await scene();
    const three = [R(), R(), R()].map(resolve);
    expect(remote.net).toBe(1);
    const [one] = three as [Result];
    expect(three).toEqual([one, one, one]);
    expect(three.every((other) => other === one)).toBe(true);
    expect(one).toMatchObject({ state: "pending", value: undefined });
    await remote.last.answer(42);
    expect(one).toMatchObject({ state: "success", value: 42 });
    expect(resolve(R())).toBe(one);
    expect(remote.net).toBe(1);
  });

  test.each([["", 1], [null, 2], [undefined, 2]])("3 the signature %j, read twice: net %i", async (signature, net) => {
    const { remote, resolve } = await scene();
    resolve(R({ signature }));
    await remote.last.answer(42);
    resolve(R({ signature }));
    expect(remote.net).toBe(net);
  });

  test("4 the answer of an update answers the next read", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer({ v: 1 });
    resolve(U());
    await remote.last.answer({ v: 2 });
    expect(resolve(R())).toMatchObject({ state: "success", value: { v: 2 } });
    expect(remote.net).toBe(2);
  });

  test("5 with cacheable = false it is never given to a reader", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer({ v: 1 });
    resolve(U({ cacheable: false }));
    await remote.last.answer({ ok: true });
    expect(resolve(R()).state).toBe("pending");
    expect(remote.net).toBe(3);
  });

  test("6 after a failed update the old answer is not served", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer({ v: 1 });
    const update = resolve(U());
    await remote.last.answer(new Response("", { status: 500 }));
    expect(update.value).toMatchObject({ name: "ApiError", status: 500 });
    expect(resolve(R()).state).toBe("pending");
    expect(remote.net).toBe(3);
  });

  test("7 a delete stores nothing; a 404 of the next read is not stored either", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer({ v: 1 });
    resolve(D());
    await remote.last.answer({ v: 1 });
    const read = resolve(R());
    expect(remote.net).toBe(3);
    await remote.last.answer(Response.json({ error: { code: "article.missing", message: "no" } }, { status: 404 }));
    expect(read.state).toBe("failure");
    expect(read.value).toBeInstanceOf(ApiError);
    expect(read.value).toMatchObject({ code: "article.missing", status: 404, request: { name: "Any" } });
    resolve(R());
    expect(remote.net).toBe(4);
  });

  test("8 a read sent while an update is pending does not replace its answer", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    const first = resolve(R());
    expect(remote.net).toBe(2);
    await remote.calls[0]!.answer({ v: 2 });
    expect(resolve(R()).value).toEqual({ v: 2 });
    await remote.calls[1]!.answer({ v: 1 });
    expect(resolve(R()).value).toEqual({ v: 2 });
    expect(remote.net).toBe(2);
    expect(first.value).toEqual({ v: 1 });
  });

  test("9 neither a read from before an update nor one from beside it outlives its failure", async () => {
    const { remote, resolve } = await scene();
    const first = resolve(R());
    resolve(U());
    const second = resolve(R());
    expect(second).not.toBe(first);
    expect(remote.net).toBe(3);
    await remote.calls[1]!.fail(new Error("no"));
    await remote.calls[0]!.answer({ v: 1 });
    await remote.calls[2]!.answer({ v: 1 });
    expect([first.value, second.value]).toEqual([{ v: 1 }, { v: 1 }]);
    expect(resolve(R()).state).toBe("pending");
    expect(remote.net).toBe(4);
  });

  test("10 of two updates the one that was issued later counts", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    resolve(U());
    await remote.calls[1]!.answer({ v: 2 });
    await remote.calls[0]!.answer({ v: 1 });
    expect(resolve(R()).value).toEqual({ v: 2 });
    expect(remote.net).toBe(2);
  });

  test("11 also if it fails", async () => {
    const { remote, resolve } = await scene();
    resolve(U());
    resolve(U());
    await remote.calls[0]!.answer({ v: 1 });
    await remote.calls[1]!.fail(new Error("no"));
    expect(resolve(R()).state).toBe("pending");
    expect(remote.net).toBe(3);
  });

  test("12 an answer is valid for its seconds, from its completion", async () => {
    class Timed extends Any {
      expires() {
        return (this.options as { ttl: number }).ttl;
      }
    }
    const { client, clock, remote } = await scene();
    const read = () => client.resolve(new Timed({ signature: "s" }, { ttl: 60 }))!;
    read();
    await clock.tick(2000);
    await remote.last.answer(1);
    await clock.tick(60_000);
    expect(read().value).toBe(1);
    await clock.tick(1);
    expect(read().state).toBe("pending");
    expect(remote.net).toBe(2);
  });

  test("13 expires = 0 is valid within the ms; a text is no number", async () => {
    const { clock, remote, resolve } = await scene();
    resolve(R({ expires: 0 }));
    await clock.tick(5000);
    await remote.last.answer(1);
    expect(resolve(R({ expires: 0 })).value).toBe(1);
    await clock.tick(5);
    resolve(R({ expires: 0 }));
    expect(remote.net).toBe(2);

    resolve(R({ signature: "t", expires: "60" }));
    await remote.last.answer(1);
    await clock.tick(1e9);
    expect(resolve(R({ signature: "t", expires: "60" })).value).toBe(1);
    expect(remote.net).toBe(3);
  });

  test("14 an expiry goes with the answer that had it", async () => {
    const { clock, remote, resolve } = await scene();
    resolve(R({ expires: 1 }));
    await remote.last.answer(1);
    await clock.tick(1001);
    resolve(R());
    await remote.last.answer(2);
    await clock.tick(10_000);
    expect(resolve(R()).value).toBe(2);
    expect(remote.net).toBe(2);
  });

  test("15 a failure is shared but not stored", async () => {
    const { client, remote, resolve } = await scene();
    const error = new Error("no");
    const two = [client.apiRequest(R()), client.apiRequest(R())].map(rejection);
    await remote.last.fail(error);
    expect(await Promise.all(two)).toEqual([error, error]);
    expect(remote.net).toBe(1);
    const third = client.apiRequest(R());
    await remote.last.answer(42);
    expect(await third).toBe(42);
    expect(resolve(R()).value).toBe(42);
    expect(remote.net).toBe(2);
  });

  test("16 the work ends when the last of its callers has left", async () => {
    const { client, remote } = await scene();
    const [a, b] = [new AbortController(), new AbortController()];
    const one = rejection(client.apiRequest(R(), { signal: a.signal }));
    const other = client.apiRequest(R(), { signal: b.signal });
    expect(remote.net).toBe(1);
    a.abort();
    expect(abortReason(await one)).toBe("aborted");
    expect(remote.last.signal.aborted).toBe(false);
    expect(await isPending(other)).toBe(true);
    b.abort();
    expect(await rejection(other)).toMatchObject({ name: "AbortError" });
    expect(remote.last.signal.aborted).toBe(true);
    client.resolve(R());
    expect(remote.net).toBe(2);
  });

  test("17 the class, or the nearest one above it, says who resolves", async () => {
    class A extends Request {}
    class B extends A {}
    const { client } = await scene({ resolver: undefined });
    const library = new Library();
    const chain = resolver.fromLibrary(library);
    const { client: other } = await scene({ resolver: chain });
    const given: unknown[] = [];
    library.register(A, (request) => {
      given.push(request);
      return 1;
    });
    const b = new B();
    expect(other.resolve(b)!.value).toBe(1);
    expect(given).toEqual([b]);
    expect(given[0]).toBe(b);
    expect(other.resolve(new Request())).toBeNull();
    const error = await rejection(other.apiRequest(new Request()));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toBe("sluice: no resolver for Request");
    expect(client.library).not.toBe(library);
  });

  test("19 progress is seen, and is no answer", async () => {
    const { remote, resolve } = await scene();
    const result = resolve(R());
    const states = seen(result);
    remote.last.progress(50);
    expect(states).toEqual([["progress", 50]]);
    expect(is.progress.match(result)).toBe(true);
    expect(is.complete.match(result)).toBe(false);
    expect(resolve(R())).toBe(result);
    await remote.last.answer(42);
    expect(states).toEqual([["progress", 50], ["success", 42]]);
    expect(is.complete.match(result)).toBe(true);
    expect(resolve(R())).toBe(result);
    remote.last.progress(60);
    expect(result).toMatchObject({ state: "success", value: 42 });
    expect(remote.net).toBe(1);
  });

  test("20 a signature that throws or is none fails the request alone", async () => {
    const { remote, resolve } = await scene();
    resolve(R({ signature: "other" }));
    await remote.last.answer(1);
    const thrown = new Error("E");
    class Throws extends Request {
      override signature(): string {
        throw thrown;
      }
    }
    expect(resolve(new Throws())).toMatchObject({ state: "failure", value: thrown });
    const wrong = resolve(R({ signature: 42 }));
    expect(wrong.state).toBe("failure");
    expect(wrong.value).toBeInstanceOf(UsageError);
    expect((wrong.value as Error).message).toBe("sluice: Any.signature() gives 42; give a string, or null for none");
    expect(resolve(R({ signature: "other" })).value).toBe(1);
    expect(remote.net).toBe(1);
  });

  test("a chain of the user's replaces the default", async () => {
    const remote = new Remote();
    const cache = new MemoryCache();
    const { client } = await scene({ resolver: resolver.caching(cache, remote.resolve) });
    const result = client.resolve(R())!;
    await remote.last.answer(1);
    expect(cache.size).toBe(1);
    expect(cache.resolve(R())).toBe(result);
  });
});

import { describe, expect, test } from "vitest";
import { Request, UsageError, types } from "../../src/index.js";
import { rejection } from "../harness.js";
import { Any, D, R, U, scene } from "./remote.js";

const { operation, result } = types;

/** A request that notes which of its members are read, with what as receiver. */
function noting(type = operation.read, signature: unknown = "s", cacheable: unknown = true) {
  const notes: string[] = [];
  class Noting extends Request<{ name: string }> {
    note<T>(name: string, value: T): T {
      notes.push(`${this.options.name} ${name}`);
      return value;
    }
  }
  Object.defineProperties(Noting.prototype, {
    type: { get(this: Noting) { return this.note("type", type); } },
    signature: { value(this: Noting) { return this.note("signature", signature); } },
    cacheable: { get(this: Noting) { return this.note("cacheable", cacheable); } },
    expires: { value(this: Noting) { return this.note("expires", 60); } },
  });
  return { notes, make: () => new Noting({ name: "x" }) };
}

describe("a Request", () => {
  test("holds the very options it was made with, and sends nothing", async () => {
    const { remote } = await scene();
    const options = { a: 1 };
    const request = new Request(options);
    expect(request.options).toBe(options);
    expect(Object.isFrozen(options)).toBe(false);
    expect(remote.net).toBe(0);
    expect(new Request().options).toEqual({});
  });

  test("reads, may be stored, and has no signature and no expiry, by default", () => {
    const request = new Request();
    expect(request).toMatchObject({ type: operation.read, cacheable: true });
    expect(request.signature?.()).toBeUndefined();
    expect("expires" in request).toBe(false);
  });

  test("has its members read once, in order, before it is sent", async () => {
    const { client, remote } = await scene();
    const { notes, make } = noting();
    client.library.register(Request, (...args) => {
      notes.push("sent");
      return remote.resolve(...args);
    });
    client.resolve(make());
    expect(notes).toEqual(["x type", "x signature", "x cacheable", "x expires", "sent"]);
    await remote.last.answer(1);
    expect(notes).toHaveLength(5);
  });

  test("has its expires left alone on a hit and without a signature", async () => {
    const { client, remote } = await scene();
    const { notes, make } = noting();
    client.resolve(make());
    await remote.last.answer(1);
    notes.length = 0;
    client.resolve(make());
    expect(notes).toEqual(["x type", "x signature", "x cacheable"]);

    const { notes: others, make: other } = noting(operation.read, null);
    client.resolve(other());
    expect(others).toEqual(["x type", "x signature", "x cacheable"]);
    expect(remote.net).toBe(2);
  });

  test("may be changed once it is resolved: nothing comes of that", async () => {
    const { client, remote } = await scene();
    class Keyed extends Request<{ id: string }> {
      override signature() {
        return this.options.id;
      }
    }
    const request = new Keyed({ id: "a" });
    client.resolve(request);
    (request.options).id = "b";
    request.type = operation.delete;
    await remote.last.answer(1);
    expect(client.resolve(new Keyed({ id: "a" }))!.value).toBe(1);
    expect(client.resolve(new Keyed({ id: "b" }))!.state).toBe("pending");
  });

  test.each<[string, Request<object>, string]>([
    ["a type that is none", R({ type: "read" as never }), 'Any.type is "read"; give one of types.operation'],
    ["the group as type", R({ type: operation.mutate as never }), "Any.type is [object Object]; give one of types.operation"],
    ["a signature that is no method", Object.assign(U(), { signature: 42 }), "Any.signature() gives 42; give a string, or null for none"],
    ["an object as signature", U({ signature: {} }), "Any.signature() gives [object Object]; give a string, or null for none"],
  ])("with %s fails with UsageError; nothing is sent or invalidated", async (_, request, message) => {
    const { client, remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const { state, value } = resolve(request);
    expect(state).toBe("failure");
    expect(value).toBeInstanceOf(UsageError);
    expect((value as Error).message).toBe(`sluice: ${message}`);
    expect(((await rejection(client.apiRequest(request))) as Error).message).toBe(`sluice: ${message}`);
    expect(resolve(R()).value).toBe(1);
    expect(remote.net).toBe(1);
  });

  test("whose expires throws fails with what it threw; a mutation does not invalidate then", async () => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const thrown = new Error("E");
    const throwing = U({ expires: () => { throw thrown; } });
    expect(resolve(throwing)).toMatchObject({ state: "failure", value: thrown });
    expect(resolve(R()).value).toBe(1);
    expect(remote.net).toBe(1);
  });

  test.each([[true, 2], [1, 3], ["true", 3], [undefined, 2]])("cacheable = %j of an update: net %i after the next read", async (cacheable, net) => {
    const { remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    resolve(U(cacheable === undefined ? {} : { cacheable }));
    await remote.last.answer(2);
    resolve(R());
    expect(remote.net).toBe(net);
  });

  test("cacheable means nothing for reads and deletes", async () => {
    const { remote, resolve } = await scene();
    resolve(R({ cacheable: false }));
    await remote.last.answer(1);
    expect(resolve(R()).value).toBe(1);
    resolve(D({ cacheable: true }));
    await remote.last.answer(2);
    expect(resolve(R()).state).toBe("pending");
  });

  test("of another class shares the signatures", async () => {
    class One extends Request {
      override signature() { return "shared"; }
    }
    class Other extends One {}
    const { remote, resolve } = await scene();
    const one = resolve(new One());
    await remote.last.answer(1);
    expect(resolve(new Other())).toBe(one);
    expect(resolve(new Any({ signature: "shared" }))).toBe(one);
  });
});

describe("types.operation", () => {
  test("are frozen singletons that give themselves", () => {
    for (const name of ["read", "fetch", "create", "update", "delete"] as const) {
      const value = operation[name];
      expect(value()).toBe(value);
      expect(Object.isFrozen(value)).toBe(true);
    }
    expect(operation.fetch).toBe(operation.read);
    expect(new Set(Object.values(operation)).size).toBe(5);
  });

  test("match themselves, and mutate all that changes something", () => {
    const { read, create, update, delete: remove, mutate } = operation;
    expect([read, create, update, remove, "update", undefined].map((x) => update.match(x))).toEqual([false, false, true, false, false, false]);
    expect([read, create, update, remove, mutate, null].map((x) => mutate.match(x))).toEqual([false, true, true, true, false, false]);
  });
});

describe("types.result", () => {
  test("are values with a state", () => {
    const error = new Error();
    expect(result.success(42)).toMatchObject({ state: "success", value: 42 });
    expect(result.failure(error).value).toBe(error);
    expect(result.progress(50)).toMatchObject({ state: "progress", value: 50 });
    expect([result.init, result.pending].map(({ state, value }) => [state, value])).toEqual([["init", undefined], ["pending", undefined]]);
  });

  test("match what is in their state", () => {
    const all = [result.init, result.pending, result.progress(1), result.success(2), result.failure(3), undefined, null, 1];
    const matched = (name: keyof typeof result) => all.map((x, i) => (result[name].match(x) ? i : -1)).filter((i) => i >= 0);
    expect(matched("init")).toEqual([0]);
    expect(matched("pending")).toEqual([1]);
    expect(matched("progress")).toEqual([2]);
    expect(matched("success")).toEqual([3]);
    expect(matched("failure")).toEqual([4]);
    expect(matched("complete")).toEqual([3, 4]);
  });
});

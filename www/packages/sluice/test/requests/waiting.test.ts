import { describe, expect, test, vi } from "vitest";
import { Request, TimeoutError, UsageError, abortReason, apiRequest, endpoint, entity, type Result } from "../../src/index.js";
import { configure, defaultClient } from "../../src/default-client.js";
import { isPending, rejection, turn, uncaught, wasm } from "../harness.js";
import { Any, R, U, scene } from "./remote.js";

describe("apiRequest(request)", () => {
  test("resolves with the success value, rejects with the failure value", async () => {
    const { client, remote } = await scene();
    const [one, other] = [client.apiRequest(R()), client.apiRequest(R({ signature: "t" }))];
    await remote.calls[0]!.answer({ v: 1 });
    expect(await one).toEqual({ v: 1 });
    const refused = rejection(other);
    await remote.calls[1]!.fail("no");
    expect(await refused).toBe("no");
    expect(await client.apiRequest(R())).toEqual({ v: 1 });
  });

  test("raises an unhandledrejection for a failure that nobody holds, not for an abort", async () => {
    const errors = uncaught();
    const { client, remote } = await scene();
    const error = new Error("no");
    void client.apiRequest(R());
    await remote.last.fail(error);
    const controller = new AbortController();
    void client.apiRequest(R(), { signal: controller.signal });
    controller.abort();
    void client.apiRequest(R(), { signal: controller.signal });
    await turn();
    expect(errors).toEqual([error]);
  });

  test("with a signal that is aborted already calls no resolver and changes nothing", async () => {
    const { client, remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const error = await rejection(client.apiRequest(U(), { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(abortReason(error)).toBe("aborted");
    expect(remote.net).toBe(1);
    expect(resolve(R()).value).toBe(1);
  });

  test.each([["signal", { signal: {} }], ["timeout", { timeout: "5" }], ["timeout", { timeout: -1 }]])("refuses a %s that is none: %j", async (name, options) => {
    const { client, remote } = await scene();
    const error = await rejection(client.apiRequest(R(), options as never));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(name);
    expect(remote.net).toBe(0);
  });

  test("of which the resolver aborts the signal rejects", async () => {
    const controller = new AbortController();
    let own: AbortSignal | undefined;
    const { client } = await scene({ resolver: (_, { signal }) => {
      own = signal;
      controller.abort();
      return new Promise(() => {});
    } });
    expect(abortReason(await rejection(client.apiRequest(R(), { signal: controller.signal })))).toBe("aborted");
    expect(own!.aborted).toBe(true);
  });

  test("leaves nothing on its signal", async () => {
    const { client, remote } = await scene();
    const { signal } = new AbortController();
    const [add, remove] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
    const promise = client.apiRequest(R(), { signal });
    await remote.last.answer(1);
    await promise;
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove.mock.calls[0]!.slice(0, 2)).toEqual(add.mock.calls[0]!.slice(0, 2));
  });

  test("has a time of its own, beside others who share the work", async () => {
    const { client, clock, remote } = await scene();
    const one = rejection(client.apiRequest(new Any({ signature: "s" }, { id: 1 }), { timeout: 1000 }));
    const other = client.apiRequest(R(), { timeout: 2000 });
    const third = client.apiRequest(R());
    await clock.tick(999);
    expect(await isPending(one)).toBe(true);
    await clock.tick(1);
    const error = (await one) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeout: 1000, request: { name: "Any", data: { id: 1 } } });
    expect(remote.last.signal.aborted).toBe(false);
    await remote.last.answer(1);
    expect(await Promise.all([other, third])).toEqual([1, 1]);
    await clock.tick(10_000);
  });

  test("whose time is over for all of them ends the work; the next read is sent", async () => {
    const { client, clock, remote, resolve } = await scene({ timeout: 10 });
    const one = rejection(client.apiRequest(R(), { timeout: 1000 }));
    await clock.tick(1000);
    const error = await one;
    expect(remote.last.signal.aborted).toBe(true);
    expect(remote.last.signal.reason).toBe(error);
    resolve(R());
    expect(remote.net).toBe(2);
  });

  test("is not ended while a Result of client.resolve is open", async () => {
    const { client, remote, resolve } = await scene();
    const controller = new AbortController();
    const promise = rejection(client.apiRequest(R(), { signal: controller.signal }));
    const result = resolve(R());
    controller.abort();
    await promise;
    expect(remote.last.signal.aborted).toBe(false);
    await remote.last.answer(1);
    expect(result.value).toBe(1);
  });

  test("frees the slot before the signal is aborted", async () => {
    const { client, remote, resolve } = await scene();
    const controller = new AbortController();
    const promise = rejection(client.apiRequest(R(), { signal: controller.signal }));
    let again: Result | undefined;
    remote.last.signal.addEventListener("abort", () => (again = resolve(R())));
    controller.abort();
    await promise;
    expect(remote.net).toBe(2);
    await remote.calls[0]!.answer("late");
    expect(again!.state).toBe("pending");
    await remote.calls[1]!.answer("new");
    expect(resolve(R())).toBe(again);
  });

  test("aborting a mutation aborts its work; the next read asks", async () => {
    const { client, remote, resolve } = await scene();
    resolve(R());
    await remote.last.answer(1);
    const controller = new AbortController();
    const update = rejection(client.apiRequest(U(), { signal: controller.signal }));
    const beside = resolve(R());
    controller.abort();
    expect(abortReason(await update)).toBe("aborted");
    expect(remote.calls[1]!.signal.aborted).toBe(true);
    const read = resolve(R());
    expect(read).not.toBe(beside);
    await remote.calls[1]!.fail(new Error("aborted"));
    expect(resolve(R())).toBe(read);
    expect(remote.net).toBe(4);
  });

  test("never aborts an equal one: different reads run side by side", async () => {
    const { remote, resolve } = await scene();
    class GetUser extends Request<{ id: number }> {}
    resolve(new GetUser({ id: 1 }));
    resolve(new GetUser({ id: 1 }));
    expect(remote.calls.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });

  test("has nothing to do with loading counters, unless the resolver calls the client itself", async () => {
    const { client, network } = await scene();
    client.library.register(Request, (request, { signal }) => client.apiRequest({ name: "getUser", data: request.options, signal }));
    const promise = client.apiRequest(new Any({ signature: "s" }, { id: 1 }));
    expect(client.getQuery({ type: "getUser" }).pending).toBe(1);
    expect(client.getQuery({ type: "Any" }).pristine).toBe(true);
    await network.answer(network.calls[0]!, 200, { id: 1, name: "Ada" });
    expect(await promise).toEqual({ id: 1, name: "Ada" });
    expect(client.getQuery({ type: "getUser" }).data).toEqual({ id: 1, name: "Ada" });
    expect(await client.apiRequest(R())).toEqual({ id: 1, name: "Ada" });
    expect(network.calls).toHaveLength(1);
  });

  test("whose resolver fetches an endpoint writes the store as that does; what it was answered with stays as it is", async () => {
    const { client, network } = await scene();
    const User = entity("User", { pk: "id" });
    const getUser = endpoint({ name: "getUser", schema: User });
    client.library.register(Request, (request) => client.controller.fetch(getUser, request.options as { id: number }));
    const promise = client.apiRequest(new Any({ signature: "s" }, { id: 1 }));
    await network.answer(network.calls[0]!, 200, { id: 1, name: "Ada" });
    const answer = await promise;
    expect(answer).toMatchObject({ id: 1, name: "Ada" });
    void client.controller.set(User, [{ id: 1 }], { id: 1, name: "Grace" });
    expect(client.controller.get(User, [{ id: 1 }], client.controller.getState())).toMatchObject({ name: "Grace" });
    expect(await client.apiRequest(new Any({ signature: "s" }, { id: 1 }))).toBe(answer);
    expect(answer).toMatchObject({ name: "Ada" });
    expect(network.calls).toHaveLength(1);
  });

  test("aborts the named call of its resolver with it", async () => {
    const { client, network } = await scene();
    client.library.register(Request, (_, { signal }) => client.apiRequest({ name: "getUser", signal }));
    const controller = new AbortController();
    const promise = rejection(client.apiRequest(R(), { signal: controller.signal }));
    controller.abort();
    await promise;
    expect(network.calls[0]!.signal.aborted).toBe(true);
  });

  test("is there on the default client, too", async () => {
    configure({ wasm });
    defaultClient().library.register(Request, () => 5);
    try {
      expect(await apiRequest(new Request())).toBe(5);
    } finally {
      defaultClient().close();
    }
  });
});

describe("allSettled", () => {
  test("waits for Requests, and for what comes of them", async () => {
    const { client, network, remote } = await scene();
    client.library.register(Any, async (request, context) => {
      const id = await remote.resolve(request, context);
      return client.apiRequest({ name: "getUser", data: { id } });
    });
    client.resolve(R());
    const settled = client.allSettled();
    expect(await isPending(settled)).toBe(true);
    await remote.last.answer(1);
    expect(await isPending(settled)).toBe(true);
    await network.answer(network.calls[0]!, 200, 1);
    expect(await isPending(settled)).toBe(false);
  });
});

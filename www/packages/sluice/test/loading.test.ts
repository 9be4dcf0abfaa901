import { describe, expect, test, vi } from "vitest";
import { NetworkError, abortReason } from "../src/index.js";
import { isPending, rejection, setup, turn } from "./harness.js";

describe("calls made while the core is loading", () => {
  test("are sent in order once it is there, and answered", async () => {
    const { client, network } = setup();
    const answers = ["save", "updateUser", "save"].map((name, data) => client.apiRequest({ name, data }));
    expect(network.calls).toEqual([]);
    await client.ready;
    expect(network.calls.map(({ name, data }) => [name, data])).toEqual([["save", 0], ["updateUser", 1], ["save", 2]]);
    network.calls.forEach((call, i) => call.answer(i));
    expect(await Promise.all(answers)).toEqual([0, 1, 2]);
  });

  test("have their data written at the call", async () => {
    const { client, network } = setup();
    const data = { n: 1 };
    const answer = client.apiRequest({ name: "save", data });
    data.n = 2;
    await client.ready;
    expect(network.last.data).toEqual({ n: 1 });
    network.last.answer(null);
    await answer;
  });

  test("are refused for what they are, also before it is there", async () => {
    const { client } = setup();
    expect(await rejection(client.apiRequest({ name: 1 as unknown as string }))).toMatchObject({ name: "UsageError" });
    expect(await rejection(client.apiRequest({ name: "a", data: 1n }))).toMatchObject({ name: "UsageError" });
    expect(await rejection(client.apiRequest({ name: "a//b" }))).toMatchObject({ name: "UsageError" });
  });

  test("reject with reason closed when the client is closed meanwhile", async () => {
    const { client, network } = setup();
    const calls = ["save", "getUser"].map((name) => client.apiRequest({ name }));
    const settled = client.allSettled();
    client.close();
    for (const call of calls) expect(abortReason(await rejection(call))).toBe("closed");
    await settled;
    await client.ready;
    expect(network.names).toEqual(["getUser"]);
    expect(network.last.aborted).toBe(true);
  });

  test("are ended by abortRequests, in its turn", async () => {
    const { client, network } = setup();
    const before = client.apiRequest({ name: "save" });
    client.abortRequests(["save"]);
    const after = client.apiRequest({ name: "save" });
    expect(abortReason(await rejection(before))).toBe("aborted");
    network.last.answer("after");
    expect(await after).toBe("after");
  });
});

describe("the network of a call that waits for the core", () => {
  test.each(["getUser", "searchCities", "session"])("is begun at once for %s", async (name) => {
    const { client, network } = setup();
    const answer = client.apiRequest({ name, data: { id: 1 } });
    expect(network.names).toEqual([name]);
    expect(network.last.data).toEqual({ id: 1 });
    network.last.answer({ id: 1 });
    expect(await answer).toEqual({ id: 1 });
    expect(network.calls).toHaveLength(1);
    expect(client.getQuery({ type: name }).data).toEqual({ id: 1 });
  });

  test.each(["updateUser", "logout", "users/getUser"])("is not begun for %s", async (name) => {
    const { client, network } = setup({ navigate: () => {} });
    const answer = client.apiRequest({ name });
    expect(network.calls).toEqual([]);
    await client.ready;
    expect(network.calls).toHaveLength(1);
    network.last.answer(null);
    await answer;
  });

  test.each(["get/../admin", "get//x", "get/", "get x", "get?", "get\0"])("is not begun for %j, which is no name", async (name) => {
    const { client, network } = setup();
    expect(await rejection(client.apiRequest({ name }))).toMatchObject({ name: "UsageError" });
    expect(network.calls).toEqual([]);
  });

  test("is not begun when the client has a headers function, whatever that does", async () => {
    const headers = vi.fn(() => ({ "x-a": "1" }));
    const { client, network } = setup({ headers });
    const answer = client.apiRequest({ name: "getUser" });
    await Promise.resolve();
    expect(headers).not.toHaveBeenCalled();
    expect(network.calls).toEqual([]);
    await client.ready;
    await turn();
    expect(headers).toHaveBeenCalledTimes(1);
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("carries the headers of the client and of the call", async () => {
    const { client, network } = setup({ headers: { "x-a": "1" } });
    const answer = client.apiRequest({ name: "getUser", headers: { "x-b": "2" } });
    await turn();
    expect([network.last.headers.get("x-a"), network.last.headers.get("x-b")]).toEqual(["1", "2"]);
    network.last.answer(1);
    await answer;
  });

  test("goes by the client's own rule", async () => {
    const words = setup({ autoAbort: ["find"] });
    words.client.apiRequest({ name: "findUser" }).catch(() => {});
    words.client.apiRequest({ name: "getUser" }).catch(() => {});
    expect(words.network.names).toEqual(["findUser"]);
    const predicate = setup({ autoAbort: (name) => name === "x" });
    predicate.client.apiRequest({ name: "x" }).catch(() => {});
    predicate.client.apiRequest({ name: "getUser" }).catch(() => {});
    expect(predicate.network.names).toEqual(["x"]);
    const off = setup({ autoAbort: false });
    off.client.apiRequest({ name: "getUser" }).catch(() => {});
    off.client.apiRequest({ name: "session" }).catch(() => {});
    expect(off.network.names).toEqual(["session"]);
  });

  test("is aborted when its call turns out to be superseded", async () => {
    const { client, network } = setup();
    const calls = [1, 2, 3].map((data) => client.apiRequest({ name: "getUser", data }));
    expect(network.calls).toHaveLength(3);
    network.calls[0]!.answer("first"); // already here: of no use
    const outcomes = Promise.allSettled(calls);
    await client.ready;
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    network.calls[2]!.answer("third");
    const [first, second, third] = await outcomes;
    expect([first, second].map((outcome) => abortReason((outcome as PromiseRejectedResult).reason))).toEqual(["superseded", "superseded"]);
    expect(third).toEqual({ status: "fulfilled", value: "third" });
  });

  test("of a hook is superseded when the hook moves on to other data", async () => {
    const { client, network } = setup();
    const before = client.observe({ name: "getUser", data: { id: 1 } });
    const after = client.observe({ name: "getUser", data: { id: 2 } });
    const end = before.subscribe(() => {});
    end();
    after.subscribe(() => {});
    before.leave();
    await client.ready;
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, false]);
    network.calls[1]!.answer("second");
    await turn();
    expect(after.get().data).toBe("second");
  });

  test("may fail before the core is there", async () => {
    const { client, network } = setup();
    const answer = client.apiRequest({ name: "getUser" });
    network.last.fail(new TypeError("fetch failed"));
    expect(await rejection(answer)).toBeInstanceOf(NetworkError);
    expect(client.getQuery({ type: "getUser" }).error).toBe(await rejection(answer));
  });

  test("counts as sent when it was: the data says so", async () => {
    let now = 1000;
    const { client, network } = setup({ now: () => now });
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    now = 2000;
    await answer;
    expect(client.getQuery({ type: "getUser" }).fetchedAt).toBeLessThanOrEqual(2000);
  });
});

test("a signal ends a call whose network was begun early", async () => {
  const { client, network } = setup();
  const controller = new AbortController();
  const answer = client.apiRequest({ name: "getUser", signal: controller.signal });
  controller.abort();
  expect(network.last.aborted).toBe(true);
  expect(abortReason(await rejection(answer))).toBe("aborted");
  await client.ready;
  expect(network.calls).toHaveLength(1);
});

test("allSettled waits for the core and for what waits for it", async () => {
  const { client, network } = setup();
  const answer = client.apiRequest({ name: "save" });
  const settled = client.allSettled();
  await client.ready;
  expect(await isPending(settled)).toBe(true);
  network.last.answer(1);
  await answer;
  await settled;
});

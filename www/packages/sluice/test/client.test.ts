import { describe, expect, test, vi } from "vitest";
import { UsageError, abortReason, createClient, type RequestRef } from "../src/index.js";
import { isPending, ready, rejection, setup, turn, wasm } from "./harness.js";

describe("close", () => {
  test("rejects what is pending with reason closed, aborts its network, and so ends every later call", async () => {
    const { client, network } = await ready();
    const calls = [
      client.apiRequest({ name: "getUser" }),
      client.apiRequest({ name: "save" }),
      client.apiRequest({ name: "logout" }),
      client.login({ email: "a@b.example", password: "secret" }),
    ];
    client.close();
    for (const call of calls) expect(abortReason(await rejection(call))).toBe("closed");
    expect(network.calls.every(({ aborted }) => aborted)).toBe(true);
    expect(abortReason(await rejection(client.apiRequest({ name: "getUser" })))).toBe("closed");
    expect(abortReason(await rejection(client.login({ email: "", password: "" })))).toBe("closed");
    expect(network.calls).toHaveLength(4);
  });

  test("settles allSettled, before and after", async () => {
    const { client } = await ready();
    client.apiRequest({ name: "save" }).catch(() => {});
    const settled = client.allSettled();
    client.close();
    await settled;
    await client.allSettled();
  });

  test("tells listeners that there is nothing any more; watches can still be read", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    const told = vi.fn();
    const end = watch.subscribe(told);
    client.close();
    expect(told).toHaveBeenCalledTimes(1);
    expect(watch.get()).toMatchObject({ data: null, pristine: true });
    end();
    expect(client.getQuery({ type: "getTask" })).toMatchObject({ data: null, pristine: true });
    client.watch({ type: "getTask" }).subscribe(told)();
    client.abortRequests();
  });

  test("may be done twice", async () => {
    const { client } = await ready();
    client.close();
    client.close();
  });

  test("ignores answers that come later", async () => {
    const answers: ((response: Response) => void)[] = [];
    const { client } = await ready({ fetch: () => new Promise((resolve) => answers.push(resolve)) });
    const answer = client.apiRequest({ name: "getUser" });
    client.close();
    answers[0]!(Response.json(1));
    await turn();
    expect(abortReason(await rejection(answer))).toBe("closed");
  });
});

describe("allSettled", () => {
  test("resolves at once when nothing is in flight", async () => {
    await (await ready()).client.allSettled();
  });

  test("waits for everything, also what is begun meanwhile, and resolves for each who asked", async () => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "save" });
    const settled = [client.allSettled(), client.allSettled()];
    const second = client.apiRequest({ name: "save" });
    network.calls[0]!.answer(1);
    await first;
    expect(await isPending(settled[0]!)).toBe(true);
    network.calls[1]!.refuse(500, "c", "m");
    await rejection(second);
    await Promise.all(settled);
  });
});

describe("abortRequests", () => {
  const requests = [
    { name: "getUser" }, { name: "getTask" }, { name: "getTask", requestKey: "1" }, { name: "getTask", requestKey: 2 }, { name: "save" },
  ];
  const creator = Object.assign(() => {}, { toString: () => "save" });

  test.each<[string, readonly RequestRef[] | undefined, number[]]>([
    ["nothing: all", undefined, [0, 1, 2, 3, 4]],
    ["an empty list: none", [], []],
    ["names: those without key", ["getTask", "save"], [1, 4]],
    ["a name and a key put together", ["getTask1"], [2]],
    ["an action creator", [creator], [4]],
    ["a pair", [{ requestType: "getTask", requestKey: 2 }], [3]],
    ["a pair with a key as text", [{ requestType: "getTask", requestKey: "2" }], [3]],
    ["a pair without key", [{ requestType: "getTask" }], [1]],
    ["a pair whose type is put together: exact, so none", [{ requestType: "getTask1" }], []],
    ["any key", [{ requestType: "getTask", anyKey: true }], [1, 2, 3]],
    ["a pair of an action creator", [{ requestType: creator }], [4]],
    ["what is not pending", ["getNothing", { requestType: "getUser", requestKey: 1 }], []],
    ["one thing twice", ["save", "save"], [4]],
  ])("of %s", async (_, list, aborted) => {
    const { client, network } = await ready();
    const calls = requests.map((request) => client.apiRequest(request));
    client.abortRequests(list);
    expect(network.calls.flatMap((call, i) => (call.aborted ? [i] : []))).toEqual(aborted);
    network.calls.forEach((call) => call.answer(1));
    const outcomes = await Promise.allSettled(calls);
    outcomes.forEach((outcome, i) => {
      if (aborted.includes(i)) expect(abortReason((outcome as PromiseRejectedResult).reason)).toBe("aborted");
      else expect(outcome).toEqual({ status: "fulfilled", value: 1 });
    });
  });

  test("leaves logins and logouts alone", async () => {
    const { client, network } = await ready({ navigate: () => {} });
    const calls = [client.login({ email: "a@b.example", password: "secret" }), client.apiRequest({ name: "logout" })];
    client.abortRequests();
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false, false]);
    network.calls.forEach((call) => call.answer(null));
    await Promise.allSettled(calls);
  });

  test.each<[string, unknown]>([
    ["no array", "getUser"],
    ["null", null],
    ["a list with null", [null]],
    ["a list with nothing", [undefined]],
    ["a key that is none", [{ requestType: "getUser", requestKey: {} }]],
    ["a type that is missing", [{ requestType: undefined }]],
  ])("refuses %s", async (_, list) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser" });
    expect(() => client.abortRequests(list as RequestRef[])).toThrow(UsageError);
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  test("throws what a name throws, and leaves the client as it was", async () => {
    const { client, network } = await ready();
    const bad = Object.assign(() => {}, { toString: () => { throw new Error("no name"); } });
    expect(() => client.abortRequests([bad])).toThrow("no name");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    expect(await answer).toBe(1);
  });
});

describe("the options", () => {
  test.each<[string, unknown]>([
    ["run", "worker"], ["run", "shared"], ["baseUrl", 1], ["baseUrl", "http://"], ["timeout", -1], ["fetch", "fetch"], ["navigate", 1], ["now", 0],
    ["autoAbort", "get"], ["autoAbort", true], ["autoAbort", [1]], ["autoAbort", [""]], ["autoAbort", ["a\nb"]], ["headers", "x-a: 1"], ["headers", 1],
  ])("%s: %j is refused", (name, value) => {
    let error: unknown;
    try {
      createClient({ wasm, [name]: value }).close();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(name);
  });

  test("run: page is what there is", async () => {
    await (await ready({ run: "page" })).client.allSettled();
  });
});

describe("two clients of one page", () => {
  test("have their own data, sessions and calls", async () => {
    const one = setup();
    const other = setup();
    const answer = one.client.apiRequest({ name: "getUser" });
    one.network.last.answer(1);
    await answer;
    expect(other.client.getQuery({ type: "getUser" }).data).toBeNull();
  });
});

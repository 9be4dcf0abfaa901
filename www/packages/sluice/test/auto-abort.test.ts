import { describe, expect, test } from "vitest";
import { abortReason, isAbort, type ClientOptions } from "../src/index.js";
import { isPending, ready, rejection, turn, uncaught } from "./harness.js";

/** Whether a second call of the name ends the first. */
async function supersedes(name: string, options: ClientOptions = {}, takeLatest?: boolean): Promise<boolean> {
  const { client, network } = await ready(options);
  const first = client.apiRequest({ name, data: 1 });
  const second = client.apiRequest({ name, data: 2, takeLatest });
  const aborted = network.calls[0]!.aborted;
  expect(network.calls).toHaveLength(2);
  network.calls[0]!.answer("first");
  network.calls[1]!.answer("second");
  expect(await second).toBe("second");
  if (!aborted) expect(await first).toBe("first");
  else expect(abortReason(await rejection(first))).toBe("superseded");
  return aborted;
}

describe("a new call", () => {
  const queries = ["get", "getUser", "is2fa", "list_groups", "allUsers", "viewResults", "fetch-x", "load.x", "has/x", "searchCities", "retrieve9"];
  test.each(queries)("of %s aborts the one before", async (name) => {
    expect(await supersedes(name)).toBe(true);
  });

  const others = ["getuser", "issueInvoice", "hashPassword", "allocateSeat", "listen", "GetUser", "forget", "users/getUser", "session", "updateUser"];
  test.each(others)("of %s lets the one before run", async (name) => {
    expect(await supersedes(name)).toBe(false);
  });

  test("aborts the one before whatever their data, before it is sent itself", async () => {
    const { client, network } = await ready();
    const order: string[] = [];
    const first = client.apiRequest({ name: "getUser", data: { id: 1 } });
    network.last.signal.addEventListener("abort", () => order.push(`aborted with ${network.calls.length} sent`));
    const second = client.apiRequest({ name: "getUser", data: { id: 1 } });
    expect(order).toEqual(["aborted with 1 sent"]);
    const error = await rejection(first);
    expect(error).toBeInstanceOf(DOMException);
    expect([isAbort(error), abortReason(error), (error as DOMException).name]).toEqual([true, "superseded", "AbortError"]);
    expect(network.calls[0]!.signal.reason).toBe(error);
    network.last.answer("second");
    expect(await second).toBe("second");
  });

  test("does not touch one that is answered, nor one of another name", async () => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "getUser" });
    network.last.answer("user");
    expect(await first).toBe("user");
    const other = client.apiRequest({ name: "getTask" });
    const second = client.apiRequest({ name: "getUser" });
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    network.calls[1]!.answer("task");
    network.calls[2]!.answer("user again");
    expect(await Promise.all([other, second])).toEqual(["task", "user again"]);
  });

  test("ends a thousand before it, each once", async () => {
    const { client, network } = await ready();
    const calls = Array.from({ length: 1000 }, (_, data) => client.apiRequest({ name: "getUser", data }));
    network.last.answer("last");
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.at(-1)).toEqual({ status: "fulfilled", value: "last" });
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(999);
    expect(network.calls.filter(({ aborted }) => aborted)).toHaveLength(999);
  });

  test("of another client lets this one's run", async () => {
    const one = await ready();
    const other = await ready();
    const pending = one.client.apiRequest({ name: "getUser" });
    const second = other.client.apiRequest({ name: "getUser" });
    one.network.last.answer(1);
    other.network.last.answer(2);
    expect(await Promise.all([pending, second])).toEqual([1, 2]);
  });
});

describe("takeLatest", () => {
  test("true makes a name abort that otherwise would not", async () => {
    expect(await supersedes("updateUser", {}, true)).toBe(true);
  });

  test("false keeps a name from aborting that otherwise would", async () => {
    expect(await supersedes("getUser", {}, false)).toBe(false);
  });

  test("wins over the client's rule", async () => {
    expect(await supersedes("updateUser", { autoAbort: false }, true)).toBe(true);
    expect(await supersedes("updateUser", { autoAbort: () => true }, false)).toBe(false);
    expect(await supersedes("session", {}, true)).toBe(true);
  });
});

describe("autoAbort", () => {
  test("false is off", async () => {
    expect(await supersedes("getUser", { autoAbort: false })).toBe(false);
  });

  test.each<[readonly string[], string, boolean]>([
    [["find"], "findUser", true],
    [["find"], "findings", false],
    [["find"], "getUser", false],
    [[], "getUser", false],
    [["get", "find"], "get", true],
  ])("%j replaces the keywords: %s", async (autoAbort, name, expected) => {
    expect(await supersedes(name, { autoAbort })).toBe(expected);
  });

  test("a predicate decides alone", async () => {
    const autoAbort = (name: string) => name.endsWith("Query");
    expect(await supersedes("userQuery", { autoAbort })).toBe(true);
    expect(await supersedes("getUser", { autoAbort })).toBe(false);
  });

  test("a predicate that throws rejects the new call with what it threw; the pending one goes on", async () => {
    const thrown = new Error("no rule");
    let throws = false;
    const { client, network } = await ready({
      autoAbort: () => {
        if (throws) throw thrown;
        return true;
      },
    });
    const first = client.apiRequest({ name: "getUser" });
    throws = true;
    expect(await rejection(client.apiRequest({ name: "getUser" }))).toBe(thrown);
    expect(network.calls).toHaveLength(1);
    network.last.answer("first");
    expect(await first).toBe("first");
  });
});

describe("an aborted call", () => {
  test("raises no unhandledrejection when nobody holds it", async () => {
    const errors = uncaught();
    const { client, network } = await ready();
    void client.apiRequest({ name: "getUser", data: 1 });
    void client.apiRequest({ name: "getUser", data: 2 });
    void client.apiRequest({ name: "updateUser", signal: AbortSignal.abort() });
    client.abortRequests();
    void client.apiRequest({ name: "updateUser" });
    client.close();
    void client.apiRequest({ name: "updateUser" });
    await turn();
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(errors).toEqual([]);
  });

  test("raises one when somebody goes on from it without a catch, as any promise", async () => {
    const errors = uncaught();
    const { client } = await ready();
    void client.apiRequest({ name: "getUser" }).then(() => {});
    client.abortRequests();
    await turn();
    expect(errors.map(abortReason)).toEqual(["aborted"]);
  });

  test("that failed otherwise and that nobody holds raises one", async () => {
    const errors = uncaught();
    const { client, network } = await ready();
    void client.apiRequest({ name: "getUser" });
    network.last.refuse(500, "api.internal", "internal error");
    await turn();
    expect(errors).toMatchObject([{ code: "api.internal" }]);
  });

  test("ignores a late answer", async () => {
    // A fetch that does not heed its signal.
    const answers: ((response: Response) => void)[] = [];
    const { client } = await ready({ fetch: () => new Promise((resolve) => answers.push(resolve)) });
    const first = client.apiRequest({ name: "getUser" });
    const second = client.apiRequest({ name: "getUser" });
    answers[0]!(Response.json("first"));
    expect(abortReason(await rejection(first))).toBe("superseded");
    expect(await isPending(second)).toBe(true);
    expect(client.getQuery({ type: "getUser" }).data).toBeNull();
    answers[1]!(Response.json("second"));
    expect(await second).toBe("second");
  });
});

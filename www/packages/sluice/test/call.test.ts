import { describe, expect, test } from "vitest";
import { UsageError, abortReason, type ApiRequest } from "../src/index.js";
import { ready, rejection } from "./harness.js";

describe("a call", () => {
  test("goes as POST to the base address and the name, and resolves with the answer", async () => {
    const { client, network } = await ready({ baseUrl: "https://host.example/api/" });
    const answer = client.apiRequest({ name: "users/getUser", data: { id: 1 } });
    expect(network.last.url).toBe("https://host.example/api/users/getUser");
    expect(network.last.init.method).toBe("POST");
    expect(network.last.init.credentials).toBe("same-origin");
    network.last.answer({ id: 1, name: "Ada" });
    expect(await answer).toEqual({ id: 1, name: "Ada" });
  });

  test("is sent while apiRequest runs, once the core is there", async () => {
    const { client, network } = await ready();
    void client.apiRequest({ name: "save" });
    expect(network.calls).toHaveLength(1);
    network.last.answer(null);
  });

  test("goes to /api by default", async () => {
    const { client, network } = await ready();
    void client.apiRequest({ name: "save" });
    expect(network.last.url).toBe("/api/save");
    network.last.answer(null);
  });

  test("settles once, when its own answer comes, whatever the order of the answers", async () => {
    const { client, network } = await ready();
    const answers = [1, 2, 3].map((n) => client.apiRequest({ name: "save", data: n }));
    for (const i of [2, 0, 1]) network.calls[i]!.answer(`answer ${i}`);
    expect(await Promise.all(answers)).toEqual(["answer 0", "answer 1", "answer 2"]);
  });

  test("always carries the cookie of a login and a logout, whatever the client's credentials", async () => {
    const { client, network } = await ready();
    void client.login({ email: "a@b.example", password: "secret" }).catch(() => {});
    expect(network.last.init.credentials).toBe("include");
    void client.apiRequest({ name: "logout" }).catch(() => {});
    expect(network.last.init.credentials).toBe("include");
  });

  test("carries the credentials of the client", async () => {
    const { client, network } = await ready({ credentials: "include" });
    void client.apiRequest({ name: "save" });
    expect(network.last.init.credentials).toBe("include");
    network.last.answer(null);
  });
});

describe("a name", () => {
  test.each(["a", "getUser", "users/getUser", "a.b-c_d/0", "...", "a..b", "x".repeat(128)])("may be %j", async (name) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name });
    expect(network.last.url).toBe(`/api/${name}`);
    network.last.answer(1);
    expect(await answer).toBe(1);
  });

  const bad = ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "get/../b", "a b", "a?b", "a#b", "a\0", "é", "a%2e", "\ud800", "x".repeat(129)];
  test.each(bad)("may not be %j: nothing is sent", async (name) => {
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/^sluice: name /);
    expect(network.calls).toEqual([]);
  });

  test.each([undefined, null, 7, {}, ["getUser"], Symbol("s"), Object.create(null)])("that is no string is refused (%#)", async (name) => {
    const { client, network } = await ready();
    expect(await rejection(client.apiRequest({ name }))).toBeInstanceOf(UsageError);
    expect(network.calls).toEqual([]);
  });

  test("must be in an object", async () => {
    const { client } = await ready();
    for (const request of [undefined, null, "getUser", 1]) {
      expect(await rejection(client.apiRequest(request as unknown as ApiRequest))).toBeInstanceOf(UsageError);
    }
  });
});

describe("a requestKey", () => {
  test("keeps the abort scopes of one name apart", async () => {
    const { client, network } = await ready();
    const answers = ["a", "b", ""].map((requestKey) => client.apiRequest({ name: "getTask", requestKey }));
    network.calls.forEach((call, i) => call.answer(i));
    expect(await Promise.all(answers)).toEqual([0, 1, 2]);
  });

  test.each([
    [0, "0"],
    ["", undefined],
    [1.5, "1.5"],
    [-0, 0],
  ])("%j is the same as %j", async (one, other) => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "getTask", requestKey: one });
    const second = client.apiRequest({ name: "getTask", requestKey: other });
    expect(abortReason(await rejection(first))).toBe("superseded");
    network.last.answer("second");
    expect(await second).toBe("second");
  });

  test("0 is a key, other than none", async () => {
    const { client, network } = await ready();
    const keyed = client.apiRequest({ name: "getTask", requestKey: 0 });
    const plain = client.apiRequest({ name: "getTask" });
    network.calls[0]!.answer("keyed");
    network.calls[1]!.answer("plain");
    expect(await Promise.all([keyed, plain])).toEqual(["keyed", "plain"]);
  });

  test("and a name are a pair: glued together they may be equal", async () => {
    const { client, network } = await ready();
    const one = client.apiRequest({ name: "get1", requestKey: "23" });
    const other = client.apiRequest({ name: "get12", requestKey: "3" });
    network.calls.forEach((call, i) => call.answer(i));
    expect(await Promise.all([one, other])).toEqual([0, 1]);
  });

  test("may have any character, NUL and a line feed too", async () => {
    const { client, network } = await ready();
    const keys = ["\0", "\0\0", "\n", "é😀", "x".repeat(10_000)];
    const answers = keys.map((requestKey) => client.apiRequest({ name: "getTask", requestKey }));
    network.calls.forEach((call, i) => call.answer(i));
    expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4]);
  });

  test.each<unknown>(["\ud800", "a\udc00b", {}, true, ["a"]].map((key) => [key]))("%j is refused", async (requestKey) => {
    const { client, network } = await ready();
    const error = await rejection(client.apiRequest({ name: "getTask", requestKey: requestKey as string }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/requestKey/);
    expect(network.calls).toEqual([]);
  });
});

test("a relative address has no meaning outside a page: the call says so", async () => {
  const { client } = await ready({ fetch: undefined });
  const error = await rejection(client.apiRequest({ name: "getUser" }));
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toMatch(/baseUrl is relative \("\/api\/getUser"\)/);
});

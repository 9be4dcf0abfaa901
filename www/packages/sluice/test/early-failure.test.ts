import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { CrashError, ExpiryStatus, LoadError } from "../src/index.js";
import { loading, rejection, told, turn } from "./harness.js";

const ada = { id: 1, name: "Ada" };

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

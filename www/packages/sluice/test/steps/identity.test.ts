import { describe, expect, onTestFinished, test } from "vitest";
import type { ApiRequest } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { ready, rejection, turn, wasm } from "../harness.js";

describe("getThing1, and getThing with the key 1", () => {
  const glued = { name: "getThing1" };
  const keyed = { name: "getThing", requestKey: 1 };

  async function both() {
    const { client, network, clock } = createTestClient({ wasm });
    onTestFinished(() => client.close());
    await client.ready;
    const ask = async (request: ApiRequest, data: unknown) => {
      const { length } = network.calls;
      const promise = client.apiRequest(request);
      await turn();
      if (network.calls.length > length) await network.answer(network.calls.at(-1)!, 200, data);
      return promise;
    };
    const shown = ({ name, requestKey }: ApiRequest) => client.getQuery({ type: name, ...(requestKey !== undefined && { requestKey }) });
    return { client, network, clock, ask, shown };
  }

  test("have data, errors and cached answers of their own", async () => {
    const { client, network, ask, shown } = await both();
    await ask({ ...keyed, cache: true }, "keyed");
    await ask({ ...glued, cache: true }, "glued");
    expect([shown(keyed).data, shown(glued).data]).toEqual(["keyed", "glued"]);
    expect(await ask({ ...keyed, cache: true }, "new")).toBe("keyed");
    client.clearRequestsCache(["getThing1"]);
    expect(await ask({ ...keyed, cache: true }, "new")).toBe("keyed");
    const failed = rejection(client.apiRequest(glued));
    await turn();
    await network.fail(network.calls.at(-1)!);
    await failed;
    expect([shown(keyed).error, shown(glued).data]).toEqual([null, "glued"]);
  });

  test("do not supersede, abort or reset one another; their name means the one without a key", async () => {
    const { client, network, shown } = await both();
    const [first, second] = [client.apiRequest(keyed), client.apiRequest(glued)];
    client.abortRequests(["getThing1"]);
    expect(await rejection(second)).toMatchObject({ name: "AbortError" });
    await network.answer(network.calls[0]!, 200, "keyed");
    expect(await first).toBe("keyed");
    const third = client.apiRequest(glued);
    client.resetRequests(["getThing1"]);
    expect(await rejection(third)).toMatchObject({ name: "AbortError" });
    expect(shown(keyed).data).toBe("keyed");
    client.resetRequests(["getThing1"]); // there is none of that name any more: type and key together
    expect(shown(keyed)).toMatchObject({ data: null, pristine: true });
  });

  test("are polled, joined and changed by mutations apart", async () => {
    const { client, network, clock, ask, shown } = await both();
    await ask({ ...keyed, poll: 1 }, 1);
    await ask(glued, 10);
    const joined = client.joinRequest("getThing1");
    expect(await joined).toBeNull();
    await ask({ name: "save", mutations: { getThing1: (n: number) => n + 1 } }, null);
    expect([shown(keyed).data, shown(glued).data]).toEqual([1, 11]);
    client.stopPolling(["getThing1"]);
    await clock.tick(1000);
    expect(network.calls.at(-1)!.name).toBe("getThing");
    client.stopPolling([{ requestType: "getThing", requestKey: "1" }]);
  });
});

test("a key is a text or a number, which is its text; 0 is one, an empty text is none", async () => {
  const { client, network } = await ready();
  const save = (requestKey?: unknown) => client.apiRequest({ name: "getThing", ...(requestKey !== undefined && { requestKey }) } as ApiRequest);
  const calls = [save(1), save("1"), save(0), save("0"), save(), save(""), save(null)];
  const ends = Promise.allSettled(calls);
  network.calls.forEach((call, i) => call.answer(i));
  expect((await ends).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled", "rejected", "rejected", "fulfilled"]);
  expect([undefined, 0, 1].map((requestKey) => client.getQuery({ type: "getThing", ...(requestKey !== undefined && { requestKey }) }).data)).toEqual([6, 3, 1]);
});

test("what is answered from the cache aborts nobody: not what is in flight of its name and key", async () => {
  const { client, network } = await ready();
  const first = client.apiRequest({ name: "getThing", cache: true });
  network.last.answer("kept");
  await first;
  const refetch = client.apiRequest({ name: "getThing" });
  expect(await client.apiRequest({ name: "getThing", cache: true })).toBe("kept");
  expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 1, data: "kept" });
  network.last.answer("fresh");
  expect(await refetch).toBe("fresh");
  expect(network.calls).toHaveLength(2);
});

import { describe, expect, test } from "vitest";
import { UsageError, abortReason, type ApiRequest } from "../src/index.js";
import { ready, rejection, setup, turn } from "./harness.js";

/** A signal that counts its listeners. */
function counted(): { controller: AbortController; signal: AbortSignal; listeners(): number } {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listeners: () => listeners };
}

describe("a signal", () => {
  test("that is aborted already rejects the call: nothing is sent, nobody superseded", async () => {
    const { client, network } = await ready();
    const pending = client.apiRequest({ name: "getUser" });
    const error = await rejection(client.apiRequest({ name: "getUser", signal: AbortSignal.abort() }));
    expect(abortReason(error)).toBe("aborted");
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false]);
    network.last.answer(1);
    expect(await pending).toBe(1);
  });

  test("aborts the fetch and rejects the call, of this call only", async () => {
    const { client, network } = await ready();
    const controller = new AbortController();
    const one = client.apiRequest({ name: "save", signal: controller.signal });
    const other = client.apiRequest({ name: "save" });
    controller.abort();
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, false]);
    const error = await rejection(one);
    expect(abortReason(error)).toBe("aborted");
    expect((error as DOMException).name).toBe("AbortError");
    network.calls[1]!.answer(2);
    expect(await other).toBe(2);
  });

  test("may be shared by many calls", async () => {
    const { client, network } = await ready();
    const { controller, signal, listeners } = counted();
    const calls = ["a", "b", "c"].map((name) => client.apiRequest({ name, signal }));
    controller.abort();
    for (const call of calls) expect(abortReason(await rejection(call))).toBe("aborted");
    expect(network.calls.every(({ aborted }) => aborted)).toBe(true);
    expect(listeners()).toBe(0);
  });

  test.each<[string, (request: ApiRequest, setup: Awaited<ReturnType<typeof ready>>) => Promise<unknown>]>([
    ["answered", (request, { client, network }) => {
      const answer = client.apiRequest(request);
      network.last.answer(1);
      return answer;
    }],
    ["refused by the server", (request, { client, network }) => {
      const answer = client.apiRequest(request);
      network.last.refuse(500, "c", "m");
      return answer;
    }],
    ["superseded", (request, { client }) => {
      const answer = client.apiRequest(request);
      client.apiRequest({ name: request.name }).catch(() => {});
      return answer;
    }],
    ["refused for its name", (request, { client }) => client.apiRequest({ ...request, name: "a//b" })],
    ["refused for its data", (request, { client }) => client.apiRequest({ ...request, data: 1n })],
    ["refused for its headers", (request, { client }) => client.apiRequest({ ...request, headers: { "a b": "" } })],
    ["closed", (request, { client }) => {
      const answer = client.apiRequest(request);
      client.close();
      return answer;
    }],
    ["refused because the client is closed", (request, { client }) => {
      client.close();
      return client.apiRequest(request);
    }],
  ])("is not listened to any more when the call is %s", async (_, end) => {
    const { signal, listeners } = counted();
    await end({ name: "getUser", signal }, await ready()).catch(() => {});
    await turn();
    expect(listeners()).toBe(0);
  });

  test("aborted after the answer changes nothing", async () => {
    const { client, network } = await ready();
    const controller = new AbortController();
    const answer = client.apiRequest({ name: "getUser", signal: controller.signal });
    network.last.answer(1);
    await answer;
    controller.abort();
    expect(network.last.aborted).toBe(false);
    expect(client.getQuery({ type: "getUser" }).data).toBe(1);
  });

  test("aborted between the answer and its reading still ends the call", async () => {
    const { client, network } = await ready();
    const controller = new AbortController();
    const answer = client.apiRequest({ name: "getUser", signal: controller.signal });
    network.last.answer(1);
    controller.abort();
    expect(abortReason(await rejection(answer))).toBe("aborted");
  });

  test("aborted by the fetch that it is for ends the call", async () => {
    const controller = new AbortController();
    let aborted: boolean | undefined;
    const { client } = await ready({
      fetch: (_, { signal }) => {
        controller.abort();
        aborted = signal!.aborted;
        return new Promise(() => {});
      },
    });
    expect(abortReason(await rejection(client.apiRequest({ name: "getUser", signal: controller.signal })))).toBe("aborted");
    expect(aborted).toBeDefined();
  });

  test("aborted while the core is loading ends the call; nothing is sent later", async () => {
    const { client, network } = setup();
    const { controller, signal, listeners } = counted();
    const answer = client.apiRequest({ name: "save", signal });
    controller.abort();
    expect(abortReason(await rejection(answer))).toBe("aborted");
    expect(listeners()).toBe(0);
    await client.ready;
    expect(network.calls).toEqual([]);
  });

  test("may come from a timer: the reason is still aborted", async () => {
    const { client } = await ready();
    const answer = client.apiRequest({ name: "getUser", signal: AbortSignal.timeout(1) });
    expect(abortReason(await rejection(answer))).toBe("aborted");
  });

  test("may be another realm's: what counts is that it can be listened to", async () => {
    const { client, network } = await ready();
    let fire: (() => void) | undefined;
    const signal = { aborted: false, addEventListener: (_: string, fn: () => void) => (fire = fn), removeEventListener: () => {} };
    const answer = client.apiRequest({ name: "getUser", signal: signal as unknown as AbortSignal });
    fire!();
    expect(abortReason(await rejection(answer))).toBe("aborted");
    expect(network.last.aborted).toBe(true);
  });

  test.each([null, 1, "x", {}])("%j is no signal", async (signal) => {
    const { client } = await ready();
    expect(await rejection(client.apiRequest({ name: "getUser", signal: signal as unknown as AbortSignal }))).toBeInstanceOf(UsageError);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { CrashError, abortReason, createClient, type Client, type ClientOptions, type RequestResponse } from "../../src/index.js";
import { isPending, loading, ready, rejection, setup, turn, uncaught, wasm } from "../harness.js";

/** A core that panics for two names: while it has changed nothing, and in the middle of a change. */
const faulty = new WebAssembly.Module(readFileSync(inject("faultyCore")));

/** Has the core die, and waits for the next one. */
async function kill(client: Client): Promise<void> {
  expect(await rejection(client.apiRequest({ name: "fault/apply", runOnRequest: false, runOnAbort: false, runOnError: false }))).toBeInstanceOf(CrashError);
  await client.ready;
}

/** A function that returns when the test says so. */
function held<T>() {
  const calls: ((value: T | PromiseLike<T>) => void)[] = [];
  return { calls, fn: () => new Promise<T>((resolve) => void calls.push(resolve)) };
}

describe("when the core dies", () => {
  test("requests end in every phase, and what their functions say then is of no effect", async () => {
    const start = held<undefined>();
    const end = held<RequestResponse>();
    const { client, network } = await ready({ wasm: faulty });
    const starting = client.apiRequest({ name: "getThing", onRequest: start.fn });
    const flying = client.apiRequest({ name: "getOther", silent: true });
    const ending = client.apiRequest({ name: "save", onSuccess: end.fn, mutations: { getThing: () => 1 } });
    network.calls.at(-1)!.answer("d");
    await turn();
    const joined = client.joinRequest("save");
    const errors = Promise.all([starting, flying, ending, joined].map(rejection));
    await kill(client);
    expect((await errors).every((error) => error instanceof CrashError)).toBe(true);

    // These may have the numbers of the old ones.
    const again = [client.apiRequest({ name: "getThing", onRequest: start.fn }), client.apiRequest({ name: "save", onSuccess: end.fn })];
    const sent = network.calls.length;
    start.calls[0]!(undefined);
    end.calls[0]!({ data: "late" });
    await turn();
    expect(await isPending(again[0]!)).toBe(true);
    expect(network.calls).toHaveLength(sent);
    start.calls[1]!(undefined);
    await turn();
    network.calls.forEach((call) => call.answer("new"));
    await turn();
    end.calls.at(-1)!({ data: "own" });
    expect(await Promise.all(again)).toEqual(["new", "own"]);
  });

  test("errors of the next core are its own", async () => {
    const { client, network } = await ready({ wasm: faulty });
    const fail = async (code: string) => {
      const promise = client.apiRequest({ name: "getThing" });
      network.last.refuse(400, code, code);
      return rejection(promise);
    };
    expect(await fail("one")).toMatchObject({ code: "one" });
    await kill(client);
    expect(await fail("two")).toMatchObject({ code: "two" });
  });

  test("what was queued behind what killed it is not sent", async () => {
    const { client, network } = await ready({ wasm: faulty });
    const calls: Promise<unknown>[] = [];
    const watch = client.watch({ type: "getThing" });
    watch.subscribe(() => {
      if (calls.length > 0) return;
      for (const name of ["save", "fault/apply"]) calls.push(client.apiRequest({ name, ...(name === "save" && { silent: true }) }));
      calls.forEach((call) => call.catch(() => {}));
    });
    client.apiRequest({ name: "getThing" }).catch(() => {});
    await turn();
    expect(await rejection(calls[0]!)).toBeInstanceOf(CrashError);
    await client.ready;
    const sent = network.calls.length;
    await turn();
    expect(network.calls).toHaveLength(sent);
  });

  test("an answer that was kept for later is forgotten", async () => {
    const { client, network } = await ready({ wasm: faulty });
    const ask = () => client.apiRequest({ name: "getThing", cache: true });
    const first = ask();
    network.last.answer(1);
    await first;
    await kill(client);
    const second = ask();
    await turn();
    network.last.answer(2);
    expect(await second).toBe(2);
    expect(network.names.filter((name) => name === "getThing")).toHaveLength(2);
  });

  test("the store of functions shows the requests of the next one", async () => {
    const seen: unknown[] = [];
    const onSuccess: ClientOptions["onSuccess"] = (_response, { type }, store) => void (type === "getThing" && seen.push(Object.keys((store.getState().requests as { queries: object }).queries)));
    const { client, network } = await ready({ wasm: faulty, onSuccess });
    for (let i = 0; i < 2; i++) {
      const promise = client.apiRequest({ name: "getThing" });
      network.last.answer(i);
      await promise;
      if (i === 0) await kill(client);
    }
    expect(seen).toEqual([["getThing"], ["getThing"]]);
  });
});

describe("close", () => {
  test("ends requests in every phase, with reason closed; onAbort is called for those that have begun", async () => {
    const aborted: string[] = [];
    const start = held<undefined>();
    const end = held<RequestResponse>();
    const { client, network } = await ready({ onAbort: ({ type }) => void aborted.push(type) });
    const calls = [
      client.apiRequest({ name: "getThing", onRequest: start.fn }),
      client.apiRequest({ name: "getOther" }),
      client.apiRequest({ name: "save", onSuccess: end.fn }),
      client.apiRequest({ name: "quiet", silent: true }),
    ];
    network.calls.find(({ name }) => name === "save")!.answer(1);
    await turn();
    calls.push(client.joinRequest("getThing"));
    client.close();
    const errors = await Promise.all(calls.map(rejection));
    expect(errors.map(abortReason)).toEqual(calls.map(() => "closed"));
    expect(errors[4]).toBe(errors[0]);
    expect(aborted).toEqual(["getThing", "getOther", "save", "quiet"]);
    start.calls[0]!(undefined);
    end.calls[0]!({ data: 2 });
    await turn();
    expect(network.names).toEqual(["getOther", "save", "quiet"]);
    expect(abortReason(await rejection(client.apiRequest({ name: "getThing" })))).toBe("closed");
    expect(abortReason(await rejection(client.joinRequest("getThing")))).toBe("closed");
    client.abortRequests();
    client.resetRequests();
    client.stopPolling();
  });

  test("from within a function of a request, or of its data, settles all", async () => {
    for (const phase of ["onRequest", "onSuccess", "onError", "onAbort", "getData", "getError", "updateData", "updateDataOptimistic"] as const) {
      const { client, network } = await ready();
      const list = client.apiRequest({ name: "getList" });
      network.last.answer([]);
      await list;
      const close = (value: unknown) => {
        client.close();
        return phase === "onRequest" || phase === "onSuccess" ? undefined : value;
      };
      const other = client.apiRequest({ name: "other" });
      const promise = client.apiRequest({ name: "save", [phase]: close, ...(phase.startsWith("update") && { mutations: { getList: { [phase]: close } } }) });
      const settled = Promise.allSettled([other, promise]);
      if (phase === "onAbort") client.abortRequests(["save"]);
      else if (phase === "onError" || phase === "getError") network.last.refuse(400, "no", "no");
      else if (phase !== "onRequest" && phase !== "updateDataOptimistic") network.last.answer(1);
      expect((await settled).map(({ status }) => status), phase).toEqual(["rejected", "rejected"]);
      await client.allSettled();
    }
  });

  test("of one of several clients of a core leaves the others alone", async () => {
    const log: string[] = [];
    const url = new URL(`file://${inject("faultyCore")}`);
    const make = (who: string) => setup({ wasm: url, onSuccess: () => void log.push(who), onAbort: () => void log.push(`${who} abort`) });
    const [a, b] = [make("a"), make("b")];
    await Promise.all([a.client.ready, b.client.ready]);
    const calls = [a.client.apiRequest({ name: "getThing", cache: true }), b.client.apiRequest({ name: "getThing", cache: true })];
    a.client.close();
    expect(abortReason(await rejection(calls[0]!))).toBe("closed");
    b.network.last.answer("b");
    expect(await calls[1]).toBe("b");
    expect(log).toEqual(["a abort", "b"]);
    expect(await b.client.apiRequest({ name: "getThing", cache: true })).toBe("b");
    expect(b.network.calls).toHaveLength(1);
  });

  test("while the core is loading rejects what waits, interceptors or not", async () => {
    const { client, network } = loading({ onRequest: () => undefined });
    const calls = [client.apiRequest({ name: "save" }), client.apiRequest({ name: "getThing", cache: true }), client.joinRequest("save")];
    client.close();
    expect((await Promise.all(calls.map(rejection))).map(abortReason)).toEqual(["closed", "closed", "closed"]);
    expect(network.calls).toHaveLength(0);
  });
});

describe("while the core is loading", () => {
  test("calls with functions, cache or drivers wait, and run in their order", async () => {
    const log: string[] = [];
    const driver = (_config: unknown, { type }: { type: string }) => {
      log.push(`drive ${type}`);
      return Promise.resolve({ data: type });
    };
    const { client, network, start } = loading({ driver, onRequest: (_request, { type }) => void log.push(type) });
    const calls = [client.apiRequest({ name: "getThing" }), client.apiRequest({ name: "save" }), client.apiRequest({ name: "getOther", cache: 5, poll: 60 }), client.apiRequest({ name: "session" })];
    await turn();
    expect(log).toEqual([]);
    await start();
    expect(await Promise.all(calls)).toEqual(["getThing", "save", "getOther", "session"]);
    expect(log.filter((entry) => !entry.startsWith("drive"))).toEqual(["getThing", "save", "getOther", "session"]);
    expect(log.filter((entry) => entry.startsWith("drive"))).toEqual(["drive getThing", "drive save", "drive getOther", "drive session"]);
    expect(network.calls).toHaveLength(0);
  });

  test("aborts, resets, joins and hits take their place in the order", async () => {
    const { client, network, start } = loading();
    const first = client.apiRequest({ name: "save", silent: true });
    const joined = client.joinRequest("save");
    client.abortRequests(["save"]);
    const second = client.apiRequest({ name: "save", silent: true });
    expect(await isPending(joined)).toBe(true);
    await start();
    expect(abortReason(await rejection(first))).toBe("aborted");
    expect(await rejection(joined)).toBe(await rejection(first));
    network.last.answer(2);
    expect(await second).toBe(2);
  });

  test("a core that cannot be had rejects them, and the next call tries again", async () => {
    const { client, core, network } = loading({ onSuccess: ({ data }) => ({ data: [data] }) });
    const lost = [client.apiRequest({ name: "getThing" }), client.joinRequest("getThing")];
    core.fail(new Error("no memory"));
    for (const call of lost) expect(await rejection(call)).toMatchObject({ name: "LoadError" });
    const next = client.apiRequest({ name: "getThing" });
    core.start();
    await client.ready;
    await turn();
    network.last.answer(1);
    expect(await next).toEqual([1]);
  });

  test("a signal and a timeout end a call that waits", async () => {
    const { client } = loading({ onRequest: () => undefined });
    const controller = new AbortController();
    const aborted = client.apiRequest({ name: "save", signal: controller.signal });
    const late = client.apiRequest({ name: "save", timeout: 5 });
    controller.abort();
    expect(abortReason(await rejection(aborted))).toBe("aborted");
    expect(abortReason(await rejection(late))).toBe("timeout");
  });
});

describe("who shares a request", () => {
  test("is given the same data, or the same error, as its state shows", async () => {
    const { client, network } = await ready({ onError: (error) => { throw Object.assign(new Error("mine"), { cause: error }); } });
    const outcomes = async (answer: () => void) => {
      const all = [client.apiRequest({ name: "getThing" }), client.joinRequest("getThing"), client.joinRequest({ requestType: "getThing" })];
      answer();
      return (await Promise.allSettled(all)).map((end) => (end.status === "fulfilled" ? end.value : (end.reason as unknown)));
    };
    const data = await outcomes(() => network.last.answer({ a: 1 }));
    expect(new Set([...data, client.getQuery({ type: "getThing" }).data]).size).toBe(1);
    const errors = await outcomes(() => network.last.refuse(500, "x", "x"));
    expect(errors[0]).toMatchObject({ message: "mine" });
    expect(new Set([...errors, client.getQuery({ type: "getThing" }).error]).size).toBe(1);
    const aborts = await outcomes(() => client.abortRequests());
    expect(new Set(aborts).size).toBe(1);
    expect(abortReason(aborts[0])).toBe("aborted");
  });
});

describe("a rejection that nobody waits for", () => {
  test("is uncaught if it is an error, and no news if it is an abort", async () => {
    const errors = uncaught();
    const { client, network } = await ready({ onError: () => undefined });
    void client.apiRequest({ name: "getThing" });
    void client.apiRequest({ name: "getThing" });
    void client.joinRequest("getThing");
    client.abortRequests();
    void client.apiRequest({ name: "save", signal: AbortSignal.abort() });
    await turn();
    expect(errors).toEqual([]);
    void client.apiRequest({ name: "save" });
    network.last.refuse(400, "no", "no");
    await turn();
    expect(errors).toMatchObject([{ code: "no" }]);
  });

  test("of a poll is none: its error is shown, and polling goes on", async () => {
    const errors = uncaught();
    let now = 0;
    const timers: { run: () => void; at: number }[] = [];
    const fake = {
      setTimeout: (run: () => void, ms: number) => {
        const timer = { run, at: now + ms };
        timers.push(timer);
        return timer;
      },
      clearTimeout: (timer: unknown) => void timers.splice(0, timers.length, ...timers.filter((other) => other !== timer)),
    };
    let asked = 0;
    const client = createClient({ wasm, now: () => now, timers: fake, driver: () => (++asked === 1 ? Promise.resolve({ data: 1 }) : Promise.reject(new Error("down"))) });
    await client.ready;
    expect(await client.apiRequest({ name: "getThing", poll: 1 })).toBe(1);
    for (let i = 0; i < 3; i++) {
      now += 1000;
      for (const timer of timers.splice(0).filter(({ at }) => at <= now)) timer.run();
      await turn();
    }
    expect(asked).toBe(4);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: 1, error: { message: "down" } });
    expect(errors).toEqual([]);
    client.close();
  });
});

describe("on a server", () => {
  test("requests that cannot be made are refused as elsewhere", async () => {
    const { client } = await ready({ ssr: "server" });
    for (const wrong of [null, undefined, 5, { name: 5 }]) expect(await rejection(client.apiRequest(wrong as never))).toMatchObject({ name: "UsageError" });
    expect(await client.requestsPromise).toEqual([]);
  });

  test("an error that is undefined is one", async () => {
    const { client } = await ready({ ssr: "server", driver: () => Promise.reject(undefined) });
    await client.apiRequest({ name: "getThing" }).catch(() => {});
    expect(await rejection(client.requestsPromise!)).toMatchObject({ successActions: [], errorActions: [{ type: "getThing_ERROR" }] });
  });

  test("requests that functions dispatch count, too", async () => {
    const { client, network } = await ready({
      ssr: "server",
      onSuccess: async (_response, { type }, store) => {
        if (type === "getThing") void store.dispatchRequest({ type: "MORE", request: { url: "/more" } });
      },
    });
    const thing = client.apiRequest({ name: "getThing" });
    network.last.answer(1);
    await thing;
    network.last.answer(2);
    expect((await client.requestsPromise!).map(({ type }) => type)).toEqual(["getThing_SUCCESS", "MORE_SUCCESS"]);
  });
});
